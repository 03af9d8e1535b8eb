package script

import (
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Request returns a request of the case's operation, for which nothing is set
// up, and the resources that it names: none for one that lists.
func (t *T) Request() (in value.Object, resources []value.Object) {
	if t.Op.Effect.Verb == model.Lists || t.Op.Effect.Verb == model.Reads {
		return t.Input(t.Op, t.Partition()), nil
	}
	resources = t.Describe(t.FewKeys(2)...)
	return t.Input(t.Op, resources...), resources
}

// BaseOf returns a request of the case's operation that succeeds, as Base does,
// with up to most resources if the operation takes several.
func (t *T) BaseOf(most int) value.Object {
	if !t.Stores() || t.Op.Effect.Each == "" {
		return t.ValidRequest()
	}
	resources := t.Describe(t.FewKeys(most)...)
	in := t.Input(t.Op, resources...)
	t.SetUp(t.Op, in, resources)
	return in
}

// Optional returns the members of a resource that a put may leave out.
func (t *T) Optional(resource value.Object) []string {
	var names []string
	for _, name := range t.Settable(t.Operations.Put) {
		_, there := resource[name]
		if there && !t.Subject.Shape.Member(name).Required && !t.Demands(t.Operations.Put, name) {
			names = append(names, name)
		}
	}
	return names
}

// Omittable returns the members of a resource that a put may leave out which replaces
// it.
func (t *T) Omittable(resource value.Object) []string {
	names := t.Optional(resource)
	for _, name := range t.Settable(t.Operations.Put) {
		if _, there := resource[name]; there && effect.NeededAtFirst(t.Operations.Put, name) && !t.Subject.Shape.Member(name).Required {
			names = append(names, name)
		}
	}
	return names
}

// SetUpBut sets up the preconditions of a request, except those of the case's
// clause. A fact is set only where that takes no operation, which would have the
// same preconditions.
func (t *T) SetUpBut(in value.Object, resources []value.Object) {
	for _, c := range t.Op.Clauses {
		if rule, ok := c.Rule.(model.Reference); ok && c.ID != t.Clause.ID {
			for _, key := range t.Referenced(rule, in) {
				t.On(rule.Entity).EnsureExists(key, rule.Where)
			}
		}
	}
	for _, want := range t.Wants(t.Op) {
		if t.SetsDirectly(want.Fact) {
			t.SetFacts(want.Fact, want.Values[0], resources...)
		}
	}
}

// SetUpOther creates the entities that a request refers to, but with other
// values than the reference requires. Where the target rejects that, none are
// there.
func (t *T) SetUpOther(rule model.Reference, in value.Object) {
	e := t.On(rule.Entity)
	for _, key := range t.Referenced(rule, in) {
		if others := e.Others(key, rule.Where); len(others) > 0 {
			e.TryPut(rapid.SampledFrom(others).Draw(t.Rapid, "another "+rule.Entity))
		}
	}
}

// OutcomeFor returns the choice that the answer to a request for some resources
// is.
func (t *T) OutcomeFor(r *wire.Reply, resources []value.Object) string {
	if !r.Ok() {
		return testcase.ErrorChoice(r)
	}
	out := t.OutputOf(t.Op, r)
	if resources == nil {
		if rows := effect.Returned(t.Op, out); len(rows) > 0 {
			t.Fail("an empty list", "%v", r)
		}
		return "allowed"
	}
	switch failed := t.FailedKeys(t.Op, out); len(failed) {
	case 0:
		t.NoteCreated(resources...)
		return "allowed"
	case len(resources):
		return "failed-batch"
	default:
		t.Fail("all of the keys failed, or none", "%v", r)
		return ""
	}
}
