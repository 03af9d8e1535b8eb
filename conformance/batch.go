package conformance

import (
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var batchLaws = []law{
	{kind: "batch", name: "one and many that fail, among others that don't", cases: 10, check: func(t *trial) {
		rule := t.clause.Rule.(model.Batch)
		most := t.most(t.op)
		passing := rapid.IntRange(0, 2).Draw(t.rapid, "that pass")
		if t.op.Effect.Verb == model.Deletes {
			passing++ // where none is there, the request may be refused as a whole
		}
		failing := rapid.SampledFrom([]int{rule.Max + 1, most, 1, rule.Max, 2*rule.Max + 1}).Draw(t.rapid, "that fail")
		failing = min(failing, most-passing)
		if len(t.combinations(t.partition(), passing+failing)) < passing+failing {
			passing, failing = 0, 1
		}
		if failing < 1 {
			t.skip("%s takes too few things at once", t.op.Name)
		}
		keys := t.keys(passing + failing)
		things := t.describe(keys...)
		r := t.failSome(things, failing)
		if !r.ok() || len(t.failed(t.op, t.ok(t.op, r))) == 0 {
			t.skip("the target does not tell so of what failed")
		}
		t.expectFailed(r, keys[:failing])
		t.expectBatches(rule, r, things[:failing])
	}},
}

// failSome makes a request about things of which the first few have to fail,
// and returns the answer.
func (t *trial) failSome(things []object, failing int) *reply {
	if t.op.Effect.Verb == model.Deletes {
		t.put(things[failing:]...)
		in := t.input(t.op, things...)
		t.arrangeReferences(t.op, in)
		return t.call(t.op, in)
	}
	guard := t.guard()
	t.needFact(guard.Fact)
	value := rapid.SampledFrom(guard.Refuses).Draw(t.rapid, "refused value")
	t.setFacts(guard.Fact, value, things[:failing]...)
	return t.tryPut(things...)
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
