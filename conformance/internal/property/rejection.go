package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var rejectionProperties = []script.Property{
	{Kind: "rejection", Name: "put only what the guard rejects", Observe: func(t *script.T) string {
		guard := guard(t)
		t.NeedFact(guard.Fact)
		_, resources := mixed(t, guard, 0, rapid.IntRange(1, min(3, t.Most(t.Op))).Draw(t.Rapid, "keys"))
		keys := t.OnlyKeysOf(resources)
		r := t.TryPut(resources...)
		if found := t.Find(keys...); len(found) > 0 {
			t.Fail("none of the keys that the guard rejects", "%s", value.ShowAll(found))
		}
		seen := ""
		switch {
		case !r.Ok():
			seen = testcase.ErrorChoice(r)
		case len(t.FailedKeys(t.Op, t.OutputOf(t.Op, r))) == 0:
			seen = "silent"
		default:
			expectFailed(t, r, keys)
			seen = "failed-batch"
		}
		// The same request succeeds once the guard accepts it; or another does,
		// if facts can't be changed.
		if !t.CanChange(guard.Fact) || t.Capacity(len(keys)) < len(keys) {
			keys = t.Keys(1)
			resources = t.Describe(keys...)
		}
		t.SetFacts(guard.Fact, guard.Accepts[0], keys...)
		t.Put(resources...)
		t.Expect(resources, t.Find(keys...))
		return seen
	}},
	{Kind: "rejection/partial", Name: "put some that the guard rejects, and some that it accepts", Observe: func(t *script.T) string {
		guard := guard(t)
		t.NeedFact(guard.Fact)
		good, bad := mixed(t, guard, rapid.IntRange(1, 3).Draw(t.Rapid, "accepted"), rapid.IntRange(1, 3).Draw(t.Rapid, "rejected"))
		resources := slices.Concat(good, bad)
		keys := t.OnlyKeysOf(resources)
		mixed := rapid.Permutation(resources).Draw(t.Rapid, "order")
		r := t.TryPut(mixed...)
		found := t.Find(keys...)
		if r.Ok() && len(t.FailedKeys(t.Op, t.OutputOf(t.Op, r))) > 0 {
			if len(found) > 0 {
				expectFailed(t, r, bad)
			} else {
				expectFailed(t, r, bad, keys)
			}
		}
		if len(found) == 0 {
			// The control: the target does store resources.
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
		t.Skip("no clause guards %s", t.Op.Name)
	}
	return c.Rule.(model.Guard)
}

// reject sets the facts about some keys so that the guard rejects them, each
// with a value drawn for it.
func reject(t *script.T, guard model.Guard, keys ...value.Object) {
	byValue := map[string][]value.Object{}
	for _, key := range keys {
		value := rapid.SampledFrom(guard.Rejects).Draw(t.Rapid, "rejected value")
		byValue[value] = append(byValue[value], key)
	}
	for _, value := range guard.Rejects {
		t.SetFacts(guard.Fact, value, byValue[value]...)
	}
}

// expectFailed expects an answer to report exactly the keys of one of the sets
// as failed.
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
	t.Fail("as failed exactly "+value.ShowAll(t.OnlyKeysOf(sets[0])), "%v", r)
}

// mixed returns resources in one partition of which a guard accepts some and
// rejects others, with their preconditions set up. It returns as many rejected
// ones as are asked for, or as are possible, but at least one; and at least one
// accepted one if any are asked for.
//
// If facts can be set for too few keys in one partition, the rejected ones are
// keys whose fact was never set, provided that the target is known to reject
// these. With a fixtures file, both are from the file.
func mixed(t *script.T, guard model.Guard, passing, rejecting int) (good, bad []value.Object) {
	t.NeedFact(guard.Fact)
	switch {
	case t.Fixtures != nil:
		good, bad = givenMixed(t, guard, passing, rejecting)
	case t.Capacity(passing+rejecting) >= passing+rejecting:
		keys := t.Keys(passing + rejecting)
		good, bad = keys[:passing], keys[passing:]
	default:
		most := t.Capacity(passing)
		if passing > 0 {
			good = t.Keys(most)
		}
		needUndecidedRejected(t, guard, passing+rejecting)
		place := t.Partition()
		if len(good) > 0 {
			place = value.Pick(good[0], t.Subject.Partition)
		}
		bad = t.Strangers(place, rejecting, good)
		for _, key := range bad {
			t.Facts[t.FactID(guard.Fact, key)] = t.API.Fact(guard.Fact).Initially
		}
	}
	resources := t.Describe(slices.Concat(good, bad)...)
	in := t.Input(t.Operations.Put, resources...)
	t.SetUpReferences(t.Operations.Put, in)
	t.SetFacts(guard.Fact, guard.Accepts[0], good...)
	if t.Fixtures == nil && t.Capacity(passing+rejecting) >= passing+rejecting {
		reject(t, guard, bad...)
	}
	return resources[:len(good)], resources[len(good):]
}

// givenMixed returns keys of a fixtures file that a guard accepts, and others
// that it rejects, in one partition.
func givenMixed(t *script.T, guard model.Guard, passing, rejecting int) (good, bad []value.Object) {
	for _, keys := range t.FixturesByPartition(true, guard.Rejects) {
		place := value.Pick(keys[0], t.Subject.Partition)
		good = t.FixtureKeysIn(place, guard.Accepts)
		if passing > 0 && len(good) == 0 {
			continue
		}
		t.UsePartition(place)
		good = rapid.Permutation(good).Draw(t.Rapid, "accepted")[:min(passing, len(good))]
		return good, rapid.Permutation(keys).Draw(t.Rapid, "rejected")[:min(rejecting, len(keys))]
	}
	t.Skip("it takes one key%s, and one that may be put, in one partition; the fixtures file names none", t.FactPhrase(guard.Rejects))
	return nil, nil
}

// needUndecidedRejected skips the case unless the guard is known to reject keys
// whose fact was never set.
func needUndecidedRejected(t *script.T, guard model.Guard, n int) {
	for i := range t.Operations.Put.Clauses {
		c := &t.Operations.Put.Clauses[i]
		silent, ok := c.Rule.(model.GuardSilent)
		if ok && silent.Fact == guard.Fact && slices.Contains(silent.Values, t.API.Fact(guard.Fact).Initially) && t.Choices()[c.ID] == "rejected" {
			return
		}
	}
	t.Skip("it takes %s in one partition whose %s can be set, or a target known to reject keys whose fact was never set", report.Counted(n, "key"), guard.Fact)
}
