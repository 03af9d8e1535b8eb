package property

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var absentProperties = []script.Property{
	{Kind: "absent", Name: "delete what does not exist, and what does", Observe: func(t *script.T) string {
		switch t.Op.Effect.Verb {
		case model.Gets:
			return getAbsent(t)
		case model.Updates:
			return updateAbsent(t)
		}
		n := rapid.IntRange(1, min(3, t.Most(t.Op), max(t.Capacity(4)-1, 1))).Draw(t.Rapid, "keys")
		// The request names resources that do not exist; others exist, and
		// stay.
		all := t.Describe(t.Keys(min(n+1, t.Capacity(n+1)))...)
		resources, others := all[:n], all[n:]
		others = t.PutAndFind(others...)
		in := t.Input(t.Op, resources...)
		t.SetUpReferences(t.Op, in)
		before := []string{"never", "deleted", "expired"}
		if t.Lingers() {
			before = before[:1] // what is being deleted is another matter
		}
		switch rapid.SampledFrom(before).Draw(t.Rapid, "there before") {
		case "deleted":
			t.Put(resources...)
			t.Delete(resources...)
		case "expired":
			expire(t, resources)
		}
		seen := outcomeOfAbsent(t, in, resources)
		t.Expect(others, t.Find(all...))
		t.Put(resources...)
		t.ExpectKeys(all, t.Find(all...))
		if len(others) == 0 {
			// No second one can be set up: the one that exists stays while
			// others are named that can't be set up.
			strange := t.Strangers(value.Pick(resources[0], t.Subject.Partition), 1, resources)
			if also := outcomeOfAbsent(t, t.Input(t.Op, strange...), strange); also != seen {
				t.Fail("the choice "+seen+" again", "the choice %s", also)
			}
			t.ExpectKeys(all, t.Find(all...))
		}
		t.Delete(resources...)
		t.Expect(others, t.Find(all...))
		return seen
	}},
	{Kind: "absent/some", Name: "delete what exists and what does not in one request", Observe: func(t *script.T) string {
		there := t.Describe(t.FewKeys(3)...)
		absent := t.Strangers(value.Pick(there[0], t.Subject.Partition), rapid.IntRange(1, 3).Draw(t.Rapid, "not there"), there)
		resources := append(slices.Clone(there), absent...)
		t.Put(there...)
		t.Expect(there, t.Find(resources...))
		in := t.Input(t.Op, rapid.Permutation(resources).Draw(t.Rapid, "order")...)
		r := t.Call(t.Op, in)
		left := t.Find(resources...)
		if r.Ok() {
			// Keys that are not reported as failed have been deleted.
			failed := t.FailedKeys(t.Op, t.OutputOf(t.Op, r))
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
		t.Expect(nil, t.Find(resources...))
		return "error-none-deleted"
	}},
}

// getAbsent asks for a resource that was never there, or is not any more, beside one
// that is, and returns the choice that the answer is.
func getAbsent(t *script.T) string {
	resources := t.Describe(t.Keys(2)...)
	t.Put(resources[1])
	if t.Operations.Delete != nil && !t.Lingers() && rapid.Bool().Draw(t.Rapid, "there before") {
		t.Put(resources[0])
		t.Delete(resources[0])
	}
	r := t.Call(t.Op, t.Input(t.Op, resources[0]))
	seen := "accepted"
	if !r.Ok() {
		seen = testcase.ErrorChoice(r)
	} else if rows := effect.Returned(t.Op, t.OutputOf(t.Op, r)); len(rows) > 0 {
		t.Fail("nothing", "%s", value.ShowAll(rows))
	}
	t.Expect(resources[1:], t.Find(resources[1]))
	t.Put(resources[0])
	t.Expect(resources, t.Find(resources...))
	return seen
}

// outcomeOfAbsent returns the choice that the answer to a deletion is whose
// resources do not exist.
func outcomeOfAbsent(t *script.T, in value.Object, resources []value.Object) string {
	seen := t.OutcomeFor(t.Call(t.Op, in), resources)
	if seen == "allowed" {
		return "accepted"
	}
	return seen
}

// expire puts resources and lets them expire, if they can and the clock can be
// set.
func expire(t *script.T, resources []value.Object) {
	c := t.Operations.Put.Clause("expiry")
	if t.Operations.Put.EntryExpiry() != nil && t.Target.Clock != nil {
		expireByEntry(t, resources)
		return
	}
	if c == nil || t.Target.Clock == nil {
		return
	}
	end := t.Freeze().Add(time.Minute)
	mortal := make([]value.Object, len(resources))
	for i := range mortal {
		mortal[i] = t.WithTime(resources[i], c.Rule.(model.Expiry).At, end)
	}
	t.Put(mortal...)
	t.Expect(mortal, t.Find(resources...))
	t.SetClock(end.Add(after(t)[0]))
}

// absentError returns the error of the case's operation if nothing that it is
// to delete exists, or "".
func absentError(t *script.T) string {
	c := t.Op.Clause("absent")
	if c == nil || t.RequiredChoice(c) == "" {
		return ""
	}
	return model.ErrorOf(t.RequiredChoice(c))
}
