package script

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// ExpiryLag is how long after its expiry a resource may still be there on a
// target that is not meant to be exact: such a target may count in whole
// seconds, and let a second pass.
const ExpiryLag = 2 * time.Second

// Exact reports whether the target is meant to do what the fake does, to the
// instant.
func (t *T) Exact() bool { return t.Target.Exact }

// soonest returns a time near enough to be waited for, by the target's clock,
// and yet far enough for a few calls before it.
func soonest(t *T) time.Time {
	// Each case waits for real, so one has to do.
	t.Result.Limit = min(t.Result.Limit, 1)
	return t.Now().Add(time.Second + t.ClockMargin()).Truncate(time.Second).Add(time.Second)
}

// gone returns when a resource that expires has to be gone.
func gone(t *T, end time.Time) time.Time { return end.Add(ExpiryLag + t.ClockMargin()) }

// BeginExpiringSoon puts a resource that expires within seconds and one that
// never does, for a target without lag whose clock can't be set.
func BeginExpiringSoon(t *T) *Pending {
	at := t.Clause.Rule.(model.Expiry).At
	keys := t.SpreadKeys(2)
	resources := t.Describe(keys...)
	lasting := value.Clone(resources[1])
	delete(lasting, at)
	t.Put(lasting)
	// What the other one needs is set up before its time begins to run.
	again := value.Clone(resources[0])
	for _, name := range t.Optional(again) {
		delete(again, name)
	}
	t.Put(again)
	end := soonest(t)
	expiring := t.WithTime(resources[0], at, end)
	t.Put(expiring)
	both := []value.Object{expiring, lasting}
	w := &Pending{Record: t.Record, Subject: t.Subject, keys: keys, Looks: []*Look{
		{to: end.Add(-t.ClockMargin()), want: both, chance: true},
		{from: gone(t, end), want: both[1:]},
	}}
	w.then = func(t *T) { putAgain(t, again, lasting) }
	return w
}

// BeginProlongedSoon puts a resource that expires within seconds, and then with
// a later time.
func BeginProlongedSoon(t *T) *Pending {
	at := t.Clause.Rule.(model.Expiry).At
	key := t.Keys(1)[0]
	resource := t.Describe(key)[0]
	plain := value.Clone(resource)
	delete(plain, at)
	t.Put(plain)
	first := soonest(t)
	second := gone(t, first).Add(time.Minute).Truncate(time.Second)
	later := []value.Object{t.WithTime(resource, at, second)}
	t.Put(t.WithTime(resource, at, first))
	t.Put(later...)
	return &Pending{Record: t.Record, Subject: t.Subject, keys: []value.Object{key}, Looks: []*Look{
		{to: first.Add(-t.ClockMargin()), want: later, chance: true},
		{from: gone(t, first), to: second.Add(-t.ClockMargin()), want: later},
	}}
}
