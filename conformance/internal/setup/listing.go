package setup

import (
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// List returns all things in a partition, page after page.
func (t *Stage) List(partition value.Object) []value.Object { return listBy(t, partition, nil) }

// listBy is list with more members of the input.
func listBy(t *Stage, partition, more value.Object) []value.Object {
	op := t.Operations.List
	if op == nil {
		t.Skip("no operation lists %s", t.Subject.Name)
	}
	in := value.With(t.Input(op, partition), more)
	t.SetUpReferences(op, in)
	var all []value.Object
	for range 1000 {
		r := t.Call(op, in)
		if t.NotSetUp != "" && !r.Ok() {
			t.Skip("%s", t.NotSetUp)
		}
		out := t.ExpectSuccess(op, r)
		things := t.ReturnedBy(op, in, out)
		t.ExpectOnlyIn(partition, things)
		all = append(all, things...)
		c := op.Clause("pagination")
		if c == nil {
			return all
		}
		rule := c.Rule.(model.Pagination)
		token := value.TextAt(out, model.Path(rule.Next))
		if token == "" {
			return all
		}
		in = value.With(in, value.Object{rule.Token: token})
	}
	t.Fail("a last page", "1000 pages, and a token on each")
	return nil
}

// ReturnedBy returns the things that an output shows. Those of one partition need
// not say which: the request said so.
func (t *Stage) ReturnedBy(op *model.Operation, in, out value.Object) []value.Object {
	things := effect.Returned(op, out)
	for _, name := range t.Subject.Partition {
		path := op.Effect.Bound(name)
		if path == "" || effect.Returns(op, name) || effect.Filters(op, path) {
			continue
		}
		for _, thing := range things {
			thing[name] = value.One(in, path)
		}
	}
	return things
}

// ExpectOnlyIn expects a listing to show only what is in the partition, or has the
// key, that was asked for. What a target shows to everybody is found by nobody,
// so a property that finds what it has put knows that it is looked for.
//
// A target may take names for the same that differ in case and space only: that
// is for another clause.
func (t *Stage) ExpectOnlyIn(asked value.Object, things []value.Object) {
	for _, thing := range things {
		for name, want := range asked {
			got, there := thing[name]
			if there && !sameName(got, want) {
				t.Fail("only what has the "+name+" "+value.Show(want), "%s", value.Show(thing))
			}
		}
	}
}

// sameName reports whether two members of keys are the same, but for case and
// surrounding space.
func sameName(a, b any) bool {
	one, isText := a.(string)
	two, areTexts := b.(string)
	if isText && areTexts {
		return strings.EqualFold(strings.TrimSpace(one), strings.TrimSpace(two))
	}
	return value.Show(a) == value.Show(b)
}
