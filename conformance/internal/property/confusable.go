package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// separators are what stores put between the members of a key to make one text
// of it. All of them may stand in a member, too.
var separators = []string{":", "/", "|", "#", ",", "-", "_", " ", ""}

// confusable returns keys that differ, and that are the same to who joins
// their members, or looks at their beginning only, be it a long one.
func confusable(t *script.T) []value.Object {
	like := t.Keys(1)[0]
	free := freeMembers(t)
	if len(free) == 0 {
		t.Skip("no member of the key can be chosen freely")
	}
	member := rapid.SampledFrom(free).Draw(t.Rapid, "member that begins like another")
	name := t.Name()
	keys := []value.Object{value.With(like, value.Object{member: name}), value.With(like, value.Object{member: name + "-more"})}
	// Two that are as long as may be, and differ in the last character only.
	long := value.Clone(keys[0])
	lengthen(t, []value.Object{long}, member)
	if text, _ := long[member].(string); text != name {
		keys = append(keys, long, value.With(long, value.Object{member: text[:len(text)-1] + "y"}))
	}
	if len(free) < 2 {
		return append(keys, value.With(like, value.Object{member: "x" + name}))
	}
	at := rapid.IntRange(0, len(free)-2).Draw(t.Rapid, "first of two members")
	one, two := free[at], free[at+1]
	apart := slices.Contains(t.Subject.Partition, one)
	between := separators
	if apart {
		// Each partition takes setting up.
		between = script.Some(t, separators, 2, 2)
	}
	for _, s := range between {
		first := "first"
		if apart {
			first = t.Name()
		}
		keys = append(keys,
			value.With(like, value.Object{one: first, two: "middle" + s + "last"}),
			value.With(like, value.Object{one: first + s + "middle", two: "last"}))
	}
	return slices.DeleteFunc(keys, func(key value.Object) bool { return !keyFits(t, key) })
}

// freeMembers returns the members of the key that may be any text.
func freeMembers(t *script.T) []string {
	only := t.KeyLimits()
	return slices.DeleteFunc(slices.Clone(t.Subject.Key), func(name string) bool {
		return only[name] != nil || t.API.Shape(t.Subject.Shape.Member(name).Shape).Kind != model.String
	})
}

// keyFits reports whether the members of a key fit their shapes.
func keyFits(t *script.T, key value.Object) bool {
	for _, name := range t.Subject.Key {
		if !t.Fits(key[name], t.API.Shape(t.Subject.Shape.Member(name).Shape)) {
			return false
		}
	}
	return true
}

// prolong gives a key a name that another one is the beginning of.
func prolong(t *script.T, key, other value.Object) {
	for _, name := range freeMembers(t) {
		text, _ := other[name].(string)
		if long := value.With(key, value.Object{name: text + "-more"}); keyFits(t, long) {
			key[name] = long[name]
		}
	}
}
