package setup

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// SetUp sets up what an operation needs for its input: the entities that the
// input refers to exist, as does what it is to update, and the facts that guard the operation have accepted
// values, unless the case has set them otherwise.
func (t *Stage) SetUp(op *model.Operation, in value.Object, resources []value.Object) {
	t.MakeRoom(op, resources...)
	t.SetUpReferences(op, in)
	t.setUpNeeded(op, in)
	if op.Effect.Verb == model.Updates {
		for _, resource := range resources {
			t.On(op.Effect.Of).EnsureExists(value.Pick(resource, t.ResourceOf(op).Key), nil)
		}
	}
	if t.Fixtures != nil {
		return // with fixtures, keys are chosen whose facts are right
	}
	for _, want := range t.Wants(op) {
		var open []value.Object
		for _, resource := range resources {
			if _, known := t.Facts[t.FactID(want.Fact, resource)]; !known {
				open = append(open, resource)
			}
		}
		t.SetFacts(want.Fact, want.Values[0], open...)
	}
}

// MakeRoom deletes what the case has put that an operation is to put again, and would not
// replace.
func (t *Stage) MakeRoom(op *model.Operation, resources ...value.Object) {
	clause := op.CreatesOnly()
	if clause == nil || model.ErrorOf(t.LikelyChoiceOf(clause)) == "" {
		return
	}
	view := t.Of(op)
	view.As = t.As
	for _, resource := range resources {
		if t.Standing[view.ResourceID(resource)] {
			view.Delete(value.Pick(resource, view.Subject.Key))
			view.NoteDeleted(view.Subject.Name, resource)
		}
	}
}

// SetUpReferences creates the entities that an input refers to.
func (t *Stage) SetUpReferences(op *model.Operation, in value.Object) {
	for _, c := range op.Clauses {
		ref, ok := c.Rule.(model.Reference)
		if !ok {
			continue
		}
		for _, key := range t.Referenced(ref, in) {
			t.On(ref.Entity).EnsureExists(key, ref.Where)
		}
	}
}

// setUpNeeded creates the entities that an operation needs on this target, as far as
// that is known, and that it need not need. A property of such a clause sees to that
// by itself.
func (t *Stage) setUpNeeded(op *model.Operation, in value.Object) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		rule, ok := c.Rule.(model.Unneeded)
		if !ok || rule.Entity == "" || t.Clause != nil && t.Clause.ID == c.ID || model.ErrorOf(t.LikelyChoiceOf(c)) == "" {
			continue
		}
		for _, key := range t.Referenced(rule.Reference(), in) {
			t.On(rule.Entity).EnsureExists(key, nil)
		}
	}
}

// EnsureExists creates the entity with that key unless the case has created it
// already.
func (t *Stage) EnsureExists(key value.Object, where []model.Condition) {
	if t.Existing[t.ResourceID(key)] {
		return
	}
	if t.Fixtures != nil {
		requireFixture(t, key)
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
	resource := value.With(t.Example(t.Subject.Name), key)
	for _, c := range append(slices.Clone(where), t.FactConditions()...) {
		value.Set(resource, c.Path, c.Value)
	}
	in := t.Input(put, resource)
	t.SetUp(put, in, []value.Object{resource})
	r := t.Ask(put, value.Encode(in), nil)
	if r == nil {
		t.NotSetUp = t.NotImplemented(put.Name)
		return
	}
	if !r.Ok() {
		if t.Probing && slices.Contains(put.Errors, r.Code) {
			t.Setup.rejectedExamples[t.Subject.Name] = r.Code
		}
		t.Skip("a %s could not be created: %v", t.Subject.Name, r)
	}
	t.NoteCreated(resource)
	t.learnAddresses(resource)
}

// learnAddresses reads a resource if it is not known by which addresses other operations
// name it, and skips the case if no read tells.
func (t *Stage) learnAddresses(resource value.Object) {
	if t.KnowsAddresses(t.Subject.Name, resource) || t.Operations.List == nil {
		return
	}
	if t.Gets() {
		t.Get(resource)
	} else {
		t.List(value.Pick(resource, t.Subject.Partition))
	}
	if !t.KnowsAddresses(t.Subject.Name, resource) && t.Unpredictable(t.Subject.Name) {
		t.Skip("nothing tells by what other operations name a %s", t.Subject.Name)
	}
}

// FactConditions returns the conditions that the operations which set facts
// have for an entity. What the case creates meets them, so that facts can be
// set about it.
func (t *Stage) FactConditions() []model.Condition {
	var all []model.Condition
	for _, st := range t.Setup.strategies {
		if st.op == nil {
			continue
		}
		for _, c := range st.op.Clauses {
			if ref, ok := c.Rule.(model.Reference); ok && ref.Entity == t.Subject.Name {
				all = append(all, ref.Where...)
			}
		}
	}
	return all
}

// NoteCreated notes that resources exist as the case needs them. They have at least their
// key.
func (t *Stage) NoteCreated(keys ...value.Object) {
	for _, key := range keys {
		t.NameMade(key)
		t.Existing[t.ResourceID(key)] = true
		if len(t.Contract.Referring(t.Subject.Name)) > 0 {
			t.Referring[t.ResourceID(key)] = key
		}
	}
	t.DeferCleanup(keys...)
}

// NoteDeleted notes that resources do not exist any more, or not as the case
// needs them.
func (t *Stage) NoteDeleted(resource string, keys ...value.Object) {
	view := t.On(resource)
	for _, key := range keys {
		delete(t.Existing, view.ResourceID(key))
		delete(t.Standing, view.ResourceID(key))
	}
}

// CleanUp deletes what the case has created, the last first. If the target can
// be reset, that is left to the session, which resets it for many cases at
// once.
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
		_, _ = t.Deliver(t.Ctx, wire.Request{Operation: del.Name, Body: t.Keyed(m.As, del, value.Encode(t.Input(del, m.Key))), As: m.As})
		t.Exchanger().CleanedUp(t.Case, del.Name)
		t.NoteRemoved(m)
	}
}

// NeedCreatable skips the case if it needs a new resource and fixtures are in
// use, with which nothing is created.
func (t *Stage) NeedCreatable(entity string) {
	if t.Fixtures != nil {
		t.Skip("it takes a new %s, and with a fixtures file nothing is created", entity)
	}
}

// NeedUnrestricted skips the case if fixtures limit which calls may be made.
func (t *Stage) NeedUnrestricted() {
	if t.Fixtures != nil {
		t.Skip("it takes that any call may be made, and a fixtures file limits them")
	}
}
