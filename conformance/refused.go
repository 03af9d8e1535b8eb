package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// mixed returns things in one place of which a guard lets some be put, and
// refuses others, with all arranged that they take. It returns as many of the
// second as are asked for, or as there can be, which is at least one; and of
// the first no fewer than one, if any are asked for.
//
// Where facts can be set for too few keys in one place, what is refused is what
// nothing was ever decided of, if the target is known to refuse that. With a
// person's file it is what the file says.
func (t *trial) mixed(guard model.Guard, passing, refused int) (good, bad []object) {
	t.needFact(guard.Fact)
	switch {
	case t.given != nil:
		good, bad = t.givenMixed(guard, passing, refused)
	case t.capacity(passing+refused) >= passing+refused:
		keys := t.keys(passing + refused)
		good, bad = keys[:passing], keys[passing:]
	default:
		most := t.capacity(passing)
		if passing > 0 {
			good = t.keys(most)
		}
		t.needUndecidedRefused(guard, passing+refused)
		place := t.partition()
		if len(good) > 0 {
			place = pick(good[0], t.about.Partition)
		}
		bad = t.strangers(place, refused, good)
		for _, key := range bad {
			t.facts[t.factID(guard.Fact, key)] = t.api.Fact(guard.Fact).Initially
		}
	}
	things := t.describe(slices.Concat(good, bad)...)
	in := t.input(t.ops.put, things...)
	t.arrangeReferences(t.ops.put, in)
	t.setFacts(guard.Fact, guard.Accepts[0], good...)
	if t.given == nil && t.capacity(passing+refused) >= passing+refused {
		t.refuse(guard, bad...)
	}
	return things[:len(good)], things[len(good):]
}

// givenMixed returns the keys of a file that a guard lets be put, and others
// that it refuses, in one partition.
func (t *trial) givenMixed(guard model.Guard, passing, refused int) (good, bad []object) {
	for _, keys := range t.givenPlaces(true, guard.Refuses) {
		place := pick(keys[0], t.about.Partition)
		good = t.givenIn(place, guard.Accepts)
		if passing > 0 && len(good) == 0 {
			continue
		}
		t.take(place)
		good = rapid.Permutation(good).Draw(t.rapid, "accepted")[:min(passing, len(good))]
		return good, rapid.Permutation(keys).Draw(t.rapid, "refused")[:min(refused, len(keys))]
	}
	t.skip("it takes one key%s, and one that may be put, in one place; the file names no such", t.ofValue(guard.Refuses))
	return nil, nil
}

// needUndecidedRefused skips the case unless it is known that the guard refuses
// what nothing was decided of.
func (t *trial) needUndecidedRefused(guard model.Guard, n int) {
	for i := range t.ops.put.Clauses {
		c := &t.ops.put.Clauses[i]
		silent, ok := c.Rule.(model.GuardSilent)
		if ok && silent.Fact == guard.Fact && slices.Contains(silent.Values, t.api.Fact(guard.Fact).Initially) && t.choices()[c.ID] == "refused" {
			return
		}
	}
	t.skip("it takes %s in one place whose %s can be set, or that it is known to be refused while nothing is decided", counted(n, "key"), guard.Fact)
}
