package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var guardProperties = []script.Property{
	{Kind: "guard", Name: "put while the fact is accepted, and while it is rejected", Check: func(t *script.T) {
		guard := t.Clause.Rule.(model.Guard)
		t.NeedFact(guard.Fact)
		var keys []value.Object
		if t.Fixtures != nil {
			keys = slices.Concat(t.FixtureKeys(1, guard.Accepts), t.FixtureKeys(1, guard.Rejects))
		} else {
			keys = t.SpreadKeys(2)
			t.SetFacts(guard.Fact, rapid.SampledFrom(guard.Accepts).Draw(t.Rapid, "accepted value"), keys[0])
			t.SetFacts(guard.Fact, rapid.SampledFrom(guard.Rejects).Draw(t.Rapid, "rejected value"), keys[1])
		}
		resources := t.Describe(keys...)
		t.Put(resources[0])
		// Another clause says how a rejection is reported.
		t.TryPut(resources[1])
		t.Expect(resources[:1], t.Find(keys...))
		if !t.CanChange(guard.Fact) {
			return
		}
		// After the fact has changed, the put succeeds.
		t.SetFacts(guard.Fact, guard.Accepts[0], keys[1])
		t.Put(resources[1])
		t.Expect(resources, t.Find(keys...))
		// An existing resource is not replaced either while the fact is
		// rejected. Another clause says whether it stays.
		t.SetFacts(guard.Fact, rapid.SampledFrom(guard.Rejects).Draw(t.Rapid, "value rejected later"), keys[0])
		if len(t.Find(keys[0])) > 0 {
			t.TryPut(t.Describe(keys[0])...)
			t.Expect(resources[:1], t.Find(keys[0]))
		}
	}},
	{Kind: "guard/silent", Name: "put while the fact has a value that no document mentions", Observe: func(t *script.T) string {
		silent := t.Clause.Rule.(model.GuardSilent)
		t.NeedFact(silent.Fact)
		var key value.Object
		if t.Fixtures != nil {
			key = t.FixtureKeys(1, silent.Values)[0]
		} else {
			key = ofForm(t, t.Keys(1)[0], silent.Fact)
		}
		resource := t.Describe(key)[0]
		if t.Fixtures == nil {
			value := rapid.SampledFrom(silent.Values).Draw(t.Rapid, "value")
			t.SetFacts(silent.Fact, value, key)
			t.Facts[t.FactID(silent.Fact, key)] = value
		}
		t.TryPut(resource)
		found := t.Find(key)
		seen := "rejected"
		if len(found) > 0 {
			t.Expect([]value.Object{resource}, found)
			seen = "accepted"
		}
		if !t.CanChange(silent.Fact) {
			// Another key shows that the target stores anything at all.
			key = t.Keys(1)[0]
			resource = t.Describe(key)[0]
		}
		t.SetFacts(silent.Fact, accepted(t, silent.Fact), key)
		t.Put(resource)
		t.Expect([]value.Object{resource}, t.Find(key))
		return seen
	}},
	{Kind: "guard/form", Name: "put a key whose fact can't be known, and one whose fact is not known", Observe: observeForm},
	{Kind: "guard/later", Name: "put, and then the fact changes", Observe: func(t *script.T) string {
		later := t.Clause.Rule.(model.GuardLater)
		t.NeedChange(later.Fact)
		key := t.Keys(1)[0]
		resource := t.Describe(key)[0]
		t.Put(resource)
		t.Expect([]value.Object{resource}, t.Find(key))
		t.SetFacts(later.Fact, rapid.SampledFrom(rejected(t, later.Fact)).Draw(t.Rapid, "rejected value"), key)
		found := t.Find(key)
		if len(found) == 0 {
			return "removed"
		}
		t.Expect([]value.Object{resource}, found)
		return "stays"
	}},
}

// accepted returns a value of a fact that the operation's guard accepts.
func accepted(t *script.T, fact string) string {
	for _, c := range t.Op.Clauses {
		if guard, ok := c.Rule.(model.Guard); ok && guard.Fact == fact {
			return guard.Accepts[0]
		}
	}
	t.Skip("no clause says with which %s a put succeeds", fact)
	return ""
}

