package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var fanOutLaws = []law{
	{kind: "fan-out", name: "one request, one effect for each element", cases: 12, check: func(t *trial) {
		keys := t.keys(t.many())
		things := t.describe(keys...)
		if t.op.Effect.Verb != model.Deletes {
			t.put(things...)
			t.expect(things, t.find(keys...))
			return
		}
		// One more than are deleted is there, and stays.
		t.put(things[:len(things)-1]...)
		t.put(things[len(things)-1])
		t.remove(keys[:len(keys)-1]...)
		t.expect(things[len(things)-1:], t.find(keys...))
	}},
	{kind: "fan-out/duplicates", name: "a key twice in one request", see: func(t *trial) string {
		n := rapid.IntRange(1, min(2, t.combinations(t.partition(), 2).size())).Draw(t.rapid, "keys that differ")
		keys := t.keys(n)
		things := t.describe(keys...)
		twice := append(slices.Clone(things), things[0])
		want := things
		if t.op.Effect.Verb == model.Deletes {
			t.put(things...)
			t.expect(things, t.find(keys...))
			want = nil
		}
		in := t.input(t.op, twice...)
		t.arrange(t.op, in, things)
		r := t.call(t.op, in)
		if !r.ok() {
			return errorSeen(r)
		}
		t.makes(things...)
		if n := len(t.failed(t.op, t.accepted(r))); n > 0 {
			return "failed-batch"
		}
		t.expect(want, t.find(keys...))
		if t.op.Effect.Verb == model.Deletes && t.op.Clause("batch") != nil {
			t.toldOnce(things[0])
		}
		return "once"
	}},
}

// toldOnce deletes a thing together with one that is not there and stands in
// the request twice, and expects that one to be told once at most.
func (t *trial) toldOnce(thing object) {
	t.put(thing)
	absent := t.strangers(pick(thing, t.about.Partition), 1, []object{thing})[0]
	r := t.call(t.op, t.input(t.op, absent, thing, absent))
	if !r.ok() {
		return // what is not there keeps the rest from being told
	}
	told := 0
	for _, b := range batches(t.op, t.ok(t.op, r)) {
		told += len(b.items)
	}
	if told > 1 {
		t.fail("one item that failed, though it stands in the request twice", "%v", r)
	}
}

// many draws how many elements a request has: one, few, as many as it may,
// or a number that a limit of 25 is passed by.
func (t *trial) many() int {
	_, list, err := t.api.Steps(t.op.Input, t.op.Effect.Each)
	if err != nil {
		t.skip("%v", err)
	}
	low, high := t.lengths(list, 1, 100)
	n := rapid.SampledFrom([]int{1, 2, 3, 25, 26, high}).Draw(t.rapid, "elements")
	n = min(max(n, low), high)
	if t.op.Effect.Verb == model.Deletes && n < high {
		return n + 1
	}
	return n
}
