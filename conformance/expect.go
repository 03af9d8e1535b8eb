package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
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

// expectDone expects a request of the trial's operation to have done what it
// says to some things, as far as that can be seen.
func (t *trial) expectDone(things []object) {
	switch {
	case t.ops.list == nil:
	case t.stores():
		t.makes(things...)
		t.expect(things, t.find(things...))
	case t.op.Effect.Verb == model.Deletes:
		t.expect(nil, t.find(things...))
	}
}

// expectThere expects what a request has put to be there: what has those keys,
// and nothing else.
func (t *trial) expectThere(in object) {
	if t.ops.list == nil || !t.stores() {
		return
	}
	keys := t.keysOf(t.op, encode(in))
	t.makes(keys...)
	if want, got := showAll(keys), showAll(t.onlyKeysOf(t.find(keys...))); want != got {
		t.fail(want, "%s", got)
	}
}

// expectUntouched expects a request that was refused to have done nothing: what
// it was made from was good for success, and nothing else was there.
func (t *trial) expectUntouched(in object) {
	keys := t.keysOf(t.op, encode(in))
	if t.ops.list == nil || t.missing[t.ops.list.Name] != "" || len(keys) == 0 {
		return
	}
	switch {
	case t.stores():
		found := t.find(keys...)
		if len(t.about.Partition) > 0 {
			found = t.list(pick(keys[0], t.about.Partition))
		}
		t.expect(nil, found)
	case t.op.Effect.Verb == model.Deletes:
		if want, got := showAll(keys), showAll(t.onlyKeysOf(t.find(keys...))); want != got {
			t.fail(want, "%s", got)
		}
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
