package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// seeForm puts a thing of which nothing is known, because it does not have the
// form that it would have to have, and one of which merely nothing is known.
func seeForm(t *script.T) string {
	rule := t.Clause.Rule.(model.GuardForm)
	t.NeedFact(rule.Fact)
	if t.Fixtures != nil {
		t.Skip("it takes keys of which nothing is known, and the file names none")
	}
	// Where nothing can be decided about such keys, that nothing is decided is
	// all that it takes.
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
	things := t.Describe(odd, plain)
	first, second := t.TryPut(things[0]), t.TryPut(things[1])
	seen := "overlooked"
	switch {
	case first.Ok():
	case !second.Ok() && second.Code == first.Code:
		t.Skip("whatever nothing is known of is refused with %s", first.Code)
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
	// As soon as something is known, its form does not matter.
	t.SetFacts(rule.Fact, accepts(t, rule.Fact), keys...)
	t.Put(things...)
	t.Expect(things, t.Find(keys...))
	return seen
}

// ofForm returns a key of which something could be known: with members of the
// form that clauses about the fact ask for.
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

// formed returns texts for a shape that match a pattern, or that do not.
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
		gen := rapid.StringMatching(pattern)
		for seed := range 50 {
			if text := gen.Example(seed); fits(text) && len(all) < 6 {
				all = append(all, text)
			}
		}
	}
	if !matching && len(all) == 0 {
		// A pattern that takes most texts may refuse one for a single letter.
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
