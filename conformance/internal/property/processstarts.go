package property

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var processStartsProperties = []script.Property{
	{Kind: "process/starts", Name: "found out, with the flag and without it, and found out again", Cases: 12, Check: func(t *script.T) {
		a := automatic(t)
		keys := t.Keys(2)
		other := t.Keys(1)[0]
		t.Freeze()
		a.configure(keys[0], true, nil)
		a.configure(other, false, nil)
		for _, key := range append(keys, other) {
			a.ends(a.p.Succeeded, int64(rapid.SampledFrom([]int{0, 1, 50}).Draw(t.Rapid, "seconds")), key)
		}
		a.find(rapid.SampledFrom(a.idle()).Draw(t.Rapid, "nothing is to be done"), keys[1])
		a.find(a.rule.Values[0], keys[0], other)
		first := a.expectStart(keys[0], nil)
		a.expectNone(keys[1], other)
		// Once it has succeeded, it takes another finding.
		later := t.Instant().Add(time.Duration(rapid.IntRange(7200, 100_000).Draw(t.Rapid, "seconds later")) * time.Second)
		t.SetClock(later)
		if t.Exact() {
			a.expectSame(first)
		} else {
			first = t.FindOne(keys[0]) // no document says that it stays so
		}
		a.find(a.rule.Values[0], keys[0])
		second := a.expectStart(keys[0], first)
		if at, ok := value.TimeOf(second[a.p.Began]); t.Exact() && (!ok || at.Before(later.Add(-time.Second))) {
			t.Fail(a.p.Began+" from "+string(value.Epoch(later))+" on", "%s", value.Show(second))
		}
		a.expectNone(keys[1], other)
		// With the flag, what was found before counts.
		a.configure(other, true, nil)
		a.expectStart(other, nil)
	}},
	{Kind: "process/blocked", Name: "blocked, blocked elsewhere, not blocked; cleared, and expired", Cases: 12, Check: func(t *script.T) {
		a := automatic(t)
		by := t.On(t.Clause.Rule.(model.ProcessBlocked).By)
		keys := t.Keys(3)
		place := t.Partition()
		elsewhere := value.With(keys[0], place)
		start := t.Freeze()
		a.configure(keys[0], false, nil)
		a.configure(elsewhere, false, nil)
		a.find(a.rule.Values[0], append(slices.Clone(keys), elsewhere)...)
		end := start.Add(time.Duration(rapid.IntRange(7200, 20_000).Draw(t.Rapid, "seconds")) * time.Second)
		by.Put(a.blocking(by, keys[0], nil))
		expires := expiryOf(by)
		if expires != "" {
			by.Put(a.blocking(by, keys[1], value.Object{expires: value.Epoch(end)}))
		} else {
			by.Put(a.blocking(by, keys[1], nil))
		}
		// What blocked it and is gone does not block it.
		by.Put(a.blocking(by, keys[2], nil))
		by.Delete(keys[2])
		a.configure(keys[0], true, nil)
		a.configure(elsewhere, true, nil)
		a.expectStart(keys[2], nil)
		a.expectStart(elsewhere, nil)
		a.expectNone(keys[0], keys[1])
		if expires != "" {
			t.SetClock(end.Add(-time.Second))
			a.expectNone(keys[0], keys[1])
			t.SetClock(end.Add(after(t)[0]))
			a.expectStart(keys[1], nil)
			a.expectNone(keys[0])
		}
		by.Delete(keys[0])
		a.expectStart(keys[0], nil)
	}},
	{Kind: "process/during", Name: "blocked while it goes on", Cases: 12, Observe: func(t *script.T) string {
		a := automatic(t)
		by := t.On(t.Op.Clause("process/blocked").Rule.(model.ProcessBlocked).By)
		key := t.Keys(1)[0]
		t.Freeze()
		a.configure(key, true, nil)
		r := drawRun(t, a.p, key)
		r.lasts += 2 * time.Hour
		r.decide(t)
		a.find(a.rule.Values[0], key)
		first := a.expectStart(key, nil)
		r.began, _ = value.TimeOf(first[a.p.Began])
		t.SetClock(t.Instant().Add(time.Second))
		if !goes(t, a.p, key) {
			t.Skip("it does not take as long as was decided")
		}
		by.Put(a.blocking(by, key, nil))
		seen := "stopped"
		if goes(t, a.p, key) {
			seen = "finishes"
			pass(t, r.end(), []*execution{r})
		} else if state := t.FindOne(key)[a.p.State]; state != a.p.Failed {
			t.Fail("that it goes on, or "+a.p.State+" "+a.p.Failed, "%v", state)
		}
		// No other follows, while it is blocked.
		t.SetClock(t.Instant().Add(time.Duration(rapid.IntRange(7200, 100_000).Draw(t.Rapid, "seconds later")) * time.Second))
		a.expectSame(first)
		return seen
	}},
	{Kind: "process/manual", Name: "start what is blocked, and what is not", Cases: 12, Observe: func(t *script.T) string {
		a := automatic(t)
		by := t.On(t.Op.Clause("process/blocked").Rule.(model.ProcessBlocked).By)
		keys := t.Keys(2)
		in := inputOf(t, keys...)
		by.Put(a.blocking(by, keys[0], nil))
		r := t.Call(t.Op, in)
		seen := "not-blocked"
		switch {
		case !r.Ok():
			seen = testcase.ErrorChoice(r)
			t.Expect(nil, t.Find(keys...))
		case len(t.FailedKeys(t.Op, t.OutputOf(t.Op, r))) > 0:
			seen = "failed-batch"
			expectFailed(t, r, keys[:1])
			t.ExpectKeys(keys[1:], t.Find(keys...))
		default:
			t.ExpectKeys(keys, t.Find(keys...))
		}
		if !t.Exact() && len(t.Find(keys...)) > 0 && !t.AwaitEnds(keys...) {
			t.Skip("it has not ended")
		}
		if len(by.Find(keys[0])) > 0 { // it may be gone, with what is known of the key
			by.Delete(keys[0])
		}
		t.Put(keys...)
		t.ExpectKeys(keys, t.Find(keys...))
		return seen
	}},
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
	{Kind: "process/snapshot", Name: "found out, found to be otherwise, and then started by the flag", Cases: 12, Check: func(t *script.T) {
		a := automatic(t)
		keys := t.Keys(2)
		half := t.Freeze().Truncate(time.Hour).Add(time.Hour + time.Duration(rapid.IntRange(1, 3000).Draw(t.Rapid, "second of the hour"))*time.Second)
		t.SetClock(half)
		a.configure(keys[0], false, nil)
		a.expectNone(keys...)
		a.find(a.rule.Values[0], keys...)
		t.SetClock(half.Add(time.Hour))
		a.find(rapid.SampledFrom(a.idle()).Draw(t.Rapid, "nothing is to be done"), keys[0])
		a.configure(keys[0], true, nil)
		a.expectStart(keys[1], nil)
		switch a.period() {
		case "at-evaluation":
			a.expectNone(keys[0])
		case "hourly":
			// What is outdated is acted on.
			a.expectStart(keys[0], nil)
		}
		if a.period() == "" {
			return
		}
		// When it is looked next, it is seen.
		t.SetClock(half.Add(3 * time.Hour))
		row := t.Find(keys[0])
		t.SetClock(half.Add(30 * time.Hour))
		if found := t.Find(keys[0]); len(found) != len(row) || len(row) > 0 && row[0][a.p.Began] != found[0][a.p.Began] {
			t.Fail("that nothing is started: "+value.ShowAll(row), "%s", value.ShowAll(found))
		}
	}},
	{Kind: "process/period", Name: "found out within an hour, and when it is started", Cases: 12, Observe: func(t *script.T) string {
		a := automatic(t)
		keys := t.Keys(2)
		hour := t.Freeze().Truncate(time.Hour).Add(time.Hour)
		half := hour.Add(time.Duration(rapid.IntRange(1, 3599).Draw(t.Rapid, "second of the hour")) * time.Second)
		t.SetClock(half)
		a.configure(keys[0], true, nil)
		a.expectNone(keys...)
		t.ExpectNotElsewhere(keys...)
		a.find(a.rule.Values[0], keys[0])
		if len(t.Find(keys[0])) > 0 {
			return "at-evaluation"
		}
		t.SetClock(hour.Add(time.Hour - time.Millisecond))
		if len(t.Find(keys[0])) > 0 {
			return testcase.Otherwise
		}
		// What is found by then is seen with it, and no sooner what is found later.
		t.SetClock(hour.Add(time.Hour + after(t)[0]))
		if len(t.Find(keys[0])) == 0 {
			if !t.Exact() {
				t.Skip("nothing is started within an hour")
			}
			t.Fail("an execution of what was found out", "none, an hour later")
		}
		a.find(a.rule.Values[0], keys[1])
		a.expectNone(keys[1])
		t.SetClock(hour.Add(2 * time.Hour).Add(after(t)[0]))
		t.ExpectKeys(keys[1:], t.Find(keys[1]))
		return "hourly"
	}},
	{Kind: "process/success", Name: "what is known of what was done with success, and without", Cases: 12, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.ProcessSuccess)
		a := automatic(t)
		f := t.On(rule.Fact)
		keys := t.Keys(2)
		t.Freeze()
		in := inputOf(t, keys...)
		a.ends(a.p.Succeeded, 0, keys[0])
		a.ends(a.p.Failed, 0, keys[1])
		before := f.Find(keys...)
		if len(before) != len(keys) {
			t.Fail("what was found of each", "%s", value.ShowAll(before))
		}
		if out := t.ExpectAccepted(t.Call(t.Op, in)); len(t.FailedKeys(t.Op, out)) > 0 {
			t.Fail("no failures", "%s", value.Show(out))
		}
		if !t.Exact() && !t.AwaitEnds(keys...) {
			t.Skip("it has not ended")
		}
		known := func(key value.Object) any {
			for _, row := range f.Find(key) {
				return row[f.Subject.Fact.Value]
			}
			return f.Subject.Fact.Initially
		}
		of := map[any]string{}
		for _, row := range before {
			of[value.KeyOf(row, f.Subject.Key)], _ = row[f.Subject.Fact.Value].(string)
		}
		if was := of[value.KeyOf(keys[1], f.Subject.Key)]; known(keys[1]) != was {
			t.Fail(was+" after a failure", "%v", known(keys[1]))
		}
		switch known(keys[0]) {
		case of[value.KeyOf(keys[0], f.Subject.Key)]:
			return "unchanged"
		case rule.Value:
			return "set"
		}
		return testcase.Otherwise
	}},
}

