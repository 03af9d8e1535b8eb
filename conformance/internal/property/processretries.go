package property

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var processRetriesProperties = []script.Property{
	{Kind: "process/retries", Name: "it fails again and again, too seldom to count, and succeeds in the end", Cases: 12, Check: func(t *script.T) {
		a := automatic(t)
		rule := t.Clause.Rule.(model.ProcessRetries)
		key := t.Keys(1)[0]
		seconds := rapid.IntRange(2, 50).Draw(t.Rapid, "seconds")
		most := rapid.IntRange(2, 5).Draw(t.Rapid, rule.Most)
		limits := value.Object{rule.Most: value.Integer(most), rule.Within: value.Integer((most-1)*seconds - 1)}
		if rapid.IntRange(0, 3).Draw(t.Rapid, "the seconds by default") == 0 {
			seconds = rule.DefaultWithin/(most-1) + 1
			limits[rule.Within] = nil
		}
		start := t.Freeze()
		a.ends(a.p.Failed, int64(seconds), key)
		a.configure(key, true, limits)
		a.find(a.rule.Values[0], key)
		last := a.expectStart(key, nil)
		lasts := time.Duration(seconds) * time.Second
		began, _ := value.TimeOf(last[a.p.Began])
		if began.Before(start) {
			began = t.Instant() // it says nothing of that
		}
		for range most + 1 {
			began = began.Add(lasts)
			t.SetClock(began.Add(after(t)[0]))
			last = a.expectNext(key, last, began)
		}
		if t.Exact() {
			for range 2 {
				began = began.Add(time.Duration(rapid.IntRange(1, 1000).Draw(t.Rapid, "more")) * lasts)
				t.SetClock(began)
				last = a.expectNext(key, last, began)
			}
		}
		// The one that goes on fails, and the next one succeeds.
		a.ends(a.p.Succeeded, 1, key)
		t.SetClock(t.Instant().Add(2*lasts + time.Hour))
		if !t.AwaitEnds(key) {
			a.late("it has not ended")
		}
		row := t.FindOne(key)
		if row[a.p.State] != a.p.Succeeded {
			t.Fail(a.p.State+" "+a.p.Succeeded, "%s", value.Show(row))
		}
		if t.Exact() {
			t.SetClock(t.Instant().Add(time.Duration(rapid.IntRange(1, 100_000).Draw(t.Rapid, "seconds later")) * time.Second))
			a.expectSame(row)
		}
	}},
	{Kind: "process/exhausted", Name: "it fails as often as it may; that is cleared, and it fails again", Cases: 12, Check: func(t *script.T) {
		a := automatic(t)
		by := t.On(t.Clause.Rule.(model.ProcessExhausted).Puts)
		rule := t.Op.Clause("process/retries").Rule.(model.ProcessRetries)
		keys := t.Keys(2)
		limits, most, within := a.limits(rule)
		t.Freeze()
		lasts := time.Duration(rapid.IntRange(0, within/max(most-1, 1)).Draw(t.Rapid, "seconds")) * time.Second
		if t.Exact() && rapid.IntRange(0, 3).Draw(t.Rapid, "just within the time") > 0 {
			lasts = time.Duration(within/max(most-1, 1)) * time.Second
		}
		a.ends(a.p.Failed, int64(lasts/time.Second), keys[0])
		a.ends(a.p.Succeeded, 0, keys[1])
		a.configure(keys[0], true, limits)
		a.find(a.rule.Values[0], keys...)
		for range 2 {
			row := a.expectStart(keys[0], nil)
			began, ok := value.TimeOf(row[a.p.Began])
			a.exhaust(by, keys[0], began, ok, lasts, most)
			a.expectStart(keys[1], nil)
			t.ExpectKeys(keys[:1], by.Find(keys...))
			// It blocks, until it is cleared.
			row = t.FindOne(keys[0])
			later := time.Duration(rapid.IntRange(1, 80_000).Draw(t.Rapid, "seconds later")) * time.Second
			if end, ends := value.TimeOf(by.FindOne(keys[0])[expiryOf(by)]); ends {
				later = min(later, end.Sub(t.Instant())/2) // until when it is there, is assumed
			}
			t.SetClock(t.Instant().Add(later))
			a.expectSame(row)
			if by.Operations.Delete == nil || by.Missing[by.Operations.Delete.Name] != "" {
				return
			}
			by.Delete(keys[0])
			a.expectStart(keys[0], row)
			if !t.Exact() {
				return
			}
		}
	}},
	{Kind: "process/message", Name: "what is put when it fails too often: a text", Cases: 8, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.ProcessMessage)
		if text, _ := exhausted(t)[rule.Member].(string); text != "" {
			return "given"
		}
		return "absent"
	}},
	{Kind: "process/expires", Name: "what is put when it fails too often: until when it is there", Cases: 8, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.ProcessExpires)
		put := exhausted(t)
		by := t.On(t.Op.Clause("process/exhausted").Rule.(model.ProcessExhausted).Puts)
		end, ends := value.TimeOf(put[rule.Member])
		if !ends {
			t.SetClock(t.Instant().Add(1000 * time.Hour))
			by.ExpectKeys([]value.Object{put}, by.Find(put))
			return "never"
		}
		if left := end.Sub(t.Instant()); left > 24*time.Hour+time.Second || left < 21*time.Hour {
			return testcase.Otherwise
		}
		return "a-day"
	}},
}

