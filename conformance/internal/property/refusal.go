package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var refusalLaws = []script.Property{
	{Kind: "refusal", Name: "put only what the guard refuses", Observe: func(t *script.T) string {
		guard := guard(t)
		t.NeedFact(guard.Fact)
		_, things := mixed(t, guard, 0, rapid.IntRange(1, min(3, t.Most(t.Op))).Draw(t.Rapid, "keys"))
		keys := t.OnlyKeysOf(things)
		r := t.TryPut(things...)
		if found := t.Find(keys...); len(found) > 0 {
			t.Fail("none of what the guard refuses", "%s", value.ShowAll(found))
		}
		seen := ""
		switch {
		case !r.Ok():
			seen = testcase.ErrorChoice(r)
		case len(t.FailedKeys(t.Op, t.ExpectSuccess(t.Op, r))) == 0:
			seen = "silent"
		default:
			expectFailed(t, r, keys)
			seen = "failed-batch"
		}
		// The same request passes once the guard accepts it, or another does if
		// nothing can be decided anew.
		if !t.CanChange(guard.Fact) || t.Capacity(len(keys)) < len(keys) {
			keys = t.Keys(1)
			things = t.Describe(keys...)
		}
		t.SetFacts(guard.Fact, guard.Accepts[0], keys...)
		t.Put(things...)
		t.Expect(things, t.Find(keys...))
		return seen
	}},
	{Kind: "refusal/partial", Name: "put some that the guard refuses, and some that it accepts", Observe: func(t *script.T) string {
		guard := guard(t)
		t.NeedFact(guard.Fact)
		good, bad := mixed(t, guard, rapid.IntRange(1, 3).Draw(t.Rapid, "accepted"), rapid.IntRange(1, 3).Draw(t.Rapid, "refused"))
		things := slices.Concat(good, bad)
		keys := t.OnlyKeysOf(things)
		mixed := rapid.Permutation(things).Draw(t.Rapid, "order")
		r := t.TryPut(mixed...)
		found := t.Find(keys...)
		if r.Ok() && len(t.FailedKeys(t.Op, t.ExpectSuccess(t.Op, r))) > 0 {
			if len(found) > 0 {
				expectFailed(t, r, bad)
			} else {
				expectFailed(t, r, bad, keys)
			}
		}
		if len(found) == 0 {
			// That nothing is stored at all is told from a target that stores
			// nothing ever.
			t.SetFacts(guard.Fact, guard.Accepts[0], t.OnlyKeysOf(good)...)
			t.Put(good...)
			t.Expect(good, t.Find(keys...))
			return "none-stored"
		}
		t.Expect(good, found)
		return "rest-stored"
	}},
}

// guard returns the guard of the case's operation.
func guard(t *script.T) model.Guard {
	c := t.Op.Clause("guard")
	if c == nil {
		t.Skip("nothing guards %s", t.Op.Name)
	}
	return c.Rule.(model.Guard)
}

// refuse sets the facts about some keys so that the guard refuses them, each
// in a way of its own.
func refuse(t *script.T, guard model.Guard, keys ...value.Object) {
	byValue := map[string][]value.Object{}
	for _, key := range keys {
		value := rapid.SampledFrom(guard.Refuses).Draw(t.Rapid, "refused value")
		byValue[value] = append(byValue[value], key)
	}
	for _, value := range guard.Refuses {
		t.SetFacts(guard.Fact, value, byValue[value]...)
	}
}

// expectFailed expects an answer to tell of some keys as failed and of no
// others. Where there are several sets of keys, one of them has to be it.
func expectFailed(t *script.T, r *wire.Reply, sets ...[]value.Object) {
	got := t.FailedKeys(t.Op, r.Out)
	for _, keys := range sets {
		want := map[string]bool{}
		for _, key := range keys {
			want[value.KeyOf(key, t.Varying(t.Op))] = true
		}
		agree := len(want) == len(got)
		for key := range want {
			agree = agree && got[key]
		}
		if agree {
			return
		}
	}
	t.Fail("as failed just "+value.ShowAll(t.OnlyKeysOf(sets[0])), "%v", r)
}
