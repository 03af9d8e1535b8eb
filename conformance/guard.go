package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var guardLaws = []law{
	{kind: "guard", name: "put while the fact is accepted, and while it is refused", check: func(t *trial) {
		guard := t.clause.Rule.(model.Guard)
		t.needFact(guard.Fact)
		var keys []object
		if t.given != nil {
			keys = slices.Concat(t.givenKeys(1, guard.Accepts), t.givenKeys(1, guard.Refuses))
		} else {
			keys = t.spread(2)
			t.setFacts(guard.Fact, rapid.SampledFrom(guard.Accepts).Draw(t.rapid, "accepted value"), keys[0])
			t.setFacts(guard.Fact, rapid.SampledFrom(guard.Refuses).Draw(t.rapid, "refused value"), keys[1])
		}
		things := t.describe(keys...)
		t.put(things[0])
		// How a refusal is told is for another clause to say.
		t.tryPut(things[1])
		t.expect(things[:1], t.find(keys...))
		if !t.changes(guard.Fact) {
			return
		}
		// And what is decided otherwise later lets the put pass.
		t.setFacts(guard.Fact, guard.Accepts[0], keys[1])
		t.put(things[1])
		t.expect(things, t.find(keys...))
		// One that is there is not replaced either while the fact is refused. Whether
		// it stays is for another clause to say.
		t.setFacts(guard.Fact, rapid.SampledFrom(guard.Refuses).Draw(t.rapid, "value refused later"), keys[0])
		if len(t.find(keys[0])) > 0 {
			t.tryPut(t.describe(keys[0])...)
			t.expect(things[:1], t.find(keys[0]))
		}
	}},
	{kind: "guard/silent", name: "put while nothing is said of the fact's value", see: func(t *trial) string {
		silent := t.clause.Rule.(model.GuardSilent)
		t.needFact(silent.Fact)
		var key object
		if t.given != nil {
			key = t.givenKeys(1, silent.Values)[0]
		} else {
			key = t.ofForm(t.keys(1)[0], silent.Fact)
		}
		thing := t.describe(key)[0]
		if t.given == nil {
			value := rapid.SampledFrom(silent.Values).Draw(t.rapid, "value")
			t.setFacts(silent.Fact, value, key)
			t.facts[t.factID(silent.Fact, key)] = value
		}
		t.tryPut(thing)
		found := t.find(key)
		seen := "refused"
		if len(found) > 0 {
			t.expect([]object{thing}, found)
			seen = "accepted"
		}
		if !t.changes(silent.Fact) {
			// That it stores anything at all is shown by another.
			key = t.keys(1)[0]
			thing = t.describe(key)[0]
		}
		t.setFacts(silent.Fact, t.accepts(silent.Fact), key)
		t.put(thing)
		t.expect([]object{thing}, t.find(key))
		return seen
	}},
	{kind: "guard/form", name: "put what nothing can be known of, and what nothing is known of", see: seeForm},
	{kind: "guard/later", name: "put, and then the fact changes", see: func(t *trial) string {
		later := t.clause.Rule.(model.GuardLater)
		t.needChange(later.Fact)
		key := t.keys(1)[0]
		thing := t.describe(key)[0]
		t.put(thing)
		t.expect([]object{thing}, t.find(key))
		t.setFacts(later.Fact, rapid.SampledFrom(t.refuses(later.Fact)).Draw(t.rapid, "refused value"), key)
		found := t.find(key)
		if len(found) == 0 {
			return "removed"
		}
		t.expect([]object{thing}, found)
		return "stays"
	}},
}

// accepts returns a value with which the operation's guard lets a put pass.
func (t *trial) accepts(fact string) string {
	for _, c := range t.op.Clauses {
		if guard, ok := c.Rule.(model.Guard); ok && guard.Fact == fact {
			return guard.Accepts[0]
		}
	}
	t.skip("no clause says with which %s a put passes", fact)
	return ""
}

// refuses returns the values with which the operation's guard refuses a put.
func (t *trial) refuses(fact string) []string {
	for _, c := range t.op.Clauses {
		if guard, ok := c.Rule.(model.Guard); ok && guard.Fact == fact {
			return guard.Refuses
		}
	}
	t.skip("no clause says with which %s a put is refused", fact)
	return nil
}

// guardedBy returns the operations that a fact guards.
func (s *contract) guardedBy(fact string) []*model.Operation {
	var guarded []*model.Operation
	for i := range s.api.Operations {
		op := &s.api.Operations[i]
		if c := op.Clause("guard"); c != nil && c.Rule.(model.Guard).Fact == fact {
			guarded = append(guarded, op)
		}
	}
	return guarded
}
