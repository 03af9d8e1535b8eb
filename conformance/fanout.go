package conformance

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var fanOutLaws = []law{
	{kind: "fan-out", name: "one request, one effect for each element", cases: 12, check: func(t *trial) {
		t.needSeveral()
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
	{kind: "fan-out", name: "as many elements as one request may have, each as long as may be", once: true, check: func(t *trial) {
		t.needSeveral()
		n := t.capacity(t.most(t.op))
		if t.op.Effect.Verb == model.Deletes {
			n = min(n, t.most(t.ops.put))
		}
		things := t.describe(t.keys(n)...)
		for _, name := range t.freeMembers() {
			if !slices.Contains(t.about.Partition, name) {
				t.lengthen(things, name)
			}
		}
		t.put(things...)
		t.expect(things, t.find(things...))
		if t.op.Effect.Verb == model.Deletes {
			t.remove(things...)
			t.expect(nil, t.find(things...))
		}
	}},
	{kind: "fan-out/duplicates", name: "a key twice in one request", see: func(t *trial) string {
		n := rapid.IntRange(1, min(2, t.capacity(2))).Draw(t.rapid, "keys that differ")
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
			if t.unsure != "" {
				t.skip("%s", t.unsure)
			}
			return "failed-batch"
		}
		t.expect(want, t.find(keys...))
		return "once"
	}},
	{kind: "fan-out/duplicates", name: "a key that fails, twice in one request", see: func(t *trial) string {
		if t.op.Clause("batch") == nil {
			t.skip("nothing tells of what fails")
		}
		good, bad := t.failing()
		r := t.call(t.op, t.input(t.op, bad, good, bad))
		if !r.ok() {
			t.skip("%s keeps the rest from being told", r.code)
		}
		out, told := t.ok(t.op, r), 0
		for _, b := range batches(t.op, out) {
			told += len(b.items)
		}
		if failed := t.failed(t.op, out); told > 0 && (len(failed) != 1 || !failed[keyOf(bad, t.varying(t.op))]) {
			t.fail("of what fails "+show(pick(bad, t.varying(t.op)))+", and of nothing else", "%v", r)
		}
		switch told {
		case 0:
			t.skip("nothing is told of what fails")
		case 1:
			return "once"
		}
		return "told-twice"
	}},
}

// failing returns a thing that the trial's operation can deal with, and one in
// the same place that it can't.
func (t *trial) failing() (good, bad object) {
	if t.op.Effect.Verb == model.Deletes {
		good = t.describe(t.keys(1)...)[0]
		t.put(good)
		return good, t.strangers(pick(good, t.about.Partition), 1, []object{good})[0]
	}
	c := t.op.Clause("guard")
	if c == nil {
		t.skip("nothing keeps one thing of several from being put")
	}
	passing, refused := t.mixed(c.Rule.(model.Guard), 1, 1)
	return passing[0], refused[0]
}

// needSeveral skips the case if there can be but one thing in one place, of
// which no request can have several.
func (t *trial) needSeveral() {
	if t.capacity(2) < 2 {
		t.skip("it takes several keys in one %s; here there can be one", strings.Join(t.about.Partition, ", "))
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
	if most := t.capacity(high); t.given != nil || t.capacity(26) < 26 {
		// Few can be arranged; of those, all there are will do.
		if n = min(n, most); t.op.Effect.Verb == model.Deletes {
			n = min(n, most-1)
		}
	}
	if t.op.Effect.Verb == model.Deletes && n < high {
		return n + 1
	}
	return n
}
