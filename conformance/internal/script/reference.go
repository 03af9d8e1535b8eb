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

// Request returns a request of the case's operation for which nothing is
// set up, and the things that it is about: none for one that lists.
func (t *T) Request() (in value.Object, things []value.Object) {
	if t.Op.Effect.Verb == model.Lists || t.Op.Effect.Verb == model.Reads {
		return t.Input(t.Op, t.Partition()), nil
	}
	things = t.Describe(t.FewKeys(2)...)
	return t.Input(t.Op, things...), things
}

// Most returns how many things one request of an operation may be about.
func (t *T) Most(op *model.Operation) int {
	if op.Effect.Each == "" {
		return 1
	}
	_, list, err := t.API.Steps(op.Input, op.Effect.Each)
	if err != nil {
		t.Skip("%v", err)
	}
	_, high := t.Lengths(list, 1, 100)
	return high
}

// FewKeys draws up to most keys, as many as one request may be about and as
// can be set up in one place.
func (t *T) FewKeys(most int) []value.Object {
	most = min(most, t.Most(t.Op), t.Capacity(most))
	return t.Keys(rapid.IntRange(1, most).Draw(t.Rapid, "keys"))
}

// Strangers returns n keys in a partition that are none of the given ones.
// Nothing can be put there for certain: they are for asking after what is not
// there.
func (t *T) Strangers(partition value.Object, n int, but []value.Object) []value.Object {
	if len(t.Subject.Partition) == 0 {
		return t.NamedKeys(n)
	}
	if t.Fixtures != nil && t.Op.Effect.Verb != model.Lists && t.Op.Effect.Verb != model.Reads {
		return t.OtherFixtureKeys(partition, n, but)
	}
	all := []value.Object{partition}
	for _, name := range t.Subject.Key {
		if slices.Contains(t.Subject.Partition, name) {
			continue
		}
		values := t.KeyValues(t.API.Shape(t.Subject.Shape.Member(name).Shape), n+len(but))
		switch {
		case n > 12 && len(values) > n:
			all = all[:1] // so many keys differ in their last member only
		case n <= 12 && len(t.Subject.Key)-len(t.Subject.Partition) > 1:
			values = fewOf(t, values, n, name, but)
		}
		var more []value.Object
		for _, key := range all {
			for _, v := range values {
				more = append(more, value.With(key, value.Object{name: v}))
			}
		}
		all = more
	}
	all = slices.DeleteFunc(all, func(key value.Object) bool {
		return slices.ContainsFunc(but, func(b value.Object) bool { return value.KeyOf(b, t.Subject.Key) == value.KeyOf(key, t.Subject.Key) })
	})
	if len(all) < n {
		t.Skip("no %d more of %s differ", n, t.Subject.Name)
	}
	if n > 12 {
		return all[:n]
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(all), n, n, func(o value.Object) string {
		return value.KeyOf(o, t.Subject.Key)
	}).Draw(t.Rapid, "keys that are not there")
}

// fewOf returns a few of the values for a member of n keys, and those that some
// things have, so that many of the keys share a member with one another or with
// a thing, and none share all.
func fewOf(t *T, values []string, n int, name string, things []value.Object) []string {
	few := rapid.Permutation(values).Draw(t.Rapid, "values of "+name)[:min(len(values), max(3, n))]
	for _, thing := range things {
		if text, isText := thing[name].(string); isText && !slices.Contains(few, text) {
			few = append(few, text)
		}
	}
	return few
}

// SetUpBut sets up what a request needs, but for what the clause of the
// case refers to. A fact is set only where that takes no operation, for that
// would need the same again.
func (t *T) SetUpBut(in value.Object, things []value.Object) {
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
				t.SetFacts(rule.Fact, rule.Accepts[0], things...)
			}
		}
	}
}

// SetUpOther makes the entities that a request refers to, but not such as
// the reference asks for.
func (t *T) SetUpOther(rule model.Reference, in value.Object) {
	e := t.On(rule.Entity)
	for _, key := range effect.Referenced(rule, in) {
		thing := value.With(t.Example(rule.Entity), key)
		for _, c := range rule.Where {
			_, shape, err := t.API.Steps(e.Subject.Shape.Name, c.Path)
			if err != nil {
				t.Skip("%v", err)
			}
			others := slices.DeleteFunc(slices.Clone(e.SamplesAt(c.Path, shape)), func(v any) bool { return v == c.Value })
			if len(others) == 0 {
				t.Skip("%s can be nothing but %s", c.Path, c.Value)
			}
			value.Set(thing, c.Path, rapid.SampledFrom(others).Draw(t.Rapid, string(c.Path)))
		}
		if r := e.TryPut(thing); !r.Ok() {
			t.Skip("a %s could not be created: %v", rule.Entity, r)
		}
	}
}

// OutcomeFor says in the words of choices what became of a request that was
// about some things.
func (t *T) OutcomeFor(r *wire.Reply, things []value.Object) string {
	if !r.Ok() {
		return testcase.ErrorChoice(r)
	}
	out := t.ExpectSuccess(t.Op, r)
	if things == nil {
		if rows := effect.Returned(t.Op, out); len(rows) > 0 {
			t.Fail("nothing to show", "%v", r)
		}
		return "allowed"
	}
	switch failed := t.FailedKeys(t.Op, out); len(failed) {
	case 0:
		t.NoteCreated(things...)
		return "allowed"
	case len(things):
		return "failed-batch"
	default:
		t.Fail("all of the things failed, or none", "%v", r)
		return ""
	}
}
