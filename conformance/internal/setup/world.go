package setup

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// SetUp sets up what an operation needs for its input: the entities
// that the input refers to exist, and the facts that guard it have accepted
// values, unless the case has set them otherwise.
func (t *Stage) SetUp(op *model.Operation, in value.Object, things []value.Object) {
	t.SetUpReferences(op, in)
	for _, c := range op.Clauses {
		guard, ok := c.Rule.(model.Guard)
		if !ok || t.Fixtures != nil {
			continue // what a person's file says is chosen, not set
		}
		var open []value.Object
		for _, thing := range things {
			if _, known := t.Facts[t.FactID(guard.Fact, thing)]; !known {
				open = append(open, thing)
			}
		}
		t.SetFacts(guard.Fact, guard.Accepts[0], open...)
	}
}

// SetUpReferences makes the entities that an input refers to.
func (t *Stage) SetUpReferences(op *model.Operation, in value.Object) {
	for _, c := range op.Clauses {
		ref, ok := c.Rule.(model.Reference)
		if !ok {
			continue
		}
		for _, key := range effect.Referenced(ref, in) {
			t.On(ref.Entity).EnsureExists(key, ref.Where)
		}
	}
}

// EnsureExists makes the entity with that key unless the case has made it already.
func (t *Stage) EnsureExists(key value.Object, where []model.Condition) {
	if t.Existing[t.ResourceID(key)] {
		return
	}
	if t.Fixtures != nil {
		existsAlready(t, key)
		return
	}
	put := t.Operations.Put
	if put == nil {
		t.NotSetUp = "no operation puts a " + t.Subject.Name
		return
	}
	for i := range t.API.Facts {
		strategyFor(t, t.API.Facts[i].Name)
	}
	thing := value.With(t.Example(t.Subject.Name), key)
	for _, c := range append(slices.Clone(where), t.FactConditions()...) {
		value.Set(thing, c.Path, c.Value)
	}
	in := t.Input(put, thing)
	t.SetUp(put, in, []value.Object{thing})
	r := t.Ask(put, value.Encode(in), nil)
	if r == nil {
		t.NotSetUp = t.NotImplemented(put.Name)
		return
	}
	if !r.Ok() {
		if t.Probing && slices.Contains(put.Errors, r.Code) {
			t.Setup.unmade[t.Subject.Name] = r.Code
		}
		t.Skip("a %s could not be arranged: %v", t.Subject.Name, r)
	}
	t.NoteCreated(key)
}

// skipUnmade gives the case up if an answer is the one with which the target
// refused the model's example of an entity, when ways to set facts were tried:
// it may have a good reason that the model does not know, and nothing is wrong
// with what an operation declares.
func skipUnmade(t *Stage, op *model.Operation, r *wire.Reply) {
	if op.Effect.Verb == model.Puts && t.Setup.unmade[op.Effect.Of] == r.Code && r.Code != "" {
		t.Skip("the target refuses the model's example of a %s: %v", op.Effect.Of, r)
	}
}

// NoteCreated notes that things exist, as the case wants them.
func (t *Stage) NoteCreated(keys ...value.Object) {
	for _, key := range keys {
		t.Existing[t.ResourceID(key)] = true
	}
	t.DeferCleanup(keys...)
}

// NoteDeleted notes that things which the case made are there no more, or not as
// they have to be.
func (t *Stage) NoteDeleted(thing string, keys ...value.Object) {
	view := t.On(thing)
	for _, key := range keys {
		delete(t.Existing, view.ResourceID(key))
	}
}

// FactConditions returns what the operation that sets facts asks of an entity, so
// that facts can be set about all that the case sets up.
func (t *Stage) FactConditions() []model.Condition {
	var all []model.Condition
	for _, w := range t.Setup.strategies {
		if w.op == nil {
			continue
		}
		for _, c := range w.op.Clauses {
			if ref, ok := c.Rule.(model.Reference); ok && ref.Entity == t.Subject.Name {
				all = append(all, ref.Where...)
			}
		}
	}
	return all
}

// CleanUp removes what the case has made, the last first. With a reset, the
// session does it for many cases at once.
func (t *Stage) CleanUp() {
	if t.Target.Reset != nil {
		return
	}
	for _, m := range slices.Backward(t.Created) {
		del := t.OperationsOn(m.Entity).Delete
		if del == nil || t.Missing[del.Name] != "" {
			continue
		}
		// It may be gone already, and there is nothing to be done if it can't
		// be removed.
		_, _ = t.Deliver(t.Ctx, wire.Request{Operation: del.Name, Body: value.Encode(t.Input(del, m.Key)), As: m.As})
		t.Exchanger().CleanedUp(t.Case, del.Name)
	}
}
