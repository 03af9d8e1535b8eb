package property

import (
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var factProperties = []script.Property{
	{Kind: "fact", Name: "set, set some again, read: what was set last", Check: func(t *script.T) {
		fact := t.Subject.Fact
		resources := t.Describe(t.SpreadKeys(2)...)
		t.Put(resources...)
		t.Expect(resources, t.Find(resources...))
		again := t.Describe(value.Pick(resources[0], t.Subject.Key))[0]
		again[fact.Value] = rapid.SampledFrom(decisions(t)).Draw(t.Rapid, "another value")
		t.Put(again)
		resources[0] = again
		t.Expect(resources, t.Find(resources...))
		if t.SetsFact() {
			expectHeeded(t, resources)
			return
		}
		expectAlike(t, resources)
		if t.Setter(fact.Name) == nil {
			t.SetFacts(fact.Name, fact.Initially, resources[1])
			t.Expect(resources[:1], t.Find(resources...))
		}
	}},
	{Kind: "fact", Name: "set two of which the keys differ in one member, read: both", Cases: 12, Check: func(t *script.T) {
		resources := t.Describe(t.KeysApart()...)
		t.Put(resources...)
		t.Expect(resources, t.Find(resources...))
	}},
	{Kind: "fact/dry-run", Name: "set, set in a dry run, set again", Check: func(t *script.T) {
		flag := model.Path(t.Clause.Rule.(model.DryRun).Flag)
		keys := t.Keys(t.Capacity(2))
		before := t.Describe(keys[0])
		t.Put(before...)
		resources := t.Describe(keys...)
		in := t.Input(t.Op, resources...)
		value.Set(in, flag, true)
		setsNothing(t, in, before, keys)
		// The resources that the request refers to need not exist either.
		strange := t.Describe(t.Keys(1)...)
		in = t.Input(t.Op, strange...)
		value.Set(in, flag, true)
		setsNothing(t, in, nil, strange)
		// All other checks apply.
		for _, c := range t.Op.Clauses {
			if rule, ok := c.Rule.(model.Allowed); ok && model.ErrorOf(t.RequiredChoice(&c)) != "" {
				bad := value.Clone(in)
				t.Place(bad, rule.Path, disallowed(t, rule))
				t.ExpectError(t.Call(t.Op, bad), model.ErrorOf(t.RequiredChoice(&c)))
			}
		}
		in = t.Input(t.Op, resources...)
		value.Set(in, flag, false)
		if out := t.ExpectAccepted(t.Call(t.Op, in)); len(t.FailedKeys(t.Op, out)) > 0 {
			t.Fail("no failures", "%s", value.Show(out))
		}
		t.Expect(resources, t.Find(keys...))
	}},
	{Kind: "fact/summary", Name: "set in many partitions, read: the sum", Cases: 12, Check: func(t *script.T) {
		resources := tallied(t)
		fill(t, resources)
		expectSums(t, resources)
		// The sum follows later changes.
		changed := rapid.SampledFrom(resources).Draw(t.Rapid, "decided anew")
		changed[t.Subject.Fact.Value] = rapid.SampledFrom(decisions(t)).Draw(t.Rapid, "another value")
		fill(t, []value.Object{changed})
		expectSums(t, resources)
	}},
	{Kind: "fact/summary", Name: "more and more partitions, up to the cap and beyond", Cases: 3, Check: countsToTheCap},
}

// expectAlike expects the case's operation to return the same of some facts as the one
// does by which facts are looked for, as far as both return it.
func expectAlike(t *script.T, facts []value.Object) {
	other := t.OperationsOn(t.Subject.Name).List
	if other == nil || other == t.Op || t.Missing[other.Name] != "" {
		return
	}
	view := t.View()
	view.Operations.List = other
	there := view.Find(facts...)
	for _, one := range t.Find(facts...) {
		for _, same := range there {
			if value.KeyOf(one, t.Subject.Key) != value.KeyOf(same, t.Subject.Key) {
				continue
			}
			for _, m := range t.Subject.Shape.Members {
				if !effect.Returns(t.Op, m.Name) || !effect.Returns(other, m.Name) {
					continue
				}
				if want, got := same[m.Name], one[m.Name]; (want != nil || got != nil) && !value.Same(t.API, t.API.Shape(m.Shape), want, got) {
					t.Fail(fmt.Sprintf("%s %s, as %s returns it", m.Name, value.Show(want), other.Name), "%s", value.Show(one))
				}
			}
		}
	}
}

// setsNothing expects a request to succeed without an effect on keys.
func setsNothing(t *script.T, in value.Object, before, keys []value.Object) {
	if out := t.ExpectSuccess(t.Op, t.Call(t.Op, in)); len(t.FailedKeys(t.Op, out)) > 0 {
		t.Fail("no failures", "%s", value.Show(out))
	}
	t.Expect(before, t.Find(keys...))
}

// expectHeeded expects the operation that the case's fact guards to follow the
// values that were set.
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
			resource := o.Describe(key)
			switch {
			case slices.Contains(guard.Accepts, value):
				o.Put(resource...)
				o.Expect(resource, o.Find(key))
			case slices.Contains(guard.Rejects, value):
				o.TryPut(resource...)
				o.Expect(nil, o.Find(key))
			}
		}
	}
}
