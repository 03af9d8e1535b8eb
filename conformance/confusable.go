package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// separators are what stores put between the members of a key to make one text
// of it. All of them may stand in a member, too.
var separators = []string{":", "/", "|", "#", ",", "-", "_", " ", ""}

// confusable returns keys that differ, and that are the same to who joins
// their members, or looks at their beginning only, be it a long one.
func (t *trial) confusable() []object {
	like := t.keys(1)[0]
	free := t.freeMembers()
	if len(free) == 0 {
		t.skip("no member of the key can be chosen freely")
	}
	member := rapid.SampledFrom(free).Draw(t.rapid, "member that begins like another")
	name := t.name()
	keys := []object{with(like, object{member: name}), with(like, object{member: name + "-more"})}
	// Two that are as long as may be, and differ in the last character only.
	long := clone(keys[0])
	t.lengthen([]object{long}, member)
	if text, _ := long[member].(string); text != name {
		keys = append(keys, long, with(long, object{member: text[:len(text)-1] + "y"}))
	}
	if len(free) < 2 {
		return append(keys, with(like, object{member: "x" + name}))
	}
	at := rapid.IntRange(0, len(free)-2).Draw(t.rapid, "first of two members")
	one, two := free[at], free[at+1]
	apart := slices.Contains(t.about.Partition, one)
	between := separators
	if apart {
		// Each partition takes arranging.
		between = some(t, separators, 2, 2)
	}
	for _, s := range between {
		first := "first"
		if apart {
			first = t.name()
		}
		keys = append(keys,
			with(like, object{one: first, two: "middle" + s + "last"}),
			with(like, object{one: first + s + "middle", two: "last"}))
	}
	return slices.DeleteFunc(keys, func(key object) bool { return !t.keyFits(key) })
}

// freeMembers returns the members of the key that may be any text.
func (t *trial) freeMembers() []string {
	only := t.onlyKeys()
	return slices.DeleteFunc(slices.Clone(t.about.Key), func(name string) bool {
		return only[name] != nil || t.api.Shape(t.about.Shape.Member(name).Shape).Kind != model.String
	})
}

// keyFits reports whether the members of a key fit their shapes.
func (t *trial) keyFits(key object) bool {
	for _, name := range t.about.Key {
		if !t.fits(key[name], t.api.Shape(t.about.Shape.Member(name).Shape)) {
			return false
		}
	}
	return true
}

// prolong gives a key a name that another one is the beginning of.
func (t *trial) prolong(key, other object) {
	for _, name := range t.freeMembers() {
		text, _ := other[name].(string)
		if long := with(key, object{name: text + "-more"}); t.keyFits(long) {
			key[name] = long[name]
		}
	}
}
