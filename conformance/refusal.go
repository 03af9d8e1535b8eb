package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var refusalLaws = []law{
	{kind: "refusal", name: "put only what the guard refuses", see: func(t *trial) string {
		guard := t.guard()
		t.needFact(guard.Fact)
		_, things := t.mixed(guard, 0, rapid.IntRange(1, min(3, t.most(t.op))).Draw(t.rapid, "keys"))
		keys := t.onlyKeysOf(things)
		r := t.tryPut(things...)
		if found := t.find(keys...); len(found) > 0 {
			t.fail("none of what the guard refuses", "%s", showAll(found))
		}
		seen := ""
		switch {
		case !r.ok():
			seen = errorSeen(r)
		case len(t.failed(t.op, t.ok(t.op, r))) == 0:
			seen = "silent"
		default:
			t.expectFailed(r, keys)
			seen = "failed-batch"
		}
		// The same request passes once the guard accepts it, or another does if
		// nothing can be decided anew.
		if !t.changes(guard.Fact) || t.capacity(len(keys)) < len(keys) {
			keys = t.keys(1)
			things = t.describe(keys...)
		}
		t.setFacts(guard.Fact, guard.Accepts[0], keys...)
		t.put(things...)
		t.expect(things, t.find(keys...))
		return seen
	}},
	{kind: "refusal/partial", name: "put some that the guard refuses, and some that it accepts", see: func(t *trial) string {
		guard := t.guard()
		t.needFact(guard.Fact)
		good, bad := t.mixed(guard, rapid.IntRange(1, 3).Draw(t.rapid, "accepted"), rapid.IntRange(1, 3).Draw(t.rapid, "refused"))
		things := slices.Concat(good, bad)
		keys := t.onlyKeysOf(things)
		mixed := rapid.Permutation(things).Draw(t.rapid, "order")
		r := t.tryPut(mixed...)
		found := t.find(keys...)
		if r.ok() && len(t.failed(t.op, t.ok(t.op, r))) > 0 {
			if len(found) > 0 {
				t.expectFailed(r, bad)
			} else {
				t.expectFailed(r, bad, keys)
			}
		}
		if len(found) == 0 {
			// That nothing is stored at all is told from a target that stores
			// nothing ever.
			t.setFacts(guard.Fact, guard.Accepts[0], t.onlyKeysOf(good)...)
			t.put(good...)
			t.expect(good, t.find(keys...))
			return "none-stored"
		}
		t.expect(good, found)
		return "rest-stored"
	}},
}

// guard returns the guard of the trial's operation.
func (t *trial) guard() model.Guard {
	c := t.op.Clause("guard")
	if c == nil {
		t.skip("nothing guards %s", t.op.Name)
	}
	return c.Rule.(model.Guard)
}

// refuse sets the facts about some keys so that the guard refuses them, each
// in a way of its own.
func (t *trial) refuse(guard model.Guard, keys ...object) {
	byValue := map[string][]object{}
	for _, key := range keys {
		value := rapid.SampledFrom(guard.Refuses).Draw(t.rapid, "refused value")
		byValue[value] = append(byValue[value], key)
	}
	for _, value := range guard.Refuses {
		t.setFacts(guard.Fact, value, byValue[value]...)
	}
}

// expectFailed expects an answer to tell of some keys as failed and of no
// others. Where there are several sets of keys, one of them has to be it.
func (t *trial) expectFailed(r *reply, sets ...[]object) {
	got := t.failed(t.op, r.out)
	for _, keys := range sets {
		want := map[string]bool{}
		for _, key := range keys {
			want[keyOf(key, t.varying(t.op))] = true
		}
		agree := len(want) == len(got)
		for key := range want {
			agree = agree && got[key]
		}
		if agree {
			return
		}
	}
	t.fail("as failed just "+showAll(t.onlyKeysOf(sets[0])), "%v", r)
}