// An automat is a case in which the service itself starts processes.
type automat struct {
	*script.T
	p    *model.Process
	rule model.ProcessStarts
}

// automatic returns a case of processes that the service itself starts, on a target on
// which it can be decided why and how.
func automatic(t *script.T) *automat {
	a := &automat{T: t, p: processOf(t), rule: t.Op.Clause("process/starts").Rule.(model.ProcessStarts)}
	t.NeedChange(a.rule.Fact)
	by := t.On(a.p.By)
	if by.Operations.Put == nil || by.Missing[by.Operations.Put.Name] != "" {
		t.Skip("no operation puts a %s", a.p.By)
	}
	return a
}

// configure puts the entity by which a process of a key is done, with the flag or without
// it, and with some members.
func (a *automat) configure(key value.Object, flag bool, more value.Object) {
	by := a.On(a.p.By)
	resource := value.With(by.Example(a.p.By), value.Pick(key, by.Subject.Key))
	resource = value.With(value.With(resource, value.Object{a.rule.Flag: flag}), more)
	for name, v := range more {
		if v == nil {
			delete(resource, name)
		}
	}
	by.Put(resource)
}

// find has it found out of some keys which value the fact has.
func (a *automat) find(val string, keys ...value.Object) {
	for _, key := range keys {
		delete(a.Facts, a.FactID(a.rule.Fact, key)) // also if it is as it was
		a.Facts[a.FactID(a.rule.Fact, key)] = "?"
	}
	a.SetFacts(a.rule.Fact, val, keys...)
}

