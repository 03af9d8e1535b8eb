package script

import (
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A Pending is a case that waits for resources to expire while other properties
// are tried. Before the time of expiry they exist; from then on, as long as is
// tolerated, they may exist or not; and after that they are gone.
type Pending struct {
	*testcase.Record
	Subject model.Resource
	keys    []value.Object
	Looks   []*Look
	Result  testcase.Result
	// then follows the last look. It may be nil.
	then func(*T)
}

// A Look is a read at some time that checks a pending case.
type Look struct {
	// from and to are when to take it, by the clock of the target. If to is zero,
	// any time after from will do.
	from, to time.Time
	// want are the resources that have to exist then.
	want []value.Object
	// chance marks a look that is not worth waiting for.
	chance bool
	taken  bool
}

// Waits reports whether properties about time have to wait, because the clock of
// the target can't be set and it has a tolerance for expiry.
func Waits(s *testcase.Session) bool { return s.Target.Clock == nil && s.Target.Tolerances.Expired > 0 }

// MostPending is how many cases of a property about time wait at once.
const MostPending = 4

// Due reports whether the look is to be taken now.
func (k *Look) Due(now time.Time) bool {
	return !k.taken && !now.Before(k.from) && (k.to.IsZero() || now.Before(k.to))
}

// Await waits for a pending case and takes its looks. If none was begun before,
// it begins one.
func (t *T) Await(begin func(*T) *Pending) {
	var w *Pending
	if t.Begun != nil {
		w = t.Begun()
	}
	if w != nil {
		t.Record = w.Record
	} else {
		w = begin(t)
	}
	if w.Result.Failure != nil {
		t.Result.Failure = w.Result.Failure
		t.Rapid.Fatal("the property " + t.Property + " failed")
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
	t.Result.Remarks = []string{w.how(max(t.Target.Tolerances.Expired, ExpiryLag))}
}

// Linger lets time pass.
func (t *T) Linger(d time.Duration) {
	if d <= 0 {
		return
	}
	if err := t.Pause(d, "until a resource expires, or has to be gone"); err != nil {
		t.Skip("%v", err)
	}
	t.NoteStep("wait", value.Object{"for": d.Round(time.Millisecond).String()}, "waited")
}

// LookAt takes a look.
func (t *T) LookAt(w *Pending, k *Look) {
	k.taken = true
	found := t.Find(w.keys...)
	if !k.to.IsZero() && !t.Now().Before(k.to) {
		return // it took so long that the look says nothing
	}
	t.Expect(k.want, found)
}

// BeginExpiring puts a resource that expires, and one that does not.
func BeginExpiring(t *T) *Pending {
	at := t.Clause.Rule.(model.Expiry).At
	keys := t.SpreadKeys(2)
	resources := t.Describe(keys...)
	end := soon(t)
	expiring, lasting := t.WithTime(resources[0], at, end), value.Clone(resources[1])
	delete(lasting, at)
	t.Put(expiring)
	t.Put(lasting)
	both := []value.Object{expiring, lasting}
	w := &Pending{Record: t.Record, Subject: t.Subject, keys: keys, Looks: []*Look{
		{to: end.Add(-t.ClockMargin()), want: both, chance: true},
		{from: end.Add(-t.ClockMargin() - 30*time.Second), to: end.Add(-t.ClockMargin() - time.Second), want: both, chance: true},
		{from: t.Surely(end), want: both[1:]},
	}}
	again := value.Clone(resources[0])
	for _, name := range t.Optional(again) {
		delete(again, name)
	}
	w.then = func(t *T) { putAgain(t, again, lasting) }
	t.LookAt(w, w.Looks[0])
	return w
}

// putAgain asks for a resource that has expired by its key, and puts it again:
// members that are left out then may not come back.
func putAgain(t *T, again, lasting value.Object) {
	both := []value.Object{again, lasting}
	if found, able := t.FindByKey(t.OnlyKeysOf(both)...); able {
		t.Expect(both[1:], found)
	}
	t.Put(again)
	t.Expect(both, t.Find(both...))
}

// BeginProlonged puts a resource that expires, and then makes it expire later.
func BeginProlonged(t *T) *Pending {
	at := t.Clause.Rule.(model.Expiry).At
	key := t.Keys(1)[0]
	resource := t.Describe(key)[0]
	first := soon(t)
	second := t.Surely(first).Add(2*time.Minute + t.ClockMargin()).Truncate(time.Second)
	t.Put(t.WithTime(resource, at, first))
	t.Put(t.WithTime(resource, at, second))
	later := []value.Object{t.WithTime(resource, at, second)}
	w := &Pending{Record: t.Record, Subject: t.Subject, keys: []value.Object{key}, Looks: []*Look{
		{to: second.Add(-t.ClockMargin()), want: later, chance: true},
		{from: t.Surely(first), to: second.Add(-t.ClockMargin() - time.Second), want: later},
		{from: t.Surely(second)},
	}}
	t.LookAt(w, w.Looks[0])
	return w
}

// soon draws a time that is far enough ahead to put a resource before it, and to
// read it.
func soon(t *T) time.Time {
	seconds := rapid.IntRange(60, 120).Draw(t.Rapid, "seconds")
	wait := time.Duration(seconds)*time.Second + t.Target.Tolerances.Visible/2 + 2*t.ClockMargin()
	return t.Now().Add(wait).Truncate(time.Second)
}

// Surely returns when a resource that expires at some time has to be gone.
func (t *T) Surely(end time.Time) time.Time {
	return end.Add(t.Target.Tolerances.Expired + t.ClockMargin() + time.Second)
}

// how describes the looks that were taken.
func (w *Pending) how(tolerated time.Duration) string {
	n := 0
	for _, k := range w.Looks {
		if k.taken {
			n++
		}
	}
	return fmt.Sprintf("the clock can't be set: resources that expire soon were read %d times, the last at least %v after their expiry", n, tolerated)
}