// limits draws how often a process may fail within some seconds.
func (a *automat) limits(rule model.ProcessRetries) (members value.Object, most, within int) {
	most, within = rapid.IntRange(1, 4).Draw(a.Rapid, rule.Most), rapid.IntRange(1, 500).Draw(a.Rapid, rule.Within)
	if n := most - 1; n > 0 {
		within = (within + n - 1) / n * n // so that they may fail within just that time
	}
	members = value.Object{rule.Most: value.Integer(most), rule.Within: value.Integer(within)}
	switch rapid.IntRange(0, 7).Draw(a.Rapid, "defaults") {
	case 1:
		members[rule.Most], most = nil, rule.DefaultMost
	case 2:
		members[rule.Within], within = nil, rule.DefaultWithin
	case 3:
		members, most, within = value.Object{rule.Most: nil, rule.Within: nil}, rule.DefaultMost, rule.DefaultWithin
	}
	return members, most, within
}

// exhaust lets time pass until a process of a key has failed so often that something is
// put which blocks it.
func (a *automat) exhaust(by *script.T, key value.Object, began time.Time, known bool, lasts time.Duration, most int) {
	end := began.Add(time.Duration(most) * lasts)
	if !a.Exact() {
		a.SetClock(a.Instant().Add(time.Duration(most)*lasts + time.Hour))
		if !a.until(func() bool { return len(by.Find(key)) > 0 }) {
			a.Skip("it has not failed often enough an hour later")
		}
		return
	}
	if !known {
		a.Fail("the time at which it began", "none")
	}
	if lasts > 0 {
		a.SetClock(end.Add(-rapid.SampledFrom([]time.Duration{time.Second, time.Millisecond}).Draw(a.Rapid, "before")))
		by.Expect(nil, by.Find(key))
		a.SetClock(end)
	}
	by.ExpectKeys([]value.Object{key}, by.Find(key))
	row := a.FindOne(key)
	if at, ok := value.TimeOf(row[a.p.Updated]); !ok || row[a.p.State] != a.p.Failed || at.Sub(end).Abs() >= time.Second {
		a.Fail(a.p.State+" "+a.p.Failed+" since "+string(value.Epoch(end)), "%s", value.Show(row))
	}
}

// exhausted has a process fail too often, and returns what is put then.
func exhausted(t *script.T) value.Object {
	a := automatic(t)
	by := t.On(t.Op.Clause("process/exhausted").Rule.(model.ProcessExhausted).Puts)
	rule := t.Op.Clause("process/retries").Rule.(model.ProcessRetries)
	key := t.Keys(1)[0]
	t.Freeze()
	a.ends(a.p.Failed, 0, key)
	a.configure(key, true, value.Object{rule.Most: value.Integer(rapid.IntRange(1, 3).Draw(t.Rapid, rule.Most))})
	a.find(a.rule.Values[0], key)
	a.expectStart(key, nil)
	if !t.Exact() && !a.until(func() bool { return len(by.Find(key)) > 0 }) {
		t.Skip("it has not failed often enough")
	}
	return by.FindOne(key)
}
