package property

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var processProperties = []script.Property{
	{Kind: "process", Name: "start, read while it goes on, and once it has ended", Cases: 12, Check: func(t *script.T) {
		p := processOf(t)
		keys := t.Keys(2)
		runs := []*execution{drawRun(t, p, keys[0]), drawRun(t, p, keys[1])}
		runs[1].lasts += runs[0].lasts
		start := t.Freeze()
		for _, r := range runs {
			r.decide(t)
		}
		t.Expect(nil, t.Find(keys...))
		begin(t, start, runs...)
		expectRuns(t, start, runs)
		if t.Exact() {
			// How it ends is decided as it begins. Later decisions are about the next.
			t.SetFactsWith(p.Outcome, other(p, runs[0].outcome), map[string]int64{p.Seconds: 0}, keys[0])
		}
		for _, r := range runs {
			pass(t, r.end().Add(-rapid.SampledFrom([]time.Duration{time.Second, time.Millisecond}).Draw(t.Rapid, "before")), runs)
			pass(t, r.end(), runs)
		}
		pass(t, t.Instant().Add(time.Duration(rapid.IntRange(1, 100_000).Draw(t.Rapid, "seconds later"))*time.Second), runs)
		// Another takes the place of one that has ended.
		again := drawRun(t, p, keys[rapid.IntRange(0, 1).Draw(t.Rapid, "again")])
		again.decide(t)
		now := t.Instant()
		begin(t, now, again)
		for i := range runs {
			if value.KeyOf(runs[i].key, t.Subject.Key) == value.KeyOf(again.key, t.Subject.Key) {
				runs[i] = again
			}
		}
		expectRuns(t, now, runs)
		pass(t, again.end(), runs)
	}},
	{Kind: "process/steps", Name: "the steps of one that goes on, that has failed, that has succeeded", Cases: 8, Check: func(t *script.T) {
		p := processOf(t)
		keys := t.Keys(2)
		runs := []*execution{drawRun(t, p, keys[0]), drawRun(t, p, keys[1])}
		runs[0].outcome, runs[1].outcome, runs[1].lasts = p.Succeeded, p.Failed, runs[0].lasts
		start := t.Freeze()
		for _, r := range runs {
			r.decide(t)
		}
		begin(t, start, runs...)
		if t.Exact() {
			for _, r := range runs {
				r.expectSteps(t, start)
			}
		}
		pass(t, runs[0].end(), runs)
		for _, r := range runs {
			r.expectSteps(t, runs[0].end())
		}
	}},
	{Kind: "process/busy", Name: "start what has not ended, and again once it has", Cases: 12, Observe: func(t *script.T) string {
		p := processOf(t)
		keys := t.Keys(3)
		long, short := drawRun(t, p, keys[0]), drawRun(t, p, keys[1])
		short.lasts = 0
		third := drawRun(t, p, keys[2])
		start := t.Freeze()
		for _, r := range []*execution{long, short, third} {
			r.decide(t)
		}
		begin(t, start, long, short)
		t.SetClock(start.Add(long.lasts / 2))
		if !t.Exact() && !t.AwaitEnds(keys[1]) {
			t.Skip("it takes longer than was decided")
		}
		now := t.Instant()
		if !goes(t, p, keys[0]) {
			t.Skip("it does not take as long as was decided")
		}
		both := []value.Object{keys[0], keys[2]}
		r := t.Call(t.Op, inputOf(t, both...))
		seen := "started"
		switch {
		case !r.Ok():
			seen = testcase.ErrorChoice(r)
			expectRuns(t, now, []*execution{long, short})
			t.Expect(nil, t.Find(keys[2]))
		case len(t.FailedKeys(t.Op, t.OutputOf(t.Op, r))) > 0:
			seen = "failed-batch"
			expectFailed(t, r, both[:1])
			third.began = now
			expectRuns(t, now, []*execution{long, short, third})
		}
		// What has ended can be started again, though others go on.
		short.decide(t)
		begin(t, now, short)
		// And so can the one that was busy, once it has ended.
		if seen != "started" {
			pass(t, long.end(), []*execution{long})
			begin(t, t.Instant(), long)
		}
		return seen
	}},
	{Kind: "process/needless", Name: "start what is said to need none, and what does", Cases: 12, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.ProcessNeedless)
		t.NeedChange(rule.Fact)
		keys := t.Keys(2)
		t.SetFacts(rule.Fact, rapid.SampledFrom(rule.Values).Draw(t.Rapid, "value"), keys[0])
		if t.NotSetUp != "" {
			t.Skip("%s", t.NotSetUp)
		}
		t.Facts[t.FactID(rule.Fact, keys[0])] = rule.Values[0] // as it is to be
		seen := startAll(t, inputOf(t, keys...), keys, "started")
		// Once something is to be done, it is started.
		for _, want := range t.Wants(t.Op) {
			t.SetFacts(want.Fact, want.Values[0], keys...)
		}
		awaitEnds(t, keys)
		t.Put(keys...)
		t.ExpectKeys(keys, t.Find(keys...))
		return seen
	}},
	{Kind: "process/unended", Name: "delete what it is done by while it goes on, and once it has ended", Cases: 12, Observe: func(t *script.T) string {
		e := t.On(t.Clause.Rule.(model.ProcessUnended).Of)
		e.NeedPut()
		e = e.Of(e.Operations.Put)
		p := processOf(e)
		t.NeedCreatable(t.Subject.Name)
		needPutAndDeleted(t)
		busy, idle := drawRun(t, p, e.Keys(1)[0]), drawRun(t, p, e.Keys(1)[0])
		busy.lasts, idle.lasts = busy.lasts+time.Second, 0
		start := t.Freeze()
		for _, r := range []*execution{busy, idle} {
			r.decide(e)
			begin(e, start, r)
		}
		t.SetClock(start.Add(busy.lasts / 2))
		if !goes(e, p, busy.key) || !e.Exact() && !e.AwaitEnds(idle.key) {
			t.Skip("it does not take as long as was decided")
		}
		parents := []value.Object{value.Pick(busy.key, t.Subject.Key), value.Pick(idle.key, t.Subject.Key)}
		r := t.Call(t.Op, t.Input(t.Op, parents[0]))
		t.DeleteOnly(parents[1])
		t.NoteDeleted(t.Subject.Name, parents[1])
		t.Expect(nil, t.Find(parents[1]))
		if r.Ok() {
			t.NoteDeleted(t.Subject.Name, parents[0])
			t.Expect(nil, t.Find(parents[0]))
			return "accepted"
		}
		t.ExpectKeys(parents[:1], t.Find(parents[0]))
		expectRuns(e, t.Instant(), []*execution{busy})
		pass(e, busy.end(), []*execution{busy})
		t.DeleteOnly(parents[0])
		t.NoteDeleted(t.Subject.Name, parents[0])
		t.Expect(nil, t.Find(parents[0]))
		return testcase.ErrorChoice(r)
	}},
}

