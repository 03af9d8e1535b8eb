package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// mixed returns things in one place of which a guard lets some be put, and
// refuses others, with all set up that they take. It returns as many of the
// second as are asked for, or as there can be, which is at least one; and of
// the first no fewer than one, if any are asked for.
//
// Where facts can be set for too few keys in one place, what is refused is what
// nothing was ever decided of, if the target is known to refuse that. With a
// person's file it is what the file says.
func mixed(t *script.T, guard model.Guard, passing, refused int) (good, bad []value.Object) {
	t.NeedFact(guard.Fact)
	switch {
	case t.Fixtures != nil:
		good, bad = givenMixed(t, guard, passing, refused)
	case t.Capacity(passing+refused) >= passing+refused:
		keys := t.Keys(passing + refused)
		good, bad = keys[:passing], keys[passing:]
	default:
		most := t.Capacity(passing)
		if passing > 0 {
			good = t.Keys(most)
		}
		needUndecidedRefused(t, guard, passing+refused)
		place := t.Partition()
		if len(good) > 0 {
			place = value.Pick(good[0], t.Subject.Partition)
		}
		bad = t.Strangers(place, refused, good)
		for _, key := range bad {
			t.Facts[t.FactID(guard.Fact, key)] = t.API.Fact(guard.Fact).Initially
		}
	}
	things := t.Describe(slices.Concat(good, bad)...)
	in := t.Input(t.Operations.Put, things...)
	t.SetUpReferences(t.Operations.Put, in)
	t.SetFacts(guard.Fact, guard.Accepts[0], good...)
	if t.Fixtures == nil && t.Capacity(passing+refused) >= passing+refused {
		refuse(t, guard, bad...)
	}
	return things[:len(good)], things[len(good):]
}

// givenMixed returns the keys of a file that a guard lets be put, and others
// that it refuses, in one partition.
func givenMixed(t *script.T, guard model.Guard, passing, refused int) (good, bad []value.Object) {
	for _, keys := range t.FixturesByPartition(true, guard.Refuses) {
		place := value.Pick(keys[0], t.Subject.Partition)
		good = t.FixtureKeysIn(place, guard.Accepts)
		if passing > 0 && len(good) == 0 {
			continue
		}
		t.UsePartition(place)
		good = rapid.Permutation(good).Draw(t.Rapid, "accepted")[:min(passing, len(good))]
		return good, rapid.Permutation(keys).Draw(t.Rapid, "refused")[:min(refused, len(keys))]
	}
	t.Skip("it takes one key%s, and one that may be put, in one place; the file names no such", t.FactPhrase(guard.Refuses))
	return nil, nil
}

// needUndecidedRefused skips the case unless it is known that the guard refuses
// what nothing was decided of.
func needUndecidedRefused(t *script.T, guard model.Guard, n int) {
	for i := range t.Operations.Put.Clauses {
		c := &t.Operations.Put.Clauses[i]
		silent, ok := c.Rule.(model.GuardSilent)
		if ok && silent.Fact == guard.Fact && slices.Contains(silent.Values, t.API.Fact(guard.Fact).Initially) && t.Choices()[c.ID] == "refused" {
			return
		}
	}
	t.Skip("it takes %s in one place whose %s can be set, or that it is known to be refused while nothing is decided", report.Counted(n, "key"), guard.Fact)
}
