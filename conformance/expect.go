package conformance

import (
	"slices"
)

// expect expects a list of things, in any order, to be those that were put:
// the same keys, and the same of all that the caller can set.
func (t *trial) expect(want, got []object) {
	w, g := t.comparable(want), t.comparable(got)
	byKey := map[string]object{}
	agree := len(w) == len(g)
	for _, thing := range g {
		byKey[keyOf(thing, t.about.Key)] = thing
	}
	agree = agree && len(byKey) == len(g)
	for _, thing := range w {
		found, there := byKey[keyOf(thing, t.about.Key)]
		agree = agree && there && same(t.api, t.about.Shape, thing, found)
	}
	if !agree {
		t.fail(showAll(w), "%s", showAll(g))
	}
}

// comparable returns the things without the members that are not the caller's
// to set.
func (t *trial) comparable(things []object) []object {
	names := slices.Clone(t.about.Key)
	switch {
	case t.about.Fact != nil && !t.sets():
		names = append(names, t.about.Fact.Value)
	case t.ops.put != nil:
		names = append(names, t.settable(t.ops.put)...)
	}
	if t.ops.list != nil {
		names = slices.DeleteFunc(names, func(name string) bool {
			return !shows(t.ops.list, name) && !slices.Contains(t.about.Partition, name)
		})
	}
	some := make([]object, len(things))
	for i, thing := range things {
		some[i] = pick(thing, names)
	}
	return some
}

// onlyKeysOf returns the keys of things.
func (t *trial) onlyKeysOf(things []object) []object {
	keys := make([]object, len(things))
	for i, thing := range things {
		keys[i] = pick(thing, t.about.Key)
	}
	return keys
}