// processOf returns how the subject of a case goes on by itself, for a target on which
// it can be decided how, and where time passes as the case has it.
func processOf(t *script.T) *model.Process {
	t.Need(t.Target.Clock != nil, "a clock that can be set")
	t.NeedFact(t.Process().Outcome)
	t.Need(t.Decides(t.Process().Outcome), "that it can be decided how it ends")
	list := t.Operations.List
	if list == nil || t.Missing[list.Name] != "" {
		t.Skip("no operation lists a %s", t.Subject.Name)
	}
	return t.Process()
}

// An execution is a process that a case starts, and how it is to end.
type execution struct {
	process *model.Process
	key     value.Object
	began   time.Time
	lasts   time.Duration
	outcome string
}

// drawRun draws how a process of a key is to end, which takes a while.
func drawRun(t *script.T, p *model.Process, key value.Object) *execution {
	return &execution{
		process: p, key: key,
		lasts:   time.Duration(rapid.IntRange(2, 3000).Draw(t.Rapid, "seconds")) * time.Second,
		outcome: rapid.SampledFrom([]string{p.Succeeded, p.Failed}).Draw(t.Rapid, "outcome"),
	}
}

// other returns the other state in which a process may end.
func other(p *model.Process, outcome string) string {
	if outcome == p.Failed {
		return p.Succeeded
	}
	return p.Failed
}

