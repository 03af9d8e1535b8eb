package property

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var absentLaws = []script.Property{
	{Kind: "absent", Name: "delete what is not there, and what is", Observe: func(t *script.T) string {
		n := rapid.IntRange(1, min(3, t.Most(t.Op), max(t.Capacity(4)-1, 1))).Draw(t.Rapid, "keys")
		// What is named is not there; what is there beside it stays.
		all := t.Describe(t.Keys(min(n+1, t.Capacity(n+1)))...)
		things, others := all[:n], all[n:]
		t.Put(others...)
		in := t.Input(t.Op, things...)
		t.SetUpReferences(t.Op, in)
		switch rapid.SampledFrom([]string{"never", "deleted", "expired"}).Draw(t.Rapid, "there before") {
		case "deleted":
			t.Put(things...)
			t.Delete(things...)
		case "expired":
			expire(t, things)
		}
		seen := outcomeOfAbsent(t, in, things)
		t.Expect(others, t.Find(all...))
		t.Put(things...)
		t.Expect(all, t.Find(all...))
		if len(others) == 0 {
			// No second one can be set up, so what is there stays while others
			// are named that can't be.
			strange := t.Strangers(value.Pick(things[0], t.Subject.Partition), 1, things)
			if also := outcomeOfAbsent(t, t.Input(t.Op, strange...), strange); also != seen {
				t.Fail("the choice "+seen+" again", "the choice %s", also)
			}
			t.Expect(all, t.Find(all...))
		}
		t.Delete(things...)
		t.Expect(others, t.Find(all...))
		return seen
	}},
	{Kind: "absent/some", Name: "delete what is there and what is not in one request", Observe: func(t *script.T) string {
		there := t.Describe(t.FewKeys(3)...)
		absent := t.Strangers(value.Pick(there[0], t.Subject.Partition), rapid.IntRange(1, 3).Draw(t.Rapid, "not there"), there)
		things := append(slices.Clone(there), absent...)
		t.Put(there...)
		t.Expect(there, t.Find(things...))
		in := t.Input(t.Op, rapid.Permutation(things).Draw(t.Rapid, "order")...)
		r := t.Call(t.Op, in)
		left := t.Find(things...)
		if r.Ok() {
			// What is not told as failed has been done.
			failed := t.FailedKeys(t.Op, t.ExpectSuccess(t.Op, r))
			if len(failed) > 0 {
				expectFailed(t, r, absent)
			}
			t.Expect(nil, left)
			if len(failed) == 0 {
				return "accepted"
			}
			return "failed-batch"
		}
		if code := absentError(t); code != "" {
			t.ExpectError(r, code)
		}
		if len(left) == 0 {
			return "error-rest-deleted"
		}
		t.Expect(there, left)
		t.Delete(there...)
		t.Expect(nil, t.Find(things...))
		return "error-none-deleted"
	}},
}

// outcomeOfAbsent returns what became of a request to delete things that are
// not there.
func outcomeOfAbsent(t *script.T, in value.Object, things []value.Object) string {
	seen := t.OutcomeFor(t.Call(t.Op, in), things)
	if seen == "allowed" {
		return "accepted"
	}
	return seen
}

// expire puts things and lets their time pass, if they have one and the clock
// can be set.
func expire(t *script.T, things []value.Object) {
	c := t.Operations.Put.Clause("expiry")
	if c == nil || t.Target.Clock == nil {
		return
	}
	end := t.Freeze().Add(time.Minute)
	mortal := make([]value.Object, len(things))
	for i := range mortal {
		mortal[i] = value.With(things[i], value.Object{c.Rule.(model.Expiry).At: value.Epoch(end)})
	}
	t.Put(mortal...)
	t.Expect(mortal, t.Find(things...))
	t.SetClock(end)
}

// absentError returns the error with which the case's operation answers
// where nothing of what it is to delete is there, or "".
func absentError(t *script.T) string {
	c := t.Op.Clause("absent")
	if c == nil || t.RequiredChoice(c) == "" {
		return ""
	}
	return model.ErrorOf(t.RequiredChoice(c))
}
