package model_test

import "github.com/fakesmith/fakesmith/model"

// library is a small API whose parts the tests of this package look at: books
// are put on shelves, and a fact says whether a book is clean.
func library() *model.API {
	return &model.API{
		Name:    "Library",
		Package: "library",
		Shapes: []model.Shape{
			{Name: "PutBooksRequest", GoName: "PutBooksInput", Kind: model.Structure, Members: []model.Member{
				{Name: "Books", GoName: "Books", Shape: "BookKeys", Required: true},
				{Name: "Shelf", GoName: "Shelf", Shape: "Name", Required: true},
				{Name: "Until", GoName: "Until", Shape: "Date"},
			}},
			{Name: "BookKeys", Kind: model.List, Elem: "BookKey", Min: &model.Bound{Int: 1}, Max: &model.Bound{Int: 3}},
			{Name: "BookKey", GoName: "BookKey", Kind: model.Structure, Members: []model.Member{
				{Name: "Title", GoName: "Title", Shape: "Name"},
			}},
			{Name: "Name", Kind: model.String, Min: &model.Bound{Int: 1}, Max: &model.Bound{Int: 8}, Pattern: `\S`},
			{Name: "Date", Kind: model.Timestamp},
			{Name: "Book", GoName: "Book", Kind: model.Structure, Members: []model.Member{
				{Name: "Shelf", GoName: "Shelf", Shape: "Name", Required: true},
				{Name: "Title", GoName: "Title", Shape: "Name", Required: true},
				{Name: "Until", GoName: "Until", Shape: "Date"},
			}},
		},
		Errors: []model.ErrorShape{
			{Code: "FullException", GoName: "Full", Status: 400},
			{Code: "DustException", GoName: "Dust", Status: 400},
			{Code: "ValidationException", GoName: "Validation", Status: 400, Common: true},
		},
		Operations: []model.Operation{
			{Name: "PutBooks", GoName: "PutBooks", Input: "PutBooksRequest", Errors: []string{"FullException"}},
		},
	}
}

// object returns a JSON object for the contract readers, its members in the
// order given: key, value, key, value. A value is a string, a number's digits
// as json, a bool, a *Node or a list of those.
func object(members ...any) *model.Node {
	n := &model.Node{Kind: model.NodeObject, Pos: pos()}
	for i := 0; i < len(members); i += 2 {
		n.Members = append(n.Members, model.NodeMember{Key: members[i].(string), KeyPos: pos(), Value: node(members[i+1])})
	}
	return n
}

// digits is the text of a JSON number.
type digits string

func node(v any) *model.Node {
	n := &model.Node{Pos: pos()}
	switch v := v.(type) {
	case *model.Node:
		return v
	case string:
		n.Kind, n.Text = model.NodeString, v
	case digits:
		n.Kind, n.Text = model.NodeNumber, string(v)
	case bool:
		n.Kind, n.Bool = model.NodeBool, v
	case []any:
		n.Kind = model.NodeArray
		for _, e := range v {
			n.Elems = append(n.Elems, node(e))
		}
	default:
		n.Kind = model.NodeNull
	}
	return n
}

func pos() model.Pos { return model.Pos{File: "library.json", Line: 1, Column: 1} }
