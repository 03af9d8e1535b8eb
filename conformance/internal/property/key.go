package property

import (
	"slices"
	"strings"
	"unicode"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var keyProperties = []script.Property{
	{Kind: "key/incomplete", Name: "a key that lacks a member", Observe: func(t *script.T) string {
		if t.Op.Effect.Verb == model.Lists || t.Op.Effect.Verb == model.Reads {
			return observeIncompleteSelection(t)
		}
		var optional []string
		for _, name := range t.Subject.Key {
			path := t.Op.Effect.Bound(name)
			if steps, _, err := t.API.Steps(t.Op.Input, path); err == nil && !steps[len(steps)-1].Member.Required {
				optional = append(optional, name)
			}
		}
		if len(optional) == 0 {
			t.Skip("the schema requires all of the key")
		}
		left := script.Some(t, optional, 1, len(optional))
		resources := t.Describe(t.FewKeys(3)...)
		if t.Op.Effect.Verb == model.Deletes {
			t.Put(resources...)
			t.Expect(resources, t.Find(resources...))
		}
		in := t.Input(t.Op, resources...)
		t.SetUp(t.Op, in, resources)
		// The broken key is any of them, or one more: a target may check some
		// keys only, and on some targets only one key can be set up.
		broken, at := slices.Clone(resources), rapid.IntRange(0, min(len(resources), t.Most(t.Op)-1)).Draw(t.Rapid, "broken key")
		if at == len(resources) {
			broken = append(broken, resources[0])
		}
		broken[at] = value.Clone(broken[at])
		for _, name := range left {
			delete(broken[at], name)
		}
		r := t.Call(t.Op, t.Input(t.Op, broken...))
		seen := ""
		switch {
		case !r.Ok():
			seen = testcase.ErrorChoice(r)
			t.ExpectUntouched(in)
		case len(t.FailedKeys(t.Op, t.OutputOf(t.Op, r))) > 0:
			seen = "failed-batch"
		default:
			seen = "accepted"
		}
		// The same request with whole keys succeeds.
		if t.Op.Effect.Verb == model.Deletes && r.Ok() {
			t.Put(resources...)
		}
		whole := t.Call(t.Op, in)
		if out := t.ExpectAccepted(whole); len(t.FailedKeys(t.Op, out)) > 0 {
			if t.NotSetUp != "" {
				t.Skip("%s", t.NotSetUp)
			}
			t.Fail("success with whole keys", "%v", whole)
		}
		t.ExpectDone(resources)
		return seen
	}},
	{Kind: "key/identity", Name: "two keys that differ in case or space only", Observe: func(t *script.T) string {
		one, two := alike(t)
		resources := t.Describe(one, two)
		t.Put(resources[0])
		t.Put(resources[1])
		found := t.Find(one, two)
		if len(found) == 2 && value.Show(found[0]) == value.Show(found[1]) {
			found = found[:1] // each of the two keys selects the one resource
		}
		switch len(found) {
		case 1:
			return "folded"
		case 2:
			t.Expect(resources, found)
			return "exact"
		default:
			t.Fail("one or both of the resources that were put", "%s", value.ShowAll(found))
		}
		return ""
	}},
}

// observeIncompleteSelection lists by a key that lacks a member.
func observeIncompleteSelection(t *script.T) string {
	by, _ := t.Selector()
	if by == "" {
		t.Skip("no read selects by key")
	}
	resources := t.Describe(t.Keys(rapid.IntRange(1, t.Capacity(3)).Draw(t.Rapid, "keys"))...)
	t.Put(resources...)
	in := t.Input(t.Op, resources[0])
	selections := make([]any, len(resources))
	for i, resource := range resources {
		selections[i] = t.Selection(by, resource)
	}
	value.Set(in, by, selections)
	t.Expect(resources, effect.Returned(t.Op, t.ExpectAccepted(t.Call(t.Op, in))))
	at := rapid.IntRange(0, len(resources)-1).Draw(t.Rapid, "broken key")
	whole, ok := selections[at].(value.Object)
	if !ok || len(whole) == 0 {
		t.Skip("a key is selected by one text")
	}
	broken := value.Clone(whole)
	for _, name := range script.Some(t, value.SortedNames(whole), 1, len(whole)) {
		delete(broken, name)
	}
	beside := append(slices.Clone(selections), broken)
	selections[at] = broken
	value.Set(in, by, selections)
	r := t.Call(t.Op, in)
	if !r.Ok() {
		// It is the same after whole keys.
		value.Set(in, by, beside)
		if last := t.Call(t.Op, in); last.Ok() || last.Code != r.Code {
			t.Fail(r.Code, "%v", last)
		}
		return testcase.ErrorChoice(r)
	}
	if n := len(effect.Returned(t.Op, t.ExpectAccepted(r))); n >= len(resources) {
		return "matched"
	}
	return "omitted"
}

// alike returns two keys in one partition that differ in one member, by case or
// by surrounding space.
func alike(t *script.T) (one, two value.Object) {
	one = t.Keys(1)[0]
	var members []string
	for _, name := range t.Subject.Key {
		if slices.Contains(t.Subject.Partition, name) && len(t.Subject.Partition) < len(t.Subject.Key) {
			continue
		}
		if shape := t.API.Shape(t.Subject.Shape.Member(name).Shape); shape.Kind == model.String && t.KeyLimits()[name] == nil {
			members = append(members, name)
		}
	}
	if len(members) == 0 {
		t.Skip("no two keys that are alike can be set up")
	}
	name := rapid.SampledFrom(members).Draw(t.Rapid, "member")
	shape := t.KeyShape(t.Subject, name)
	text := "Case and Space"
	if len(t.Subject.Partition) == 0 {
		text = t.KeyName(t.Subject.Name, name) + "-Case"
	}
	other := rapid.SampledFrom([]func(string) string{
		strings.ToUpper, strings.ToLower, swapCase,
		func(s string) string { return s + " " }, func(s string) string { return " " + s },
	}).Draw(t.Rapid, "change")(text)
	if !t.Fits(text, shape) || !t.Fits(other, shape) {
		t.Skip("no text that fits %s differs from another by case or space only", shape.Name)
	}
	one[name] = text
	return one, value.With(one, value.Object{name: other})
}

func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}

