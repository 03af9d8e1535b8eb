package conformance

import (
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// seeWithout names an entity that has what it must not have, and then one that
// does not have it.
func seeWithout(t *trial) string {
	rule := t.clause.Rule.(model.Without)
	in, things := t.request()
	for _, key := range referenced(model.Reference{Entity: rule.Entity, From: rule.From}, in) {
		t.on(rule.Entity).existsWith(key, rule.Path)
	}
	t.arrange(t.op, in, things)
	seen := t.outcomeFor(t.call(t.op, in), things)
	if seen != "allowed" && t.stores() && t.ops.list != nil {
		t.expect(nil, t.find(things...))
	}
	// Another one, which does not have it, is as good as any.
	plain, others := t.request()
	t.succeeds(plain, others)
	return seen
}

// existsWith makes the entity with that key, with some text at a path, which a
// listing then has to show: a target may not let just anybody set it.
func (t *trial) existsWith(key object, path model.Path) {
	_, shape, err := t.api.Steps(t.about.Shape.Name, path)
	if err != nil {
		t.skip("%v", err)
	}
	thing := with(t.example(t.about.Name), key)
	for _, c := range t.wanted() {
		set(thing, c.Path, c.Value)
	}
	set(thing, path, rapid.SampledFrom(t.possible(path, shape)).Draw(t.rapid, string(path)))
	if r := t.tryPut(thing); !r.ok() {
		t.skip("no %s with a %s could be arranged: %v", t.about.Name, path, r)
	}
	found := t.find(key)
	if len(found) != 1 || one(found[0], path) != one(thing, path) {
		t.skip("no %s with a %s could be arranged: the target does not show what was put", t.about.Name, path)
	}
	t.makes(key)
}
