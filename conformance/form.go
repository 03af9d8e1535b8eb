package conformance

import (
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// seeForm puts a thing of which nothing is known, because it does not have the
// form that it would have to have, and one of which merely nothing is known.
func seeForm(t *trial) string {
	rule := t.clause.Rule.(model.GuardForm)
	t.needFact(rule.Fact)
	if t.given != nil {
		t.skip("it takes keys of which nothing is known, and the file names none")
	}
	// Where nothing can be decided about such keys, that nothing is decided is
	// all that it takes.
	decidable := t.onlyKeys()[rule.Member] == nil && t.capacity(2) == 2
	keys := t.strangers(t.partition(), 2, nil)
	if decidable {
		keys = t.keys(2)
	}
	odd, plain := keys[0], keys[1]
	shape := t.api.Shape(t.about.Shape.Member(rule.Member).Shape)
	odd[rule.Member] = rapid.SampledFrom(t.formed(shape, rule.Pattern, false)).Draw(t.rapid, "odd")
	plain[rule.Member] = rapid.SampledFrom(t.formed(shape, rule.Pattern, true)).Draw(t.rapid, "plain")
	initially := t.api.Fact(rule.Fact).Initially
	for _, key := range keys {
		t.setFacts(rule.Fact, initially, key)
		t.facts[t.factID(rule.Fact, key)] = initially
	}
	things := t.describe(odd, plain)
	first, second := t.tryPut(things[0]), t.tryPut(things[1])
	seen := "overlooked"
	switch {
	case first.ok():
	case !second.ok() && second.code == first.code:
		t.skip("whatever nothing is known of is refused with %s", first.code)
	default:
		seen = errorSeen(first)
		t.expect(nil, t.find(odd))
	}
	if !decidable {
		known := t.describe(t.keys(1)...)
		t.put(known...)
		t.expect(known, t.find(known...))
		return seen
	}
	// As soon as something is known, its form does not matter.
	t.setFacts(rule.Fact, t.accepts(rule.Fact), keys...)
	t.put(things...)
	t.expect(things, t.find(keys...))
	return seen
}

// ofForm returns a key of which something could be known: with members of the
// form that clauses about the fact ask for.
func (t *trial) ofForm(key object, fact string) object {
	for _, c := range t.op.Clauses {
		rule, ok := c.Rule.(model.GuardForm)
		if !ok || rule.Fact != fact || t.onlyKeys()[rule.Member] != nil {
			continue
		}
		shape := t.api.Shape(t.about.Shape.Member(rule.Member).Shape)
		key = with(key, object{rule.Member: rapid.SampledFrom(t.formed(shape, rule.Pattern, true)).Draw(t.rapid, rule.Member)})
	}
	return key
}

// formed returns texts for a shape that match a pattern, or that do not.
func (t *trial) formed(shape *model.Shape, pattern string, matching bool) []string {
	fits := func(text string) bool {
		return t.fits(text, shape) && t.fits(text, &model.Shape{Kind: model.String, Pattern: pattern}) == matching
	}
	var all []string
	for _, text := range t.textsFor(shape) {
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
		for _, text := range t.textsFor(shape) {
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
		t.skip("no text for %s was found that %s %s", shape.Name, does, pattern)
	}
	return all
}
