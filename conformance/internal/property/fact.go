package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var factLaws = []script.Property{
	{Kind: "fact", Name: "set, set some again, read: what was set last", Check: func(t *script.T) {
		fact := t.Subject.Fact
		things := t.Describe(t.SpreadKeys(2)...)
		t.Put(things...)
		t.Expect(things, t.Find(things...))
		again := t.Describe(value.Pick(things[0], t.Subject.Key))[0]
		again[fact.Value] = rapid.SampledFrom(decisions(t)).Draw(t.Rapid, "another value")
		t.Put(again)
		things[0] = again
		t.Expect(things, t.Find(things...))
		if t.SetsFact() {
			expectHeeded(t, things)
			return
		}
		if t.Setter(fact.Name) == nil {
			t.SetFacts(fact.Name, fact.Initially, things[1])
			t.Expect(things[:1], t.Find(things...))
		}
	}},
	{Kind: "fact/dry-run", Name: "set in earnest, then for a trial, then in earnest", Check: func(t *script.T) {
		flag := model.Path(t.Clause.Rule.(model.DryRun).Flag)
		keys := t.Keys(t.Capacity(2))
		before := t.Describe(keys[0])
		t.Put(before...)
		things := t.Describe(keys...)
		in := t.Input(t.Op, things...)
		value.Set(in, flag, true)
		setsNothing(t, in, before, keys)
		// Nor has what the request refers to, to be there.
		strange := t.Describe(t.Keys(1)...)
		in = t.Input(t.Op, strange...)
		value.Set(in, flag, true)
		setsNothing(t, in, nil, strange)
		// All else is checked.
		for _, c := range t.Op.Clauses {
			if rule, ok := c.Rule.(model.Allowed); ok && model.ErrorOf(t.RequiredChoice(&c)) != "" {
				bad := value.Clone(in)
				t.Place(bad, rule.Path, disallowed(t, rule))
				t.ExpectError(t.Call(t.Op, bad), model.ErrorOf(t.RequiredChoice(&c)))
			}
		}
		in = t.Input(t.Op, things...)
		value.Set(in, flag, false)
		if out := t.ExpectAccepted(t.Call(t.Op, in)); len(t.FailedKeys(t.Op, out)) > 0 {
			t.Fail("no failures", "%s", value.Show(out))
		}
		t.Expect(things, t.Find(keys...))
	}},
	{Kind: "fact/summary", Name: "set about one thing in many places, read: the sum", Cases: 12, Check: func(t *script.T) {
		things := tallied(t)
		fill(t, things)
		expectSums(t, things)
		// The sum follows what is decided later.
		changed := rapid.SampledFrom(things).Draw(t.Rapid, "decided anew")
		changed[t.Subject.Fact.Value] = rapid.SampledFrom(decisions(t)).Draw(t.Rapid, "another value")
		fill(t, []value.Object{changed})
		expectSums(t, things)
	}},
	{Kind: "fact/summary", Name: "more and more places, up to the cap and beyond", Cases: 3, Check: countsToTheCap},
}

// setsNothing expects a request to succeed and to change nothing about keys.
func setsNothing(t *script.T, in value.Object, before, keys []value.Object) {
	if out := t.ExpectSuccess(t.Op, t.Call(t.Op, in)); len(t.FailedKeys(t.Op, out)) > 0 {
		t.Fail("no failures", "%s", value.Show(out))
	}
	t.Expect(before, t.Find(keys...))
}

// expectHeeded expects what is guarded by the case's fact to go by what was
// set.
func expectHeeded(t *script.T, facts []value.Object) {
	for _, op := range t.GuardedBy(t.Subject.Name) {
		if t.Missing[op.Name] != "" {
			continue
		}
		guard, o := op.Clause("guard").Rule.(model.Guard), t.Of(op)
		for _, fact := range facts {
			key := value.Pick(fact, o.Subject.Key)
			if len(key) < len(o.Subject.Key) || o.Operations.List == nil {
				continue
			}
			value, _ := fact[t.Subject.Fact.Value].(string)
			t.Facts[t.FactID(guard.Fact, fact)] = value
			thing := o.Describe(key)
			switch {
			case slices.Contains(guard.Accepts, value):
				o.Put(thing...)
				o.Expect(thing, o.Find(key))
			case slices.Contains(guard.Refuses, value):
				o.TryPut(thing...)
				o.Expect(nil, o.Find(key))
			}
		}
	}
}
