package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// seeWithout names an entity that has what it must not have, and then one that
// does not have it.
func seeWithout(t *script.T) string {
	rule := t.Clause.Rule.(model.Without)
	in, things := t.Request()
	for _, key := range effect.Referenced(model.Reference{Entity: rule.Entity, From: rule.From}, in) {
		existsWith(t.On(rule.Entity), key, rule.Path)
	}
	t.SetUp(t.Op, in, things)
	seen := t.OutcomeFor(t.Call(t.Op, in), things)
	if seen != "allowed" && t.Stores() && t.Operations.List != nil {
		t.Expect(nil, t.Find(things...))
	}
	// Another one, which does not have it, is as good as any.
	plain, others := t.Request()
	succeeds(t, plain, others)
	return seen
}

// existsWith makes the entity with that key, with some text at a path, which a
// listing then has to show: a target may not let just anybody set it.
func existsWith(t *script.T, key value.Object, path model.Path) {
	_, shape, err := t.API.Steps(t.Subject.Shape.Name, path)
	if err != nil {
		t.Skip("%v", err)
	}
	thing := value.With(t.Example(t.Subject.Name), key)
	for _, c := range t.FactConditions() {
		value.Set(thing, c.Path, c.Value)
	}
	value.Set(thing, path, rapid.SampledFrom(t.SamplesAt(path, shape)).Draw(t.Rapid, string(path)))
	if r := t.TryPut(thing); !r.Ok() {
		t.Skip("no %s with a %s could be arranged: %v", t.Subject.Name, path, r)
	}
	found := t.Find(key)
	if len(found) != 1 || value.One(found[0], path) != value.One(thing, path) {
		t.Skip("no %s with a %s could be arranged: the target does not show what was put", t.Subject.Name, path)
	}
	t.NoteCreated(key)
}
