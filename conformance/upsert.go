package conformance

import (
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var upsertLaws = []law{
	{kind: "upsert", name: "put, put again, list: one of each key, as it was put last", check: func(t *trial) {
		keys := t.spread(3)
		like := t.describe(keys[0])[0]
		last := map[string]object{}
		for range rapid.IntRange(2, 4).Draw(t.rapid, "puts") {
			things := t.describe(some(t, keys, 1, 3)...)
			// What becomes of a member that is left out is for another clause.
			t.likewise(like, things)
			t.put(things...)
			for _, thing := range things {
				last[keyOf(thing, t.about.Key)] = thing
			}
			var want []object
			for _, key := range keys {
				if thing, there := last[keyOf(key, t.about.Key)]; there {
					want = append(want, thing)
				}
			}
			t.expect(want, t.find(keys...))
		}
	}},
	{kind: "upsert", name: "keys that are one when joined, or the beginning of one another, are different keys", cases: 6, check: func(t *trial) {
		things := t.describe(t.confusable()...)
		t.put(things...)
		t.expect(things, t.find(things...))
	}},
	{kind: "upsert/omitted", name: "put whole, put less, list: what became of what was left out", see: func(t *trial) string {
		key := t.keys(1)[0]
		whole := t.full(key)
		optional := t.optional(whole)
		if len(optional) == 0 {
			t.skip("nothing can be left out of a %s", t.about.Name)
		}
		left := some(t, optional, 1, len(optional))
		less := clone(whole)
		for _, name := range left {
			delete(less, name)
		}
		t.put(whole)
		t.expect([]object{whole}, t.find(key))
		t.put(less)
		found := t.find(key)
		if len(found) != 1 {
			t.fail("one "+t.about.Name, "%s", showAll(found))
		}
		var seen []string
		for _, name := range left {
			word := "cleared"
			if _, kept := found[0][name]; kept {
				word = "kept"
			}
			if len(seen) == 0 || seen[len(seen)-1] != word {
				seen = append(seen, word)
			}
		}
		return strings.Join(seen, " and ")
	}},
}

// likewise gives things the members that another thing has, and takes from
// them those that it has not.
func (t *trial) likewise(like object, things []object) {
	for _, name := range t.settable(t.ops.put) {
		_, has := like[name]
		var value any
		if has {
			value = t.drawAllowed(name)
		}
		for _, thing := range things {
			if _, there := thing[name]; has && !there {
				thing[name] = clone(value)
			} else if !has {
				delete(thing, name)
			}
		}
	}
}

// optional returns the members of a thing that a put may leave out.
func (t *trial) optional(thing object) []string {
	var names []string
	for _, name := range t.settable(t.ops.put) {
		_, there := thing[name]
		if there && !t.about.Shape.Member(name).Required && !t.demanded(t.ops.put.Effect.Bound(name)) {
			names = append(names, name)
		}
	}
	return names
}

// demanded reports whether the operation requires what stands at a path.
func (t *trial) demanded(path model.Path) bool {
	steps, _, err := t.api.Steps(t.ops.put.Input, path)
	return err == nil && len(steps) > 0 && steps[len(steps)-1].Member.Required
}
