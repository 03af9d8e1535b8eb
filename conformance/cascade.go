package conformance

import "github.com/fakesmith/fakesmith/model"

var cascadeLaws = []law{
	{kind: "cascade", name: "delete, make anew, list: what became of what belonged to it", see: func(t *trial) string {
		c := t.on(t.clause.Rule.(model.Cascade).Of)
		t.needNew(t.about.Name)
		parents := t.namedKeys(2)
		t.prolong(parents[1], parents[0])
		for _, parent := range parents {
			t.exists(parent, nil)
		}
		if t.unsure != "" {
			t.skip("%s", t.unsure)
		}
		mine, theirs := c.belonging(parents[0]), c.belonging(parents[1])
		both := append(mine, theirs...)
		c.fill(both)
		c.expect(both, c.find(both...))

		t.remove(parents[0])
		t.forget(t.about.Name, parents[0])
		t.expect(nil, t.find(parents[0]))
		t.exists(parents[0], nil)
		c.expect(theirs, c.find(theirs...))
		left := c.find(mine...)
		if len(left) == 0 {
			return "deleted"
		}
		c.expect(mine, left)
		return "kept"
	}},
}

// belonging returns a few things that name an entity in their key.
func (t *trial) belonging(parent object) []object {
	keys := t.keys(t.capacity(2))
	for i := range keys {
		keys[i] = with(keys[i], parent)
	}
	return t.describe(keys...)
}