// rejected returns the values of a fact that the operation's guard rejects.
func rejected(t *script.T, fact string) []string {
	for _, c := range t.Op.Clauses {
		if guard, ok := c.Rule.(model.Guard); ok && guard.Fact == fact {
			return guard.Rejects
		}
	}
	t.Skip("no clause says with which %s a put is rejected", fact)
	return nil
}

// observeForm puts a resource whose fact can't be known, because its key does
// not have the required form, and one whose fact is merely not known.
func observeForm(t *script.T) string {
	rule := t.Clause.Rule.(model.GuardForm)
	t.NeedFact(rule.Fact)
	if t.Fixtures != nil {
		t.Skip("it takes keys whose fact is unknown, and the fixtures file names none")
	}
	// If the facts of such keys can't be set, they are unknown as they should
	// be.
	decidable := t.KeyLimits()[rule.Member] == nil && t.Capacity(2) == 2
	keys := t.Strangers(t.Partition(), 2, nil)
	if decidable {
		keys = t.Keys(2)
	}
	odd, plain := keys[0], keys[1]
	shape := t.API.Shape(t.Subject.Shape.Member(rule.Member).Shape)
	odd[rule.Member] = rapid.SampledFrom(formed(t, shape, rule.Pattern, false)).Draw(t.Rapid, "odd")
	plain[rule.Member] = rapid.SampledFrom(formed(t, shape, rule.Pattern, true)).Draw(t.Rapid, "plain")
	initially := t.API.Fact(rule.Fact).Initially
	for _, key := range keys {
		t.SetFacts(rule.Fact, initially, key)
		t.Facts[t.FactID(rule.Fact, key)] = initially
	}
	resources := t.Describe(odd, plain)
	first, second := t.TryPut(resources[0]), t.TryPut(resources[1])
	seen := "overlooked"
	switch {
	case first.Ok():
	case !second.Ok() && second.Code == first.Code:
		t.Skip("any key whose fact is unknown is rejected with %s", first.Code)
	default:
		seen = testcase.ErrorChoice(first)
		t.Expect(nil, t.Find(odd))
	}
	if !decidable {
		known := t.Describe(t.Keys(1)...)
		t.Put(known...)
		t.Expect(known, t.Find(known...))
		return seen
	}
	// Once the fact is known, the form does not matter.
	t.SetFacts(rule.Fact, accepted(t, rule.Fact), keys...)
	t.Put(resources...)
	t.Expect(resources, t.Find(keys...))
	return seen
}

// ofForm returns a key whose fact could be known: its members have the form
// that the clauses about the fact require.
func ofForm(t *script.T, key value.Object, fact string) value.Object {
	for _, c := range t.Op.Clauses {
		rule, ok := c.Rule.(model.GuardForm)
		if !ok || rule.Fact != fact || t.KeyLimits()[rule.Member] != nil {
			continue
		}
		shape := t.API.Shape(t.Subject.Shape.Member(rule.Member).Shape)
		key = value.With(key, value.Object{rule.Member: rapid.SampledFrom(formed(t, shape, rule.Pattern, true)).Draw(t.Rapid, rule.Member)})
	}
	return key
}

// formed returns texts for a shape that match a pattern, or do not.
func formed(t *script.T, shape *model.Shape, pattern string, matching bool) []string {
	fits := func(text string) bool {
		return t.Fits(text, shape) && t.Fits(text, &model.Shape{Kind: model.String, Pattern: pattern}) == matching
	}
	var all []string
	for _, text := range t.TextsFor(shape) {
		if fits(text) {
			all = append(all, text)
		}
	}
	if matching && len(all) < 3 {
		all = append(all, shapes.Matching(pattern, 0, 50, 6-len(all), fits)...)
	}
	if !matching && len(all) == 0 {
		// A pattern that matches most texts may fail on a single character.
		for _, text := range t.TextsFor(shape) {
			for _, odd := range "\t !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~aA0é" {
				if text := text + string(odd); fits(text) {
					all = append(all, text)
				}
			}
		}
	}
	if len(all) == 0 {
		does := "matches"
		if !matching {
			does = "does not match"
		}
		t.Skip("no text for %s was found that %s %s", shape.Name, does, pattern)
	}
	return all
}
