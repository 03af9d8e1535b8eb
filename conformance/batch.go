package conformance

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var batchLaws = []law{
	{kind: "batch", name: "one and many that fail, among others that don't", cases: 10, check: func(t *trial) {
		rule := t.clause.Rule.(model.Batch)
		most := t.most(t.op)
		passing := rapid.IntRange(0, 2).Draw(t.rapid, "that pass")
		failing := rapid.SampledFrom([]int{4, rule.Max + 1, most, 1, 4, rule.Max, 2*rule.Max + 1}).Draw(t.rapid, "that fail")
		// As many as just fit are tried each time.
		for _, failing := range []int{failing, rule.Max} {
			t.tellsFailed(rule, passing, min(failing, most))
		}
	}},
}

// tellsFailed has an operation deal with things of which some fail, and expects
// it to tell of those.
func (t *trial) tellsFailed(rule model.Batch, passing, failing int) {
	var things []object
	var r *reply
	if t.op.Effect.Verb == model.Deletes {
		// Where none is there, the request may be refused as a whole.
		things, r = t.deleteSome(1, min(failing, t.most(t.op)-1))
	} else {
		things, r = t.putSome(min(passing, t.most(t.op)-failing), failing)
	}
	if !r.ok() || len(t.failed(t.op, t.ok(t.op, r))) == 0 {
		t.skip("the target does not tell so of what failed")
	}
	t.expectFailed(r, things)
	t.expectBatches(rule, r, things)
}

// deleteSome deletes things of which some are there, and others not. It
// returns those that are not, and the answer.
func (t *trial) deleteSome(there, absent int) ([]object, *reply) {
	if absent < 1 {
		t.skip("%s takes too few things at once", t.op.Name)
	}
	things := t.describe(t.keys(there)...)
	t.put(things...)
	failing := t.strangers(pick(things[0], t.about.Partition), absent, things)
	return failing, t.call(t.op, t.input(t.op, append(things, failing...)...))
}

// putSome puts things of which the guard accepts some, and refuses others. It
// returns those that it refuses, and the answer.
func (t *trial) putSome(accepted, refused int) ([]object, *reply) {
	passing, failing := t.mixed(t.guard(), accepted, refused)
	return failing, t.tryPut(slices.Concat(failing, passing)...)
}

// expectBatches expects an answer to tell of things as failed: each whole and
// once, those that failed for one reason together as far as a batch can hold
// them.
func (t *trial) expectBatches(rule model.Batch, r *reply, things []object) {
	_, shape, err := t.api.Steps(t.op.Output, model.Path(rule.List).Elem().Join(rule.Items).Elem())
	if err != nil {
		t.skip("%v", err)
	}
	var names []string
	for _, m := range shape.Members {
		names = append(names, m.Name)
	}
	byKey := map[string]object{}
	for _, thing := range things {
		byKey[keyOf(thing, t.varying(t.op))] = pick(thing, names)
	}
	told := 0
	smallest := map[string]int{} // the smallest batch so far, by its reason
	for _, b := range batches(t.op, r.out) {
		n := len(b.items)
		if strings.TrimSpace(b.message) == "" {
			t.fail("a reason with each batch", "%v", r)
		}
		if n < 1 || n > rule.Max {
			t.fail("from 1 to "+string(integer(rule.Max))+" items in a batch", "%d, in %v", n, r)
		}
		if other, there := smallest[b.message]; there && other+n <= rule.Max {
			t.fail("what failed for one reason in one batch as far as it goes in", "batches of %d and %d for one reason, in %v", other, n, r)
		}
		if other, there := smallest[b.message]; !there || n < other {
			smallest[b.message] = n
		}
		for _, item := range b.items {
			want := byKey[keyOf(item, t.varying(t.op))]
			if !same(t.api, shape, want, item) {
				t.fail("the item as it was given: "+show(want), "%s", show(item))
			}
		}
		told += n
	}
	if told != len(things) {
		t.fail("each of the "+string(integer(len(things)))+" items once", "%d items, in %v", told, r)
	}
}