// decide sets the fact that says how the process ends.
func (r *execution) decide(t *script.T) {
	with := map[string]int64{r.process.Seconds: int64(r.lasts / time.Second)}
	t.SetFactsWith(r.process.Outcome, r.outcome, with, r.key)
}

// end returns when the process ends.
func (r *execution) end() time.Time { return r.began.Add(r.lasts) }

// begin starts processes of one partition, now.
func begin(t *script.T, now time.Time, runs ...*execution) {
	var keys []value.Object
	for _, r := range runs {
		keys = append(keys, r.key)
		r.began = now
	}
	r := t.Call(t.Op, inputOf(t, keys...))
	if out := t.ExpectAccepted(r); len(t.FailedKeys(t.Op, out)) > 0 {
		if t.NotSetUp != "" || !t.Exact() && t.Operations.List != nil && !t.AwaitEnds(keys...) {
			t.Skip("it is not started, and may have to wait: %v", r)
		}
		t.Fail("no failures", "%v", r)
	}
}

// inputOf returns a request for some keys, with what it needs set up.
func inputOf(t *script.T, keys ...value.Object) value.Object {
	in := t.Input(t.Op, keys...)
	t.SetUp(t.Op, in, keys)
	return in
}

// goes reports whether a process is returned as one that has not ended.
func goes(t *script.T, p *model.Process, key value.Object) bool {
	state, _ := t.FindOne(key)[p.State].(string)
	return !p.Final(state)
}

// pass lets time pass until an instant, and expects the processes to have come as far as
// they are to then. A target that is not meant to be exact may take longer, and is waited
// for.
func pass(t *script.T, to time.Time, runs []*execution) {
	if t.Exact() {
		t.SetClock(to)
		expectRuns(t, to, runs)
		return
	}
	to = to.Add(script.ExpiryLag)
	t.SetClock(to)
	var ended []value.Object
	for _, r := range runs {
		if !to.Before(r.end()) {
			ended = append(ended, r.key)
		}
	}
	if len(ended) > 0 && !t.AwaitEnds(ended...) {
		t.SetClock(to.Add(time.Hour))
		if !t.AwaitEnds(ended...) {
			t.Skip("it has not ended an hour after it was to")
		}
	}
	expectRuns(t, to, runs)
}

// expectRuns expects reads to return processes as they are to be at an instant.
func expectRuns(t *script.T, now time.Time, runs []*execution) {
	var keys []value.Object
	for _, r := range runs {
		keys = append(keys, r.key)
	}
	found := t.Find(keys...)
	t.ExpectKeys(keys, found)
	for _, r := range runs {
		for _, row := range found {
			if value.KeyOf(row, t.Subject.Key) == value.KeyOf(r.key, t.Subject.Key) {
				r.expect(t, now, row)
			}
		}
	}
}

// expect expects a row to be of the process as it is to be at an instant.
func (r *execution) expect(t *script.T, now time.Time, row value.Object) {
	p := r.process
	state, _ := row[p.State].(string)
	ended := !now.Before(r.end())
	switch {
	case ended && state != r.outcome:
		t.Fail(p.State+" "+r.outcome, "%s", value.Show(row))
	case ended:
	case t.Exact() && now.Equal(r.began) && state != p.Queued:
		t.Fail(p.State+" "+p.Queued, "%s", value.Show(row))
	case t.Exact() && now.After(r.began) && state != p.Running:
		t.Fail(p.State+" "+p.Running, "%s", value.Show(row))
	case p.Final(state) && state != r.outcome:
		t.Fail("that it goes on, or "+p.State+" "+r.outcome, "%s", value.Show(row))
	}
	updated := r.began
	if ended {
		updated = r.end()
	}
	r.expectTime(t, row, p.Began, r.began)
	r.expectTime(t, row, p.Updated, updated)
}

// expectTime expects a member to be about an instant, and on a target that is not meant
// to be exact, to be no time before.
func (r *execution) expectTime(t *script.T, row value.Object, member string, want time.Time) {
	got, ok := value.TimeOf(row[member])
	switch {
	case t.Exact() && (!ok || got.Sub(want).Abs() >= time.Second):
		t.Fail(member+" about "+string(value.Epoch(want)), "%s", value.Show(row))
	case ok && got.Before(r.began.Add(-clockSkew)):
		t.Fail(member+" from "+string(value.Epoch(r.began))+" on", "%s", value.Show(row))
	}
}

