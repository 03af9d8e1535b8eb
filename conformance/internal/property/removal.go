package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var removalProperties = []script.Property{
	{Kind: "removal", Name: "delete some: they are gone, and no others are", Check: func(t *script.T) {
		keys := t.SpreadKeys(2)
		if t.Fixtures == nil && len(t.Subject.Partition) > 0 && t.Capacity(2) > 1 {
			keys = crossed(t)
		}
		put := t.Describe(keys...)
		resources := t.PutAndFind(put...)
		near := slices.Clone(resources)
		if t.Fixtures == nil && len(t.Subject.Partition) > 0 {
			far := t.PutAndFind(t.Describe(elsewhereAlike(t, keys)...)...)
			resources = append(resources, far...)
		}
		gone := script.Some(t, near, 1, len(near))
		t.Delete(gone...)
		t.Expect(t.Without(resources, gone), t.Find(resources...))
		if rapid.Bool().Draw(t.Rapid, "put again") {
			t.Put(t.Without(put, t.Without(put, gone))...)
			t.ExpectKeys(resources, t.Find(resources...))
		}
	}},
	{Kind: "removal", Name: "what is being deleted is gone in the end, and does not come back", Cases: 1, Check: func(t *script.T) {
		if t.EventuallyConsistent() {
			t.Skip("it takes a target that answers at once: a late one may list what is gone")
		}
		resources := t.PutAndFind(t.Describe(t.Keys(t.Capacity(2))...)...)
		gone := resources[:1]
		t.Delete(gone...)
		t.Expect(resources[1:], t.Find(resources...))
		t.AwaitDeletion(gone...)
		t.Expect(resources[1:], t.Find(resources...))
	}},
	{Kind: "removal", Name: "what could be mistaken for what is deleted stays", Cases: 6, Check: func(t *script.T) {
		resources := t.PutAndFind(t.Describe(confusable(t)...)...)
		gone := script.Some(t, resources, 1, len(resources)-1)
		kept := t.Without(resources, gone)
		c, by := dependent(t)
		var theirs []value.Object
		owner := slices.IndexFunc(kept, func(key value.Object) bool { return t.Addressable(t.Subject.Name, key) })
		if owner < 0 {
			c = nil
		}
		if c != nil {
			theirs = belonging(c, t.Subject.Name, value.Pick(kept[owner], t.Subject.Key), by)
			fill(c, theirs)
			c.Expect(theirs, c.Find(theirs...))
		}
		t.Delete(gone...)
		t.NoteDeleted(t.Subject.Name, gone...)
		t.Expect(kept, t.Find(resources...))
		if c != nil {
			// What belongs to an entity that stays still exists.
			c.Expect(theirs, c.Find(theirs...))
		}
	}},
}

// dependent returns a view of the case whose subject are the entities that
// belong to what the case's operation deletes, and where they refer to it. It is nil if
// there are none, or none can be put.
func dependent(t *script.T) (*script.T, []model.Binding) {
	for _, clause := range t.Op.Clauses {
		rule, ok := clause.Rule.(model.Cascade)
		if !ok {
			continue
		}
		c := t.On(rule.Of)
		if c.Subject.Fact != nil || c.Operations.Put == nil || c.Operations.List == nil || t.Missing[c.Operations.Put.Name] != "" || t.Missing[c.Operations.List.Name] != "" {
			continue
		}
		if fact := c.GuardingFact(); fact == "" || t.CanChange(fact) {
			return c, rule.By
		}
	}
	return nil, nil
}

// elsewhereAlike returns keys that differ from given ones in the partition
// only.
func elsewhereAlike(t *script.T, keys []value.Object) []value.Object {
	partitions := map[string]value.Object{}
	alike := make([]value.Object, len(keys))
	for i, key := range keys {
		id := value.KeyOf(key, t.Subject.Partition)
		if partitions[id] == nil {
			partitions[id] = t.Partition()
		}
		alike[i] = value.With(key, partitions[id])
	}
	return t.OwnNames(alike)
}
