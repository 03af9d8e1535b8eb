package property

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var intervalProperties = []script.Property{
	{Kind: "interval", Name: "put, and again before and after the interval", Cases: 6, Observe: func(t *script.T) string {
		if !t.Exact() || t.Target.Clock == nil {
			return putAtOnce(t)
		}
		rule := t.Clause.Rule.(model.Interval)
		interval := time.Duration(rule.Seconds) * time.Second
		start := t.Freeze()
		all := t.Describe(t.Keys(t.Capacity(3))...)
		one := all[0]
		t.Put(one)
		// Another one may be put meanwhile, and once more with what is too early.
		t.SetClock(start.Add(interval / 2))
		if len(all) > 1 {
			t.Put(all[1])
		}
		t.SetClock(start.Add(interval - rapid.SampledFrom([]time.Duration{time.Second, time.Millisecond, interval / 3}).Draw(t.Rapid, "early")))
		r := t.TryPut(one)
		if r.Ok() {
			return "accepted"
		}
		seen := testcase.ErrorChoice(r)
		if t.Op.Effect.Each != "" && len(all) > 2 {
			both := []value.Object{all[2], one}
			if rapid.Bool().Draw(t.Rapid, "too early in front") {
				both = []value.Object{one, all[2]}
			}
			if r := t.TryPut(both...); testcase.ErrorChoice(r) != seen {
				t.Fail(seen+" with one that may be put, too", "%v", r)
			}
			t.Put(all[2]) // nothing was put with what was rejected
		}
		t.SetClock(start.Add(interval))
		t.Put(one)
		return seen
	}},
}

// putAtOnce puts one resource several times, as fast as it goes. Where a minute begins and
// ends for the target is not known, nor when what was put before is done: two puts may be
// accepted, and the first may be rejected, but no more than two are.
func putAtOnce(t *script.T) string {
	rule := t.Clause.Rule.(model.Interval)
	one := t.Describe(t.Keys(1)...)[0]
	start, accepted := t.Now(), 0
	for range 3 {
		if r := t.TryPut(one); r.Ok() {
			accepted++
		} else if accepted > 0 {
			return testcase.ErrorChoice(r)
		}
	}
	switch {
	case accepted == 0:
		t.Skip("a %s could not be put even once: %s", t.Subject.Name, "what was put before is not done")
	case accepted < 3 || t.Now().Sub(start) > time.Duration(rule.Seconds)*time.Second/2:
		t.Skip("the calls took too long to be within one interval")
	}
	return "accepted"
}
