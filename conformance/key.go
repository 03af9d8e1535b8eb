package conformance

import (
	"slices"
	"strings"
	"unicode"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var keyLaws = []law{
	{kind: "key/incomplete", name: "a key that lacks a member", see: func(t *trial) string {
		if t.op.Effect.Verb == model.Lists || t.op.Effect.Verb == model.Reads {
			return t.seeIncompleteSelection()
		}
		var optional []string
		for _, name := range t.about.Key {
			path := t.op.Effect.Bound(name)
			if steps, _, err := t.api.Steps(t.op.Input, path); err == nil && !steps[len(steps)-1].Member.Required {
				optional = append(optional, name)
			}
		}
		if len(optional) == 0 {
			t.skip("the schema requires all of the key")
		}
		left := some(t, optional, 1, len(optional))
		things := t.describe(t.fewKeys(3)...)
		if t.op.Effect.Verb == model.Deletes {
			t.put(things...)
			t.expect(things, t.find(things...))
		}
		in := t.input(t.op, things...)
		t.arrange(t.op, in, things)
		// The broken key is any of them, or one more, for one may be looked at
		// and others not, and there are targets on which one key is all that
		// can be arranged.
		broken, at := slices.Clone(things), rapid.IntRange(0, min(len(things), t.most(t.op)-1)).Draw(t.rapid, "broken key")
		if at == len(things) {
			broken = append(broken, things[0])
		}
		broken[at] = clone(broken[at])
		for _, name := range left {
			delete(broken[at], name)
		}
		r := t.call(t.op, t.input(t.op, broken...))
		seen := ""
		switch {
		case !r.ok():
			seen = errorSeen(r)
			t.expectUntouched(in)
		case len(t.failed(t.op, t.ok(t.op, r))) > 0:
			seen = "failed-batch"
		default:
			seen = "accepted"
		}
		// The same request with whole keys does what it says.
		if t.op.Effect.Verb == model.Deletes && r.ok() {
			t.put(things...)
		}
		whole := t.call(t.op, in)
		if !whole.ok() || len(t.failed(t.op, whole.out)) > 0 {
			if t.unsure != "" {
				t.skip("%s", t.unsure)
			}
			t.fail("success with whole keys", "%v", whole)
		}
		t.expectDone(things)
		return seen
	}},
	{kind: "key/identity", name: "two keys that differ in case or space only", see: func(t *trial) string {
		one, two := t.alike()
		things := t.describe(one, two)
		t.put(things[0])
		t.put(things[1])
		found := t.find(one, two)
		if len(found) == 2 && show(found[0]) == show(found[1]) {
			found = found[:1] // each of the two keys selects the one thing
		}
		switch len(found) {
		case 1:
			return "folded"
		case 2:
			t.expect(things, found)
			return "exact"
		default:
			t.fail("one or both of the things that were put", "%s", showAll(found))
		}
		return ""
	}},
}

// seeIncompleteSelection looks at a listing by a key that lacks a member.
func (t *trial) seeIncompleteSelection() string {
	by, _ := t.selector()
	if by == "" {
		t.skip("nothing is selected by key")
	}
	things := t.describe(t.keys(rapid.IntRange(1, t.capacity(3)).Draw(t.rapid, "keys"))...)
	t.put(things...)
	in := t.input(t.op, things[0])
	selections := make([]any, len(things))
	for i, thing := range things {
		selections[i] = t.selection(by, thing)
	}
	set(in, by, selections)
	t.expect(things, shown(t.op, t.accepted(t.call(t.op, in))))
	at := rapid.IntRange(0, len(things)-1).Draw(t.rapid, "broken key")
	whole, ok := selections[at].(object)
	if !ok || len(whole) == 0 {
		t.skip("a key is selected by one text")
	}
	broken := clone(whole)
	for _, name := range some(t, sortedNames(whole), 1, len(whole)) {
		delete(broken, name)
	}
	beside := append(slices.Clone(selections), broken)
	selections[at] = broken
	set(in, by, selections)
	r := t.call(t.op, in)
	if !r.ok() {
		// So it is after whole keys.
		set(in, by, beside)
		if last := t.call(t.op, in); last.ok() || last.code != r.code {
			t.fail(r.code, "%v", last)
		}
		return errorSeen(r)
	}
	if n := len(shown(t.op, t.accepted(r))); n >= len(things) {
		return "matched"
	}
	return "omitted"
}

// alike returns two keys in one partition that differ in the case of letters
// in one member, or in space around it.
func (t *trial) alike() (one, two object) {
	one = t.keys(1)[0]
	var members []string
	for _, name := range t.about.Key {
		if slices.Contains(t.about.Partition, name) && len(t.about.Partition) < len(t.about.Key) {
			continue
		}
		if shape := t.api.Shape(t.about.Shape.Member(name).Shape); shape.Kind == model.String && t.onlyKeys()[name] == nil {
			members = append(members, name)
		}
	}
	if len(members) == 0 {
		t.skip("no two keys that are alike can be arranged")
	}
	name := rapid.SampledFrom(members).Draw(t.rapid, "member")
	shape := t.api.Shape(t.about.Shape.Member(name).Shape)
	text := "Case and Space"
	if len(t.about.Partition) == 0 {
		text = t.name() + "-Case"
	}
	other := rapid.SampledFrom([]func(string) string{
		strings.ToUpper, strings.ToLower, swapCase,
		func(s string) string { return s + " " }, func(s string) string { return " " + s },
	}).Draw(t.rapid, "change")(text)
	if !t.fits(text, shape) || !t.fits(other, shape) {
		t.skip("no text that fits %s has a like", shape.Name)
	}
	one[name] = text
	return one, with(one, object{name: other})
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}
