package property

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var expiryProperties = []script.Property{
	{Kind: "expiry", Name: "there before its time, gone from its time on", Begin: script.BeginExpiring, Check: func(t *script.T) {
		if script.Waits(t.Session) {
			t.Await(script.BeginExpiring)
			return
		}
		if t.Target.Clock == nil {
			t.Await(script.BeginExpiringSoon)
			return
		}
		at := t.Clause.Rule.(model.Expiry).At
		start := t.Freeze()
		keys := t.SpreadKeys(2)
		resources := t.Describe(keys...)
		end := start.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t.Rapid, "seconds")) * time.Second)
		mortal, immortal := t.WithTime(resources[0], at, end), value.Clone(resources[1])
		delete(immortal, at)
		t.Put(mortal)
		t.Put(immortal)
		both := []value.Object{mortal, immortal}
		t.Expect(both, t.Find(keys...))
		t.SetClock(end.Add(-shortly(t)))
		t.Expect(both, t.Find(keys...))
		t.SetClock(end.Add(rapid.SampledFrom(after(t)).Draw(t.Rapid, "after")))
		t.Expect(both[1:], t.Find(keys...))
		// A read by its key does not return it either, and none of its members
		// comes back when it is put again.
		if found, able := t.FindByKey(keys...); able {
			t.Expect(both[1:], found)
		}
		again := value.Clone(resources[0])
		for _, name := range t.Optional(again) {
			delete(again, name)
		}
		t.Put(again)
		t.Expect([]value.Object{again, immortal}, t.Find(keys...))
	}},
	{Kind: "expiry", Name: "a later time prolongs it", Begin: script.BeginProlonged, Check: func(t *script.T) {
		if script.Waits(t.Session) {
			t.Await(script.BeginProlonged)
			return
		}
		if t.Target.Clock == nil {
			t.Await(script.BeginProlongedSoon)
			return
		}
		at := t.Clause.Rule.(model.Expiry).At
		start := t.Freeze()
		key := t.Keys(1)[0]
		resource := t.Describe(key)[0]
		first := start.Add(time.Duration(rapid.IntRange(2, 600).Draw(t.Rapid, "seconds")) * time.Second)
		second := first.Add(2 * after(t)[0]).Add(time.Duration(rapid.IntRange(1, 600).Draw(t.Rapid, "more seconds")) * time.Second)
		t.Put(t.WithTime(resource, at, first))
		t.Put(t.WithTime(resource, at, second))
		t.SetClock(first.Add(after(t)[0]))
		t.Expect([]value.Object{t.WithTime(resource, at, second)}, t.Find(key))
		t.SetClock(second.Add(after(t)[0]))
		t.Expect(nil, t.Find(key))
	}},
	{Kind: "expiry/past", Name: "a time that is not in the future", Observe: func(t *script.T) string {
		at := t.Clause.Rule.(model.Past).At
		now, early := time.Time{}, []time.Duration{time.Hour, 24 * 365 * time.Hour}
		if t.Target.Clock != nil {
			now = t.Freeze()
			if t.Exact() {
				early = append(early, 0, time.Millisecond, time.Second)
			}
		} else {
			now = t.Now().Truncate(time.Second)
		}
		key := t.Keys(1)[0]
		resource := t.Describe(key)[0]
		past := t.WithTime(resource, at, now.Add(-rapid.SampledFrom(early).Draw(t.Rapid, "early")))
		r := t.TryPut(past)
		if found := t.Find(key); len(found) > 0 {
			t.Contradict("nothing exists past its expiry", value.ShowAll(nil), "%s", value.ShowAll(found))
		}
		// A time in the future is accepted.
		future := t.WithTime(resource, at, now.Add(time.Hour))
		t.Put(future)
		t.Expect([]value.Object{future}, t.Find(key))
		switch {
		case !r.Ok():
			return testcase.ErrorChoice(r)
		case len(t.FailedKeys(t.Op, r.Out)) > 0:
			return "failed-batch"
		}
		return "accepted"
	}},
	{Kind: "expiry/precision", Name: "put with a fraction, list: what is left of it", Observe: func(t *script.T) string {
		at := t.Clause.Rule.(model.Precision).At
		key := t.Keys(1)[0]
		fraction := rapid.SampledFrom([]int{1, 123, 500, 999}).Draw(t.Rapid, "milliseconds")
		far := rapid.SampledFrom([]int{min(t.FarYear()+1, 9999), min(t.FarYear()+50, 9999), 9999}).Draw(t.Rapid, "year")
		end := time.Date(far, 6, 1, 12, 0, 0, fraction*1e6, time.UTC)
		t.Put(t.WithTime(t.Describe(key)[0], at, end))
		found := t.Find(key)
		if len(found) != 1 {
			t.Fail("one "+t.Subject.Name, "%s", value.ShowAll(found))
		}
		got, ok := value.TimeOf(found[0][at])
		switch {
		case ok && got.Equal(end):
			return "milliseconds"
		case ok && got.Equal(end.Truncate(time.Second)):
			return "seconds"
		}
		t.Fail(string(value.Epoch(end))+", with or without its fraction", "%s", value.Show(found[0][at]))
		return ""
	}},
}

// after returns how long after its expiry a resource may be looked for, the
// shortest time first. Nobody documents the very instant, so a target that is
// not meant to be exact has a while.
func after(t *script.T) []time.Duration {
	if t.Exact() {
		return []time.Duration{0, time.Millisecond, time.Second, 100 * time.Hour}
	}
	return []time.Duration{script.ExpiryLag, time.Minute, 100 * time.Hour}
}

// shortly draws a time shortly before another.
func shortly(t *script.T) time.Duration {
	// A service may cut off the fraction, so times differ by a whole second at
	// least, unless the expiry is at a whole second.
	return rapid.SampledFrom([]time.Duration{time.Millisecond, 500 * time.Millisecond, time.Second}).Draw(t.Rapid, "before")
}
