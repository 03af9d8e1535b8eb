package script

import (
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A Pending is what was put in order to expire while other properties are tried. It
// is looked at in three zones: before the time of expiry it is there, from then
// on and for as long as is tolerated it may be there or not, and after that it
// is gone.
type Pending struct {
	*testcase.Record
	About  model.Thing
	keys   []value.Object
	Looks  []*Look
	Result testcase.Result
	// then is what follows the last look. It may be nil.
	then func(*T)
}

// A Look is one at a pending case.
type Look struct {
	// from and to are when it is to be taken, by the clock of the target. It
	// may be taken at any time after from if to is zero.
	from, to time.Time
	// want are the things that have to be there then.
	want []value.Object
	// chance marks one that is worth no wait.
	chance bool
	taken  bool
}

// Waits reports whether time has to be waited for, because the clock of the
// target can't be set, and is worth it.
func Waits(s *testcase.Session) bool { return s.Target.Clock == nil && s.Target.Tolerances.Expired > 0 }

// Sowings is how many cases of a property about time are waited for at once.
const Sowings = 4

// Due reports whether it is time for a look.
func (k *Look) Due(now time.Time) bool {
	return !k.taken && !now.Before(k.from) && (k.to.IsZero() || now.Before(k.to))
}

// Await waits for what was begun, and expects of it what each zone asks for.
// Where nothing was begun beforehand, it is begun now.
func (t *T) Await(sow func(*T) *Pending) {
	var w *Pending
	if t.Pending != nil {
		w = t.Pending()
	}
	if w != nil {
		t.Record = w.Record
	} else {
		w = sow(t)
	}
	if w.Result.Failure != nil {
		t.FailWith(w.Result.Failure)
	}
	for _, k := range w.Looks {
		if k.taken {
			continue
		}
		now := t.Now()
		if !k.to.IsZero() && (!now.Before(k.to) || k.chance && now.Before(k.from)) {
			continue
		}
		t.Linger(k.from.Sub(now))
		t.LookAt(w, k)
	}
	if w.then != nil {
		w.then(t)
	}
	t.Result.Remarks = []string{w.how(t.Target.Tolerances.Expired)}
}

// Linger lets time pass.
func (t *T) Linger(d time.Duration) {
	if d <= 0 {
		return
	}
	if err := t.Pause(d, "until what was put is to expire, or has to be gone"); err != nil {
		t.Skip("%v", err)
	}
	t.NoteStep("wait", value.Object{"for": d.Round(time.Millisecond).String()}, "waited")
}

// LookAt takes a look.
func (t *T) LookAt(w *Pending, k *Look) {
	k.taken = true
	found := t.Find(w.keys...)
	if !k.to.IsZero() && !t.Now().Before(k.to) {
		return // it has taken so long that nothing can be said
	}
	t.Expect(k.want, found)
}

// BeginMortal puts a thing that expires, and one that does not.
func BeginMortal(t *T) *Pending {
	at := t.Clause.Rule.(model.Expiry).At
	keys := t.SpreadKeys(2)
	things := t.Describe(keys...)
	end := soon(t)
	mortal, immortal := value.With(things[0], value.Object{at: value.Epoch(end)}), value.Clone(things[1])
	delete(immortal, at)
	t.Put(mortal)
	t.Put(immortal)
	both := []value.Object{mortal, immortal}
	w := &Pending{Record: t.Record, About: t.Subject, keys: keys, Looks: []*Look{
		{to: end.Add(-t.ClockMargin()), want: both, chance: true},
		{from: end.Add(-t.ClockMargin() - 30*time.Second), to: end.Add(-t.ClockMargin() - time.Second), want: both, chance: true},
		{from: t.Surely(end), want: both[1:]},
	}}
	again := value.Clone(things[0])
	for _, name := range t.Optional(again) {
		delete(again, name)
	}
	w.then = func(t *T) { revive(t, again, immortal) }
	t.LookAt(w, w.Looks[0])
	return w
}

// revive looks by its key at a thing that has expired, and puts it anew, of
// which nothing may come back.
func revive(t *T, again, immortal value.Object) {
	both := []value.Object{again, immortal}
	if found, able := t.FindByKey(t.OnlyKeysOf(both)...); able {
		t.Expect(both[1:], found)
	}
	t.Put(again)
	t.Expect(both, t.Find(both...))
}

// BeginProlonged puts a thing that expires, and has it expire later.
func BeginProlonged(t *T) *Pending {
	at := t.Clause.Rule.(model.Expiry).At
	key := t.Keys(1)[0]
	thing := t.Describe(key)[0]
	first := soon(t)
	second := t.Surely(first).Add(2*time.Minute + t.ClockMargin()).Truncate(time.Second)
	t.Put(value.With(thing, value.Object{at: value.Epoch(first)}))
	t.Put(value.With(thing, value.Object{at: value.Epoch(second)}))
	later := []value.Object{value.With(thing, value.Object{at: value.Epoch(second)})}
	w := &Pending{Record: t.Record, About: t.Subject, keys: []value.Object{key}, Looks: []*Look{
		{to: second.Add(-t.ClockMargin()), want: later, chance: true},
		{from: t.Surely(first), to: second.Add(-t.ClockMargin() - time.Second), want: later},
		{from: t.Surely(second)},
	}}
	t.LookAt(w, w.Looks[0])
	return w
}

// soon draws a time that is far enough ahead to put something before it comes,
// and to see it.
func soon(t *T) time.Time {
	seconds := rapid.IntRange(60, 120).Draw(t.Rapid, "seconds")
	wait := time.Duration(seconds)*time.Second + t.Target.Tolerances.Visible/2 + 2*t.ClockMargin()
	return t.Now().Add(wait).Truncate(time.Second)
}

// Surely returns when a thing that expires at some time has to be gone.
func (t *T) Surely(end time.Time) time.Time {
	return end.Add(t.Target.Tolerances.Expired + t.ClockMargin() + time.Second)
}

// how says what a property about time has done, where it had to wait.
func (w *Pending) how(tolerated time.Duration) string {
	n := 0
	for _, k := range w.Looks {
		if k.taken {
			n++
		}
	}
	return fmt.Sprintf("the clock can't be set: things were put that expire within minutes, and looked at %d times, the last at least %v after their time", n, tolerated)
}
