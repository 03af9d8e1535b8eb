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
			by.Put(by.WithTime(a.blocking(by, keys[1], nil), expires, end))
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
		seen := startAll(t, in, keys, "not-blocked")
		awaitEnds(t, keys)
		if len(by.Find(keys[0])) > 0 { // it may be gone, with what is known of the key
			by.Delete(keys[0])
		}
		t.Put(keys...)
		t.ExpectKeys(keys, t.Find(keys...))
		return seen
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
