package run

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/model"
)

// contentsOf returns what a success of an operation has to return after some steps.
// Compared are members that the steps have put, and those of the answer, without what
// a service may set, leave out, return elsewhere or say in its own words.
func contentsOf(api *model.API, op *model.Operation, in, out value.Object, steps []report.Step) *reproduce.Contents {
	c := &reproduce.Contents{Answer: value.Encode(out)}
	names := map[string]bool{}
	memberNames(out, names)
	for i := range steps {
		if sent, _, err := value.ReadJSON(steps[i].Request); err == nil && api.Operation(steps[i].Call) != nil {
			memberNames(sent, names)
		}
	}
	if clause := op.Clause("pagination"); clause != nil {
		pages := clause.Rule.(model.Pagination)
		c.Next = pages.Next
		c.Part = len(value.At(in, model.Path(pages.Token))) > 0
		delete(names, pages.Next)
	}
	for name := range serviceNames(api) {
		delete(names, name)
	}
	worded(out, names)
	for name := range names {
		c.Members = append(c.Members, name)
	}
	slices.Sort(c.Members)
	return c
}

// memberNames notes the names of all members within a value.
func memberNames(v any, names map[string]bool) {
	switch v := v.(type) {
	case value.Object:
		for name, inner := range v {
			names[name] = true
			memberNames(inner, names)
		}
	case []any:
		for _, elem := range v {
			memberNames(elem, names)
		}
	}
}

// worded takes the names of members away that have some text in a value, and might have
// any other.
func worded(v any, names map[string]bool) {
	switch v := v.(type) {
	case value.Object:
		for name, inner := range v {
			if inner == oracle.SomeWords {
				delete(names, name)
			}
			worded(inner, names)
		}
	case []any:
		for _, elem := range v {
			worded(elem, names)
		}
	}
}

// serviceNames returns the names of members that a service sets, or may treat in its
// own way, with those of what stands within them.
func serviceNames(api *model.API) map[string]bool {
	names := map[string]bool{}
	within := func(of string, path model.Path) {
		names[path.Last()] = true
		_, shape, err := api.Steps(of, path)
		if err != nil {
			return
		}
		for shape.Kind == model.List {
			shape = api.Shape(shape.Elem)
		}
		api.EachMember(shape.Name, func(_ model.Path, _ *model.Shape, m *model.Member) { names[m.Name] = true })
	}
	for _, p := range api.AllClauses() {
		switch rule := p.Clause.Rule.(type) {
		case model.Assigned:
			names[rule.Member] = true
		case model.Treated:
			within(api.Resource(p.Operation.Effect.Of).Shape.Name, rule.Member)
			names[rule.To.Last()] = true
		case model.Batch:
			names[strings.TrimSuffix(rule.Message, "[]")] = true
		}
	}
	return names
}
