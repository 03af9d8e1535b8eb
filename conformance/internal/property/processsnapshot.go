package property

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"pgregory.net/rapid"
)

var processSnapshotProperties = []script.Property{
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
}

// period returns the choice of when the service looks at what it starts processes by, or
// "" if that is not known.
func (a *automat) period() string {
	if c := a.Op.Clause("process/period"); c != nil {
		return a.RequiredChoice(c)
	}
	return "at-evaluation"
}
