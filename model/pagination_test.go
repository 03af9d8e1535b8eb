package model_test

import (
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

// TestPaginationFromModel reads a clause that leaves out what the model says.
func TestPaginationFromModel(t *testing.T) {
	for _, tt := range []struct {
		name      string
		paginated *model.Paginated
		more      []any
		want      model.Pagination
		err       bool
	}{
		{"all of it", &model.Paginated{InputToken: "Marker", OutputToken: "Next", PageSize: "Limit"}, nil,
			model.Pagination{Limit: "Limit", Token: "Marker", Next: "Next", Default: 10, Error: "DustException"}, false},
		{"the clause first", &model.Paginated{InputToken: "Limit", OutputToken: "Limit", PageSize: "Marker"},
			[]any{"limit", "Limit", "token", "Marker", "next", "Next"},
			model.Pagination{Limit: "Limit", Token: "Marker", Next: "Next", Default: 10, Error: "DustException"}, false},
		{"within a member", &model.Paginated{InputToken: "Marker", OutputToken: "Page.Next"}, nil, model.Pagination{}, true},
		{"nothing", nil, nil, model.Pagination{}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			api := library()
			api.Operations = []model.Operation{{Name: "ListBooks", Input: "ListRequest", Output: "ListResponse",
				Errors: []string{"DustException"}, Paginated: tt.paginated}}
			api.Shapes = append(api.Shapes,
				model.Shape{Name: "ListRequest", Kind: model.Structure, Members: []model.Member{
					{Name: "Limit", Shape: "Number"}, {Name: "Marker", Shape: "Name"}, {Name: "Shelf", Shape: "Name"}}},
				model.Shape{Name: "ListResponse", Kind: model.Structure, Members: []model.Member{
					{Name: "Books", Shape: "Books"}, {Name: "Next", Shape: "Name"}}},
				model.Shape{Name: "Books", Kind: model.List, Elem: "Book"},
				model.Shape{Name: "Number", Kind: model.Integer})
			document := object("package", "library",
				"entities", object("Book", object("key", []any{"Shelf", "Title"}, "listed-by", []any{"Shelf"})))
			pages := clause("pages", "pagination", append([]any{"default", digits("10"), "error", "DustException"}, tt.more...)...)
			var problems model.Problems
			model.ReadContract(api, document, map[string]*model.Node{
				"ListBooks": object("lists", "Book", "in", "Books", "clauses", []any{pages}),
			}, &problems)
			if err := problems.Err(); tt.err != (err != nil) {
				t.Fatalf("the problems are %v", err)
			}
			if c := api.Operations[0].Clause("pagination"); !tt.err && (c == nil || c.Rule != tt.want) {
				t.Errorf("the clause is %+v, want %+v", c, tt.want)
			}
		})
	}
}
