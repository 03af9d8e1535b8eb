package conformance

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var absentLaws = []law{
	{kind: "absent", name: "delete what is not there, and what is", see: func(t *trial) string {
		n := rapid.IntRange(1, min(3, t.most(t.op), max(t.capacity(4)-1, 1))).Draw(t.rapid, "keys")
		// What is named is not there; what is there beside it stays.
		all := t.describe(t.keys(min(n+1, t.capacity(n+1)))...)
		things, others := all[:n], all[n:]
		t.put(others...)
		in := t.input(t.op, things...)
		t.arrangeReferences(t.op, in)
		switch rapid.SampledFrom([]string{"never", "deleted", "expired"}).Draw(t.rapid, "there before") {
		case "deleted":
			t.put(things...)
			t.remove(things...)
		case "expired":
			t.expire(things)
		}
		seen := t.outcomeOfAbsent(in, things)
		t.expect(others, t.find(all...))
		t.put(things...)
		t.expect(all, t.find(all...))
		if len(others) == 0 {
			// No second one can be arranged, so what is there stays while others
			// are named that can't be.
			strange := t.strangers(pick(things[0], t.about.Partition), 1, things)
			if also := t.outcomeOfAbsent(t.input(t.op, strange...), strange); also != seen {
				t.fail("the choice "+seen+" again", "the choice %s", also)
			}
			t.expect(all, t.find(all...))
		}
		t.remove(things...)
		t.expect(others, t.find(all...))
		return seen
	}},
	{kind: "absent/some", name: "delete what is there and what is not in one request", see: func(t *trial) string {
		there := t.describe(t.fewKeys(3)...)
		absent := t.strangers(pick(there[0], t.about.Partition), rapid.IntRange(1, 3).Draw(t.rapid, "not there"), there)
		things := append(slices.Clone(there), absent...)
		t.put(there...)
		t.expect(there, t.find(things...))
		in := t.input(t.op, rapid.Permutation(things).Draw(t.rapid, "order")...)
		r := t.call(t.op, in)
		left := t.find(things...)
		if r.ok() {
			// What is not told as failed has been done.
			failed := t.failed(t.op, t.ok(t.op, r))
			if len(failed) > 0 {
				t.expectFailed(r, absent)
			}
			t.expect(nil, left)
			if len(failed) == 0 {
				return "accepted"
			}
			return "failed-batch"
		}
		if code := t.absentError(); code != "" {
			t.refused(r, code)
		}
		if len(left) == 0 {
			return "error-rest-deleted"
		}
		t.expect(there, left)
		t.remove(there...)
		t.expect(nil, t.find(things...))
		return "error-none-deleted"
	}},
}

// outcomeOfAbsent returns what became of a request to delete things that are
// not there.
func (t *trial) outcomeOfAbsent(in object, things []object) string {
	seen := t.outcomeFor(t.call(t.op, in), things)
	if seen == "allowed" {
		return "accepted"
	}
	return seen
}

// expire puts things and lets their time pass, if they have one and the clock
// can be set.
func (t *trial) expire(things []object) {
	c := t.ops.put.Clause("expiry")
	if c == nil || t.target.Clock == nil {
		return
	}
	end := t.freeze().Add(time.Minute)
	mortal := make([]object, len(things))
	for i := range mortal {
		mortal[i] = with(things[i], object{c.Rule.(model.Expiry).At: epoch(end)})
	}
	t.put(mortal...)
	t.expect(mortal, t.find(things...))
	t.setClock(end)
}

// absentError returns the error with which the trial's operation answers
// where nothing of what it is to delete is there, or "".
func (t *trial) absentError() string {
	c := t.op.Clause("absent")
	if c == nil || t.asserted(c) == "" {
		return ""
	}
	return model.ErrorOf(t.asserted(c))
}
