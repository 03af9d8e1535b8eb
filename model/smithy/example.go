package smithy

import (
	"bytes"
	"encoding/json"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// examples reads the worked examples of an operation.
func (r *reader) examples(d *definition, op *model.Operation) []model.Example {
	var all []model.Example
	for _, e := range jsontree.Elems(d.trait(api + "examples")) {
		x := model.Example{Title: jsontree.Text(e.Get("title")), Doc: jsontree.Text(e.Get("documentation")), Input: "{}", Pos: e.Pos}
		if in := e.Get("input"); in != nil {
			x.Input = compact(in.Raw)
		}
		if out := e.Get("output"); out != nil {
			x.Output = compact(out.Raw)
		}
		if failed := e.Get("error"); failed != nil {
			x.Error, x.Output = localName(jsontree.Text(failed.Get("shapeId"))), ""
			if content := failed.Get("content"); content != nil {
				x.ErrorContent = compact(content.Raw)
			}
		}
		if n := e.Get("allowConstraintErrors"); n != nil {
			x.Invalid = n.Bool
		}
		all = append(all, x)
	}
	return all
}

func checkExamples(r *reader, t model.NodeMember, typ, where string) {
	if !r.on(t, typ, where, "operation") {
		return
	}
	if t.Value.Kind != model.NodeArray {
		r.problems.Add(t.Value.Pos, where, "this is "+jsontree.Article(t.Value.Kind), "write an array")
		return
	}
	for _, e := range t.Value.Elems {
		ok := r.checkKeys(e, where, map[string]model.NodeKind{
			"title": model.NodeString, "documentation": model.NodeString, "input": model.NodeObject, "output": model.NodeObject,
			"error": model.NodeObject, "allowConstraintErrors": model.NodeBool,
		}, "title")
		if failed := e.Get("error"); ok && failed != nil && failed.Kind == model.NodeObject {
			r.checkKeys(failed, where+": error", map[string]model.NodeKind{"shapeId": model.NodeString, "content": model.NodeObject}, "shapeId")
		}
	}
}

// compact returns JSON without blanks.
func compact(raw string) string {
	var b bytes.Buffer
	// The source is known to be well-formed.
	_ = json.Compact(&b, []byte(raw))
	return b.String()
}
