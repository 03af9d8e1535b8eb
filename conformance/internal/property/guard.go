package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var guardLaws = []script.Property{
	{Kind: "guard", Name: "put while the fact is accepted, and while it is refused", Check: func(t *script.T) {
		guard := t.Clause.Rule.(model.Guard)
		t.NeedFact(guard.Fact)
		var keys []value.Object
		if t.Fixtures != nil {
			keys = slices.Concat(t.FixtureKeys(1, guard.Accepts), t.FixtureKeys(1, guard.Refuses))
		} else {
			keys = t.SpreadKeys(2)
			t.SetFacts(guard.Fact, rapid.SampledFrom(guard.Accepts).Draw(t.Rapid, "accepted value"), keys[0])
			t.SetFacts(guard.Fact, rapid.SampledFrom(guard.Refuses).Draw(t.Rapid, "refused value"), keys[1])
		}
		things := t.Describe(keys...)
		t.Put(things[0])
		// How a refusal is told is for another clause to say.
		t.TryPut(things[1])
		t.Expect(things[:1], t.Find(keys...))
		if !t.CanChange(guard.Fact) {
			return
		}
		// And what is decided otherwise later lets the put pass.
		t.SetFacts(guard.Fact, guard.Accepts[0], keys[1])
		t.Put(things[1])
		t.Expect(things, t.Find(keys...))
		// One that is there is not replaced either while the fact is refused. Whether
		// it stays is for another clause to say.
		t.SetFacts(guard.Fact, rapid.SampledFrom(guard.Refuses).Draw(t.Rapid, "value refused later"), keys[0])
		if len(t.Find(keys[0])) > 0 {
			t.TryPut(t.Describe(keys[0])...)
			t.Expect(things[:1], t.Find(keys[0]))
		}
	}},
	{Kind: "guard/silent", Name: "put while nothing is said of the fact's value", Observe: func(t *script.T) string {
		silent := t.Clause.Rule.(model.GuardSilent)
		t.NeedFact(silent.Fact)
		var key value.Object
		if t.Fixtures != nil {
			key = t.FixtureKeys(1, silent.Values)[0]
		} else {
			key = ofForm(t, t.Keys(1)[0], silent.Fact)
		}
		thing := t.Describe(key)[0]
		if t.Fixtures == nil {
			value := rapid.SampledFrom(silent.Values).Draw(t.Rapid, "value")
			t.SetFacts(silent.Fact, value, key)
			t.Facts[t.FactID(silent.Fact, key)] = value
		}
		t.TryPut(thing)
		found := t.Find(key)
		seen := "refused"
		if len(found) > 0 {
			t.Expect([]value.Object{thing}, found)
			seen = "accepted"
		}
		if !t.CanChange(silent.Fact) {
			// That it stores anything at all is shown by another.
			key = t.Keys(1)[0]
			thing = t.Describe(key)[0]
		}
		t.SetFacts(silent.Fact, accepts(t, silent.Fact), key)
		t.Put(thing)
		t.Expect([]value.Object{thing}, t.Find(key))
		return seen
	}},
	{Kind: "guard/form", Name: "put what nothing can be known of, and what nothing is known of", Observe: seeForm},
	{Kind: "guard/later", Name: "put, and then the fact changes", Observe: func(t *script.T) string {
		later := t.Clause.Rule.(model.GuardLater)
		t.NeedChange(later.Fact)
		key := t.Keys(1)[0]
		thing := t.Describe(key)[0]
		t.Put(thing)
		t.Expect([]value.Object{thing}, t.Find(key))
		t.SetFacts(later.Fact, rapid.SampledFrom(refuses(t, later.Fact)).Draw(t.Rapid, "refused value"), key)
		found := t.Find(key)
		if len(found) == 0 {
			return "removed"
		}
		t.Expect([]value.Object{thing}, found)
		return "stays"
	}},
}

// accepts returns a value with which the operation's guard lets a put pass.
func accepts(t *script.T, fact string) string {
	for _, c := range t.Op.Clauses {
		if guard, ok := c.Rule.(model.Guard); ok && guard.Fact == fact {
			return guard.Accepts[0]
		}
	}
	t.Skip("no clause says with which %s a put passes", fact)
	return ""
}

// refuses returns the values with which the operation's guard refuses a put.
func refuses(t *script.T, fact string) []string {
	for _, c := range t.Op.Clauses {
		if guard, ok := c.Rule.(model.Guard); ok && guard.Fact == fact {
			return guard.Refuses
		}
	}
	t.Skip("no clause says with which %s a put is refused", fact)
	return nil
}
