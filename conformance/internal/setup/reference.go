package setup

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// skipUnneeded gives the case up if an answer says that something is missing
// which can't be set up, because the model does not hold it: on such a
// target nothing is known of all that takes it, and nothing is wrong with it.
func skipUnneeded(t *Stage, op *model.Operation, r *wire.Reply) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		rule, ok := c.Rule.(model.Unneeded)
		if ok && slices.Contains(c.Choices, testcase.ErrorChoice(r)) && (t.RequiredChoice(c) == "" || t.RequiredChoice(c) == testcase.ErrorChoice(r)) {
			t.Skip("it takes %s, which can't be arranged", rule.What)
		}
		if ref, ok := c.Rule.(model.Reference); ok && c.Choice == testcase.ErrorChoice(r) {
			skipUngiven(t, op, ref)
		}
	}
}

// skipUngiven gives the case up if what names the entity that a request is
// refused for is nothing that a caller can have, by what the model says of it.
// A fake, of which nothing is tolerated, takes what the model has in its place,
// unless it was found out not to while ways to set facts were tried.
func skipUngiven(t *Stage, op *model.Operation, ref model.Reference) {
	if !t.Target.Tolerances.Any() && !t.Setup.ungiven[op.Name] {
		return
	}
	if u := unmodelledName(op, ref); u != nil {
		t.Skip("%s is not to be had: %s", u.Path, u.Why)
	}
}

// unmodelledName returns what is said of the place in a request where a
// reference's entity is named, if the model has something else there than the
// service, or nil.
func unmodelledName(op *model.Operation, ref model.Reference) *model.Unmodelled {
	for _, b := range ref.From {
		for i := range op.Unmodelled {
			if op.Unmodelled[i].Path == b.Path {
				return &op.Unmodelled[i]
			}
		}
	}
	return nil
}

// NeedsUnmodelledName reports whether an operation may want to be told of an entity by
// what no caller has, so that nothing can be foretold of it.
func (s *Setup) NeedsUnmodelledName(op *model.Operation) bool {
	if s.ungiven[op.Name] {
		return true
	}
	return s.Target.Tolerances.Any() && slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		ref, ok := c.Rule.(model.Reference)
		return ok && unmodelledName(op, ref) != nil
	})
}

// noteUngiven notes, if an operation that sets facts refuses to find an entity
// which is there, that it wants a name for it that no caller has.
func noteUngiven(t *Stage, op *model.Operation, r *wire.Reply) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		ref, ok := c.Rule.(model.Reference)
		if ok && c.Choice == testcase.ErrorChoice(r) && unmodelledName(op, ref) != nil {
			t.Setup.ungiven[op.Name] = true
		}
	}
}

// Stores reports whether the case's operation puts or sets something.
func (t *Stage) Stores() bool {
	return t.Op.Effect.Verb == model.Puts || t.Op.Effect.Verb == model.Sets
}

// Capacity returns how many of n keys can be set up in one place.
func (t *Stage) Capacity(n int) int {
	if len(t.Subject.Partition) == 0 {
		return n
	}
	if t.Fixtures != nil {
		return min(n, givenCapacity(t, passing(t)))
	}
	only, keys := t.KeyLimits(), 1
	for _, name := range t.Subject.Key {
		if slices.Contains(t.Subject.Partition, name) {
			continue
		}
		if values, limited := only[name]; limited {
			keys *= len(values)
		} else {
			keys *= len(t.KeyValues(t.API.Shape(t.Subject.Shape.Member(name).Shape), n))
		}
	}
	return min(n, keys)
}
