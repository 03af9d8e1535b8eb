package conformance

import (
	"fmt"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A sowing is what was put in order to expire while other laws are tried. It
// is looked at in three zones: before the time of expiry it is there, from then
// on and for as long as is tolerated it may be there or not, and after that it
// is gone.
type sowing struct {
	*record
	about   model.Thing
	keys    []object
	looks   []*look
	outcome outcome
	// then is what follows the last look. It may be nil.
	then func(*trial)
}

// A look is one at a sowing.
type look struct {
	// from and to are when it is to be taken, by the clock of the target. It
	// may be taken at any time after from if to is zero.
	from, to time.Time
	// want are the things that have to be there then.
	want []object
	// chance marks one that is worth no wait.
	chance bool
	taken  bool
}

// waits reports whether time has to be waited for, because the clock of the
// target can't be set, and is worth it.
func (s *session) waits() bool { return s.target.Clock == nil && s.target.Tolerances.Expired > 0 }

// sowings is how many cases of a law about time are waited for at once.
const sowings = 4

// sow begins with the cases of the laws about time among some clauses. The
// places that a person's file names are too few for that: there they wait, each
// by itself.
func (s *suite) sow(clauses []model.Placed) {
	if !s.waits() || s.target.Reset != nil || s.given != nil {
		return
	}
	for _, p := range clauses {
		// Of those of one kind the last takes longest, and so it is sown first.
		for _, l := range slices.Backward(s.lawsFor(p.Clause)) {
			if l.sow == nil {
				continue
			}
			for n := range min(sowings, s.options.cases(l.once, l.cases)) {
				s.generate(p, n, func(rt *rapid.T) {
					t := s.trial(rt, &outcome{limit: 1}, p, l.name)
					kept := false
					rt.Cleanup(func() {
						if !kept {
							t.cleanUp()
						}
					})
					w := l.sow(t)
					kept = true
					// What was read early was as it should be. The other looks come when
					// every read has to show what was put.
					t.record.doubtful = false
					s.sown[p.Clause.ID+l.name] = append(s.sown[p.Clause.ID+l.name], w)
				})
			}
		}
	}
}

// tend takes the looks for which it is time.
func (s *suite) tend(clauses []model.Placed) {
	if len(s.sown) == 0 {
		return
	}
	for _, p := range clauses {
		for _, l := range s.lawsFor(p.Clause) {
			for _, w := range s.sown[p.Clause.ID+l.name] {
				for _, k := range w.looks {
					if w.outcome.failure != nil || s.ctx.Err() != nil || !k.due(s.targetTime()) {
						continue
					}
					s.generate(p, 0, func(rt *rapid.T) {
						t := s.trial(rt, &w.outcome, p, l.name)
						t.record, t.about = w.record, w.about
						t.outcome.thorough = true
						t.lookAt(w, k)
					})
				}
			}
		}
	}
}

// uproot removes what was sown and not reaped.
func (s *suite) uproot(clauses []model.Placed) {
	if len(s.sown) == 0 {
		return
	}
	for _, p := range clauses {
		for _, l := range s.lawsFor(p.Clause) {
			for _, w := range s.sown[p.Clause.ID+l.name] {
				t := s.trial(nil, &outcome{}, p, l.name)
				t.record = w.record
				t.cleanUp()
			}
		}
	}
	clear(s.sown)
}

// due reports whether it is time for a look.
func (k *look) due(now time.Time) bool {
	return !k.taken && !now.Before(k.from) && (k.to.IsZero() || now.Before(k.to))
}

// targetTime returns the time of a target whose clock can't be set.
func (s *conn) targetTime() time.Time { return s.wallTime().Add(s.skew.middle()) }

// reap waits for what was sown, and expects of it what each zone asks for.
// Where nothing was sown beforehand, it is sown now.
func (t *trial) reap(sow func(*trial) *sowing) {
	var w *sowing
	if t.sown != nil {
		w = t.sown()
	}
	if w != nil {
		t.record = w.record
	} else {
		w = sow(t)
	}
	if w.outcome.failure != nil {
		t.outcome.failure = w.outcome.failure
		t.rapid.Fatal("the law " + t.property + " is broken")
	}
	for _, k := range w.looks {
		if k.taken {
			continue
		}
		now := t.now()
		if !k.to.IsZero() && (!now.Before(k.to) || k.chance && now.Before(k.from)) {
			continue
		}
		t.linger(k.from.Sub(now))
		t.lookAt(w, k)
	}
	if w.then != nil {
		w.then(t)
	}
	t.outcome.remarks = []string{w.how(t.target.Tolerances.Expired)}
}

// linger lets time pass.
func (t *trial) linger(d time.Duration) {
	if d <= 0 {
		return
	}
	if err := t.pause(d, "until what was put is to expire, or has to be gone"); err != nil {
		t.skip("%v", err)
	}
	t.did("wait", object{"for": d.Round(time.Millisecond).String()}, "waited")
}

// lookAt takes a look.
func (t *trial) lookAt(w *sowing, k *look) {
	k.taken = true
	found := t.find(w.keys...)
	if !k.to.IsZero() && !t.now().Before(k.to) {
		return // it has taken so long that nothing can be said
	}
	t.expect(k.want, found)
}

// sowMortal puts a thing that expires, and one that does not.
func sowMortal(t *trial) *sowing {
	at := t.clause.Rule.(model.Expiry).At
	keys := t.spread(2)
	things := t.describe(keys...)
	end := t.soon()
	mortal, immortal := with(things[0], object{at: epoch(end)}), clone(things[1])
	delete(immortal, at)
	t.put(mortal)
	t.put(immortal)
	both := []object{mortal, immortal}
	w := &sowing{record: t.record, about: t.about, keys: keys, looks: []*look{
		{to: end.Add(-t.margin()), want: both, chance: true},
		{from: end.Add(-t.margin() - 30*time.Second), to: end.Add(-t.margin() - time.Second), want: both, chance: true},
		{from: t.surely(end), want: both[1:]},
	}}
	again := clone(things[0])
	for _, name := range t.optional(again) {
		delete(again, name)
	}
	w.then = func(t *trial) { t.revive(again, immortal) }
	t.lookAt(w, w.looks[0])
	return w
}

// revive looks by its key at a thing that has expired, and puts it anew, of
// which nothing may come back.
func (t *trial) revive(again, immortal object) {
	both := []object{again, immortal}
	if found, able := t.findByKey(t.onlyKeysOf(both)...); able {
		t.expect(both[1:], found)
	}
	t.put(again)
	t.expect(both, t.find(both...))
}

// sowProlonged puts a thing that expires, and has it expire later.
func sowProlonged(t *trial) *sowing {
	at := t.clause.Rule.(model.Expiry).At
	key := t.keys(1)[0]
	thing := t.describe(key)[0]
	first := t.soon()
	second := t.surely(first).Add(2*time.Minute + t.margin()).Truncate(time.Second)
	t.put(with(thing, object{at: epoch(first)}))
	t.put(with(thing, object{at: epoch(second)}))
	later := []object{with(thing, object{at: epoch(second)})}
	w := &sowing{record: t.record, about: t.about, keys: []object{key}, looks: []*look{
		{to: second.Add(-t.margin()), want: later, chance: true},
		{from: t.surely(first), to: second.Add(-t.margin() - time.Second), want: later},
		{from: t.surely(second)},
	}}
	t.lookAt(w, w.looks[0])
	return w
}

// soon draws a time that is far enough ahead to put something before it comes,
// and to see it.
func (t *trial) soon() time.Time {
	seconds := rapid.IntRange(60, 120).Draw(t.rapid, "seconds")
	wait := time.Duration(seconds)*time.Second + t.target.Tolerances.Visible/2 + 2*t.margin()
	return t.now().Add(wait).Truncate(time.Second)
}

// surely returns when a thing that expires at some time has to be gone.
func (t *trial) surely(end time.Time) time.Time {
	return end.Add(t.target.Tolerances.Expired + t.margin() + time.Second)
}

// how says what a law about time has done, where it had to wait.
func (w *sowing) how(tolerated time.Duration) string {
	n := 0
	for _, k := range w.looks {
		if k.taken {
			n++
		}
	}
	return fmt.Sprintf("the clock can't be set: things were put that expire within minutes, and looked at %d times, the last at least %v after their time", n, tolerated)
}
