package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var factLaws = []law{
	{kind: "fact", name: "set, set some again, read: what was set last", check: func(t *trial) {
		fact := t.about.Fact
		things := t.describe(t.spread(2)...)
		t.put(things...)
		t.expect(things, t.find(things...))
		again := t.describe(pick(things[0], t.about.Key))[0]
		again[fact.Value] = rapid.SampledFrom(t.decisions()).Draw(t.rapid, "another value")
		t.put(again)
		things[0] = again
		t.expect(things, t.find(things...))
		if t.sets() {
			t.expectHeeded(things)
			return
		}
		if t.setter(fact.Name) == nil {
			t.setFacts(fact.Name, fact.Initially, things[1])
			t.expect(things[:1], t.find(things...))
		}
	}},
	{kind: "fact/dry-run", name: "set in earnest, then for a trial, then in earnest", check: func(t *trial) {
		flag := model.Path(t.clause.Rule.(model.DryRun).Flag)
		keys := t.keys(t.capacity(2))
		before := t.describe(keys[0])
		t.put(before...)
		things := t.describe(keys...)
		in := t.input(t.op, things...)
		set(in, flag, true)
		t.setsNothing(in, before, keys)
		// Nor has what the request refers to, to be there.
		strange := t.describe(t.keys(1)...)
		in = t.input(t.op, strange...)
		set(in, flag, true)
		t.setsNothing(in, nil, strange)
		// All else is checked.
		for _, c := range t.op.Clauses {
			if rule, ok := c.Rule.(model.Allowed); ok && model.ErrorOf(t.asserted(&c)) != "" {
				bad := clone(in)
				t.place(bad, rule.Path, t.disallowed(rule))
				t.refused(t.call(t.op, bad), model.ErrorOf(t.asserted(&c)))
			}
		}
		in = t.input(t.op, things...)
		set(in, flag, false)
		if out := t.accepted(t.call(t.op, in)); len(t.failed(t.op, out)) > 0 {
			t.fail("no failures", "%s", show(out))
		}
		t.expect(things, t.find(keys...))
	}},
	{kind: "fact/summary", name: "set about one thing in many places, read: the sum", cases: 12, check: func(t *trial) {
		things := t.tallied()
		t.fill(things)
		t.expectSums(things)
		// The sum follows what is decided later.
		changed := rapid.SampledFrom(things).Draw(t.rapid, "decided anew")
		changed[t.about.Fact.Value] = rapid.SampledFrom(t.decisions()).Draw(t.rapid, "another value")
		t.fill([]object{changed})
		t.expectSums(things)
	}},
	{kind: "fact/summary", name: "more and more places, up to the cap and beyond", cases: 3, check: (*trial).countsToTheCap},
}

// setsNothing expects a request to succeed and to change nothing about keys.
func (t *trial) setsNothing(in object, before, keys []object) {
	if out := t.ok(t.op, t.call(t.op, in)); len(t.failed(t.op, out)) > 0 {
		t.fail("no failures", "%s", show(out))
	}
	t.expect(before, t.find(keys...))
}

// expectHeeded expects what is guarded by the trial's fact to go by what was
// set.
func (t *trial) expectHeeded(facts []object) {
	for _, op := range t.guardedBy(t.about.Name) {
		if t.missing[op.Name] != "" {
			continue
		}
		guard, o := op.Clause("guard").Rule.(model.Guard), t.of(op)
		for _, fact := range facts {
			key := pick(fact, o.about.Key)
			if len(key) < len(o.about.Key) || o.ops.list == nil {
				continue
			}
			value, _ := fact[t.about.Fact.Value].(string)
			t.facts[t.factID(guard.Fact, fact)] = value
			thing := o.describe(key)
			switch {
			case slices.Contains(guard.Accepts, value):
				o.put(thing...)
				o.expect(thing, o.find(key))
			case slices.Contains(guard.Refuses, value):
				o.tryPut(thing...)
				o.expect(nil, o.find(key))
			}
		}
	}
}