// separators are texts that a store may put between the members of a key to
// join them. Each may also be part of a member.
var separators = []string{":", "/", "|", "#", ",", "-", "_", " ", ""}

// joining returns the separators that may be part of some members: not those behind which
// a name goes on with a version, which names don't have.
func joining(t *script.T, members ...string) []string {
	may := slices.Clone(separators)
	for _, op := range t.API.AllOperations(model.Gets) {
		c := op.Clause("selector")
		if c == nil || !slices.ContainsFunc(t.ResourceOf(op).Key, func(m string) bool { return slices.Contains(members, m) }) {
			continue
		}
		may = slices.DeleteFunc(may, func(s string) bool { return s == c.Rule.(model.Selector).Separator })
	}
	return may
}

// confusable returns different keys that are the same if their members are
// joined, or if only a prefix of them is compared.
func confusable(t *script.T) []value.Object {
	like := t.Keys(1)[0]
	free := freeMembers(t)
	if len(free) == 0 {
		t.Skip("no member of the key can be chosen freely")
	}
	member := rapid.SampledFrom(free).Draw(t.Rapid, "member that begins like another")
	name := t.KeyName(t.Subject.Name, member)
	keys := []value.Object{value.With(like, value.Object{member: name}), value.With(like, value.Object{member: longer(t, member, name)})}
	// Two keys as long as possible that differ in the last character only.
	long := value.Clone(keys[0])
	lengthen(t, []value.Object{long}, member)
	if text, _ := long[member].(string); text != name {
		keys = append(keys, long, value.With(long, value.Object{member: text[:len(text)-1] + "y"}))
	}
	if len(free) < 2 {
		return severalFitting(t, append(keys, value.With(like, value.Object{member: beside(t, member, name)})), member)
	}
	at := rapid.IntRange(0, len(free)-2).Draw(t.Rapid, "first of two members")
	one, two := free[at], free[at+1]
	apart := slices.Contains(t.Subject.Partition, one)
	between := joining(t, one, two)
	if apart {
		// Each partition has to be set up.
		between = script.Some(t, between, 2, 2)
	}
	for _, s := range between {
		first := "first"
		if apart || len(t.Subject.Partition) == 0 {
			first = t.KeyName(t.Subject.Name, one)
		}
		keys = append(keys,
			value.With(like, value.Object{one: first, two: "middle" + s + "last"}),
			value.With(like, value.Object{one: first + s + "middle", two: "last"}))
	}
	return severalFitting(t, t.OwnNames(keys), t.Subject.Key...)
}

// beside returns a name that ends like another, and is on the same level of a hierarchy.
func beside(t *script.T, member, name string) string {
	if h := t.API.Hierarchy(t.Subject.Name, member); h != nil {
		i := strings.LastIndex(name, h.Separator) + len(h.Separator)
		return name[:i] + "x" + name[i:]
	}
	return "x" + name
}

// freeMembers returns the members of the key that can be any text.
func freeMembers(t *script.T) []string {
	only := t.KeyLimits()
	return slices.DeleteFunc(slices.Clone(t.Subject.Key), func(name string) bool {
		return only[name] != nil || t.API.Shape(t.Subject.Shape.Member(name).Shape).Kind != model.String
	})
}

// severalFitting returns those of some keys of which members fit their shapes, and skips the
// case if there are no two.
func severalFitting(t *script.T, keys []value.Object, members ...string) []value.Object {
	fit := slices.DeleteFunc(keys, func(key value.Object) bool { return !keyFits(t, key, members...) })
	if len(fit) < 2 {
		t.Skip("no two keys that could be mistaken for one another fit their shapes")
	}
	return fit
}

// keyFits reports whether members of a key fit their shapes.
func keyFits(t *script.T, key value.Object, members ...string) bool {
	return !slices.ContainsFunc(members, func(name string) bool { return !t.Fits(key[name], t.KeyShape(t.Subject, name)) })
}

// longer returns a text for a member of a key that begins with another, if one fits.
func longer(t *script.T, member, text string) string {
	for _, more := range []string{"-more", "more", "MORE", "000"} {
		if t.Fits(text+more, t.KeyShape(t.Subject, member)) {
			return text + more
		}
	}
	return text + "-more"
}

// prolong returns a key with a member that begins with that of another key.
func prolong(t *script.T, key, other value.Object) {
	for _, name := range freeMembers(t) {
		text, _ := other[name].(string)
		if long := value.With(key, value.Object{name: longer(t, name, text)}); keyFits(t, long, t.Subject.Key...) && t.Addressable(t.Subject.Name, long) {
			key[name] = long[name]
		}
	}
}
