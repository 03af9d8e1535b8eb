package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var removalLaws = []law{
	{kind: "removal", name: "delete some: they are gone, and no others are", check: func(t *trial) {
		keys := t.spread(2)
		if t.given == nil && len(t.about.Partition) > 0 && t.capacity(2) > 1 {
			keys = t.crossed()
		}
		things := t.describe(keys...)
		t.put(things...)
		near := slices.Clone(things)
		if t.given == nil && len(t.about.Partition) > 0 {
			far := t.describe(t.elsewhereAlike(keys)...)
			t.put(far...)
			things = append(things, far...)
		}
		gone := some(t, near, 1, len(near))
		t.remove(gone...)
		t.expect(t.without(things, gone), t.find(things...))
		if rapid.Bool().Draw(t.rapid, "put again") {
			t.put(gone...)
			t.expect(things, t.find(things...))
		}
	}},
	{kind: "removal", name: "what could be taken for what is deleted stays", cases: 6, check: func(t *trial) {
		things := t.describe(t.confusable()...)
		t.put(things...)
		t.expect(things, t.find(things...))
		gone := some(t, things, 1, len(things)-1)
		kept := t.without(things, gone)
		c := t.dependent()
		var theirs []object
		if c != nil {
			theirs = c.belonging(kept[0])
			c.fill(theirs)
			c.expect(theirs, c.find(theirs...))
		}
		t.remove(gone...)
		t.forget(t.about.Name, gone...)
		t.expect(kept, t.find(things...))
		if c != nil {
			// What belongs to one that stays is there still.
			c.expect(theirs, c.find(theirs...))
		}
	}},
}

// dependent returns a view of the trial that is about entities which go, or
// stay, with what the trial's operation deletes. It is nil if there are none,
// or none can be put.
func (t *trial) dependent() *trial {
	for _, clause := range t.op.Clauses {
		rule, ok := clause.Rule.(model.Cascade)
		if !ok {
			continue
		}
		c := t.on(rule.Of)
		if c.about.Fact != nil || c.ops.put == nil || c.ops.list == nil || t.missing[c.ops.put.Name] != "" || t.missing[c.ops.list.Name] != "" {
			continue
		}
		if fact := c.factAbout(); fact == "" || t.changes(fact) {
			return c
		}
	}
	return nil
}

// without returns the things but for those with the keys of some.
func (t *trial) without(things, some []object) []object {
	return slices.DeleteFunc(slices.Clone(things), func(thing object) bool {
		return slices.ContainsFunc(some, func(one object) bool { return keyOf(one, t.about.Key) == keyOf(thing, t.about.Key) })
	})
}

// elsewhereAlike returns keys that differ from some others in the partition
// only.
func (t *trial) elsewhereAlike(keys []object) []object {
	partitions := map[string]object{}
	alike := make([]object, len(keys))
	for i, key := range keys {
		id := keyOf(key, t.about.Partition)
		if partitions[id] == nil {
			partitions[id] = t.partition()
		}
		alike[i] = with(key, partitions[id])
	}
	return alike
}
