package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var existingProperties = []script.Property{
	{Kind: "existing", Name: "put, and put again without the flag to replace", Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Existing)
		keys := t.SpreadKeys(2)
		first, again := t.Describe(keys...), t.Describe(keys[0])[0]
		plain := func(resource value.Object) value.Object {
			in := t.Input(t.Op, resource)
			if !t.Standing[t.ResourceID(resource)] {
				t.SetUp(t.Op, in, []value.Object{resource})
			}
			if rule.Unless != "" {
				value.Set(in, rule.Unless, nil)
				if rapid.Bool().Draw(t.Rapid, "the flag is false") {
					value.Set(in, rule.Unless, false)
				}
			}
			return in
		}
		// A put without the flag creates, and leaves another resource alone.
		for _, resource := range first {
			t.ExpectAccepted(t.Call(t.Op, plain(resource)))
			t.NoteCreated(resource)
		}
		t.Expect(first, t.Find(keys...))
		r := t.Call(t.Op, plain(again))
		if r.Ok() {
			t.Expect([]value.Object{again, first[1]}, t.Find(keys...))
			return "replaced"
		}
		t.Expect(first, t.Find(keys...))
		if rule.Unless != "" {
			t.Put(again)
			t.Expect([]value.Object{again, first[1]}, t.Find(keys...))
		}
		return testcase.ErrorChoice(r)
	}},
	{Kind: "existing/needed", Name: "a first put without the member, and a later one", Cases: 12, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.NeededAtFirst)
		whole := t.Full(t.Keys(1)[0])
		if whole[rule.Member] == nil {
			whole[rule.Member] = t.DrawAllowed(rule.Member)
		}
		less := value.Clone(whole)
		delete(less, rule.Member)
		r := t.TryPut(less)
		if r.Ok() {
			t.ExpectKeys([]value.Object{less}, t.Find(less))
			return "accepted"
		}
		t.Expect(nil, t.Find(less))
		t.Put(whole)
		t.Put(less)
		t.ExpectKeys([]value.Object{less}, t.Find(less))
		return testcase.ErrorChoice(r)
	}},
	{Kind: "existing/fixed", Name: "put with a value, and put again with another", Cases: 12, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Fixed)
		reading(t, rule.Member)
		was, is := fixedValues(t, rule)
		resources := t.Describe(t.SpreadKeys(2)...)
		resources[0][rule.Member], resources[1][rule.Member] = was, is
		t.Put(resources...)
		t.Expect(resources, t.Find(resources...))
		changed := value.With(resources[0], value.Object{rule.Member: is})
		r := t.TryPut(changed)
		// The same value again, and one that need not stay, is no change.
		t.Put(resources[1])
		if !rule.Stays(text(is)) {
			back := value.With(resources[1], value.Object{rule.Member: was})
			t.Put(back)
			resources[1] = back
		}
		if r.Ok() {
			t.Expect([]value.Object{changed, resources[1]}, t.Find(resources...))
			return "changed"
		}
		t.Expect(resources, t.Find(resources...))
		return testcase.ErrorChoice(r)
	}},
}

// fixedValues returns a value that stays, and another one.
func fixedValues(t *script.T, rule model.Fixed) (was, is any) {
	all := examplesOf(t, rule.Member)
	if len(all) < 2 {
		all = t.SamplesAt(model.Path(rule.Member), t.API.Shape(t.Subject.Shape.Member(rule.Member).Shape))
	}
	all = slices.DeleteFunc(slices.Clone(all), func(v any) bool {
		in := t.Input(t.Op, value.With(t.Describe(value.Object{})[0], value.Object{rule.Member: v}))
		return len(effect.Broken(t.Op, in)) > 0
	})
	stay := slices.DeleteFunc(slices.Clone(all), func(v any) bool { return !rule.Stays(text(v)) })
	if len(stay) == 0 || len(all) < 2 {
		t.Skip("%s has one value only", rule.Member)
	}
	was = rapid.SampledFrom(stay).Draw(t.Rapid, "value that stays")
	others := slices.DeleteFunc(slices.Clone(all), func(v any) bool { return v == was })
	return was, rapid.SampledFrom(others).Draw(t.Rapid, "another value")
}

// examplesOf returns the values that the examples of the subject have for a member, each
// once. Others may need more than the suite knows.
func examplesOf(t *script.T, member string) []any {
	var all []any
	for _, s := range t.ValidSamples() {
		if v := t.SampleOf(s)[member]; v != nil && s.Needs == "" && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// text returns a value that is a text, or "".
func text(v any) string {
	s, _ := v.(string)
	return s
}