// ends decides how processes of some keys end, and after how many seconds.
func (a *automat) ends(outcome string, seconds int64, keys ...value.Object) {
	a.SetFactsWith(a.p.Outcome, outcome, map[string]int64{a.p.Seconds: seconds}, keys...)
}

// idle returns the values of the fact with which nothing is started.
func (a *automat) idle() []string {
	return slices.DeleteFunc(slices.Clone(a.ValuesOf(a.API.Fact(a.rule.Fact))), func(v string) bool { return slices.Contains(a.rule.Values, v) })
}

// blocking returns what blocks a process of a key.
func (a *automat) blocking(by *script.T, key, more value.Object) value.Object {
	resource := by.Describe(key)[0]
	if end := expiryOf(by); end != "" {
		delete(resource, end)
	}
	return value.With(resource, more)
}

// expiryOf returns the member of the subject that says when it expires, or "".
func expiryOf(t *script.T) string {
	if t.Operations.Put == nil || t.Operations.Put.Clause("expiry") == nil {
		return ""
	}
	return t.Operations.Put.Clause("expiry").Rule.(model.Expiry).At
}

// period returns the choice of when the service looks at what it starts processes by, or
// "" if that is not known.
func (a *automat) period() string {
	if c := a.Op.Clause("process/period"); c != nil {
		return a.RequiredChoice(c)
	}
	return "at-evaluation"
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

// until waits a while for something to be so.
func (a *automat) until(so func() bool) bool {
	return a.Wait(so)
}

// late skips the case on a target that may be late, and fails it on others.
func (a *automat) late(what string) {
	if !a.Exact() {
		a.Skip("%s", what)
	}
	a.Fail("that it has ended", "%s", what)
}

// expectStart expects a process of a key to be started by the service itself: one that is
// not the one before. It returns it. A service may look at full hours only, and one that is
// no fake may be late.
func (a *automat) expectStart(key, before value.Object) value.Object {
	var row value.Object
	started := func() bool {
		for _, found := range a.Find(key) {
			row = found
			return before == nil || found[a.p.Began] != before[a.p.Began]
		}
		return false
	}
	if started() {
		return row
	}
	switch {
	case !a.Exact():
		a.SetClock(a.Instant().Truncate(time.Hour).Add(2 * time.Hour))
		if !a.until(started) {
			a.Skip("nothing is started two hours later")
		}
		return row
	case a.period() != "at-evaluation":
		a.SetClock(a.Instant().Truncate(time.Hour).Add(time.Hour))
		if started() {
			return row
		}
	}
	a.Fail("a "+a.Subject.Name+" that the service starts of "+value.Show(key), "%s", value.Show(row))
	return nil
}

// expectNext expects another process of a key to have begun at an instant, on a target that
// is meant to be exact, and at any time on others.
func (a *automat) expectNext(key, before value.Object, began time.Time) value.Object {
	row := a.expectStart(key, before)
	if at, ok := value.TimeOf(row[a.p.Began]); a.Exact() && (!ok || at.Sub(began).Abs() >= time.Second) {
		a.Fail(a.p.Began+" "+string(value.Epoch(began)), "%s", value.Show(row))
	}
	return row
}

// expectNone expects no process of some keys.
func (a *automat) expectNone(keys ...value.Object) { a.Expect(nil, a.Find(keys...)) }

// expectSame expects no process of a key to have begun since one.
func (a *automat) expectSame(row value.Object) {
	if found := a.FindOne(row); found[a.p.Began] != row[a.p.Began] {
		a.Fail("no execution after "+value.Show(row), "%s", value.Show(found))
	}
}
