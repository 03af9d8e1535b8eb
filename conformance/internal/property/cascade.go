package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

var cascadeProperties = []script.Property{
	{Kind: "cascade", Name: "delete, put again, list: what became of what belonged to it", Observe: func(t *script.T) string {
		c := t.On(t.Clause.Rule.(model.Cascade).Of)
		t.NeedCreatable(t.Subject.Name)
		parents := t.NamedKeys(2)
		prolong(t, parents[1], parents[0])
		for _, parent := range parents {
			t.EnsureExists(parent, nil)
		}
		if t.NotSetUp != "" {
			t.Skip("%s", t.NotSetUp)
		}
		mine, theirs := belonging(c, parents[0]), belonging(c, parents[1])
		both := append(mine, theirs...)
		fill(c, both)
		c.Expect(both, c.Find(both...))

		t.Release(parents[0])
		if len(c.Find(mine...)) == 0 {
			t.Skip("what keeps the %s from being deleted takes them along", t.Subject.Name)
		}
		t.Delete(parents[0])
		t.NoteDeleted(t.Subject.Name, parents[0])
		t.Expect(nil, t.Find(parents[0]))
		t.EnsureExists(parents[0], nil)
		c.Expect(theirs, c.Find(theirs...))
		left := c.Find(mine...)
		if len(left) == 0 {
			return "deleted"
		}
		c.Expect(mine, left)
		return "kept"
	}},
}

// belonging returns a few resources that name an entity in their key, or one if that
// is their whole key.
func belonging(t *script.T, parent value.Object) []value.Object {
	if len(parent) == len(t.Subject.Key) {
		return belongingTo(t, parent, 1)
	}
	return belongingTo(t, parent, 2)
}
