package property

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

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
