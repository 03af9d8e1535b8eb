package script

import (
	"slices"

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
		switch rule := c.Rule.(type) {
		case model.Reference:
			if c.ID == t.Clause.ID {
				continue
			}
			for _, key := range effect.Referenced(rule, in) {
				t.On(rule.Entity).EnsureExists(key, rule.Where)
			}
		case model.Guard:
			if t.SetsDirectly(rule.Fact) {
				t.SetFacts(rule.Fact, rule.Accepts[0], resources...)
			}
		}
	}
}

// SetUpOther creates the entities that a request refers to, but with other
// values than the reference requires.
func (t *T) SetUpOther(rule model.Reference, in value.Object) {
	e := t.On(rule.Entity)
	others := e.samplesBut(rule.Where)
	for _, key := range effect.Referenced(rule, in) {
		resource := value.With(t.Example(rule.Entity), key)
		if len(others) > 0 {
			resource = value.With(rapid.SampledFrom(others).Draw(t.Rapid, "another "+rule.Entity), key)
		} else {
			t.setOthers(e, rule.Where, resource)
		}
		if r := e.TryPut(resource); !r.Ok() {
			t.Skip("a %s could not be created: %v", rule.Entity, r)
		}
	}
}

// samplesBut returns the examples of the subject that lack some values, and that need
// nothing else.
func (t *T) samplesBut(values []model.Condition) []value.Object {
	var others []value.Object
	for _, s := range t.ValidSamples() {
		o := t.SampleOf(s)
		has := func(c model.Condition) bool { return value.One(o, c.Path) == c.Value }
		if s.JSON != "" && s.Error == "" && !slices.ContainsFunc(values, has) {
			others = append(others, o)
		}
	}
	return others
}

// setOthers gives a resource other values than some.
func (t *T) setOthers(e *T, values []model.Condition, resource value.Object) {
	for _, c := range values {
		_, shape, err := t.API.Steps(e.Subject.Shape.Name, c.Path)
		if err != nil {
			t.Skip("%v", err)
		}
		others := slices.DeleteFunc(slices.Clone(e.SamplesAt(c.Path, shape)), func(v any) bool { return v == c.Value })
		if len(others) == 0 {
			t.Skip("%s can only be %s", c.Path, c.Value)
		}
		value.Set(resource, c.Path, rapid.SampledFrom(others).Draw(t.Rapid, string(c.Path)))
	}
}

// OutcomeFor returns the choice that the answer to a request for some resources
// is.
func (t *T) OutcomeFor(r *wire.Reply, resources []value.Object) string {
	if !r.Ok() {
		return testcase.ErrorChoice(r)
	}
	out := t.ExpectSuccess(t.Op, r)
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