// expectSteps expects a process to be returned with the steps of which it consists.
func (r *execution) expectSteps(t *script.T, now time.Time) {
	rule := t.Clause.Rule.(model.ProcessSteps)
	row := t.FindOne(r.key)
	steps := value.ListAt(row, model.Path(rule.List))
	if len(steps) == 0 || t.Exact() && len(steps) != 1 {
		t.Fail("its steps", "%s", value.Show(row))
	}
	want := rule.Pending
	if !now.Before(r.end()) {
		if want = rule.Succeeded; r.outcome == r.process.Failed {
			want = rule.Failed
		}
	}
	for _, step := range steps {
		state, message := value.TextAt(step, model.Path(rule.State)), value.TextAt(step, model.Path(rule.Message))
		if state == rule.Failed && message == "" {
			t.Fail("why the step failed", "%s", value.Show(step))
		}
		if !t.Exact() {
			continue
		}
		if state != want {
			t.Fail("a step that is "+want, "%s", value.Show(step))
		}
		if (message != "") != (state == rule.Failed) {
			t.Fail("a message for a step that failed, and none for others", "%s", value.Show(step))
		}
		r.expectStep(t, rule, step, want != rule.Pending)
	}
}

// expectStep expects a step to have a name, and the times of the process.
func (r *execution) expectStep(t *script.T, rule model.ProcessSteps, step any, ended bool) {
	by := t.On(r.process.By)
	if found := by.Find(value.Pick(r.key, by.Subject.Key)); len(found) == 1 && found[0][rule.Named] != value.One(step, model.Path(rule.Name)) {
		t.Fail("a step named "+value.Show(found[0][rule.Named]), "%s", value.Show(step))
	}
	began, ok := value.TimeOf(value.One(step, model.Path(rule.Began)))
	if !ok && ended || ok && began.Sub(r.began).Abs() >= time.Second {
		t.Fail(rule.Began+" about "+string(value.Epoch(r.began)), "%s", value.Show(step))
	}
	stopped, ok := value.TimeOf(value.One(step, model.Path(rule.Ended)))
	if ok != ended || ok && stopped.Sub(r.end()).Abs() >= time.Second {
		t.Fail(rule.Ended+" once it has stopped", "%s", value.Show(step))
	}
}

// hinder starts processes of some keys that go on, and returns what comes of a request
// for these and for others.
func hinder(t *script.T, going, others []value.Object) *wire.Reply {
	p := processOf(t)
	start := t.Freeze()
	in := inputOf(t, append(append([]value.Object(nil), going...), others...)...)
	t.SetFactsWith(p.Outcome, p.Succeeded, map[string]int64{p.Seconds: 1000}, going...)
	var runs []*execution
	for _, key := range going {
		runs = append(runs, &execution{process: p, key: key, lasts: 1000 * time.Second, outcome: p.Succeeded})
	}
	begin(t, start, runs...)
	return t.Call(t.Op, in)
}

// startAll starts processes in one request, of which the first may be one that is not
// started, and returns what became of that: the choice that it shows, which is all if each
// is started.
func startAll(t *script.T, in value.Object, keys []value.Object, all string) string {
	r := t.Call(t.Op, in)
	switch {
	case !r.Ok():
		t.Expect(nil, t.Find(keys...))
		return testcase.ErrorChoice(r)
	case len(t.FailedKeys(t.Op, t.OutputOf(t.Op, r))) > 0:
		expectFailed(t, r, keys[:1])
		t.ExpectKeys(keys[1:], t.Find(keys...))
		return "failed-batch"
	}
	t.ExpectKeys(keys, t.Find(keys...))
	return all
}

// awaitEnds waits for processes to end before they are started again, on a target that
// may take its time.
func awaitEnds(t *script.T, keys []value.Object) {
	if !t.Exact() && len(t.Find(keys...)) > 0 && !t.AwaitEnds(keys...) {
		t.Skip("it has not ended")
	}
}
