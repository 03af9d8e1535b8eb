package fake

import (
	"sync/atomic"
	"time"

	"github.com/fakesmith/fakesmith/fake/internal/epoch"
)

// A Clock gives a fake the time. The zero value gives the real time (which in
// a testing/synctest bubble is the bubble's), until it is set or
// advanced; from then on it stands still wherever it was put, until Run. It may
// be used by several goroutines at once.
type Clock struct {
	// set is nil as long as the clock tells the real time.
	set atomic.Pointer[time.Time]
}

// Now returns the time.
func (c *Clock) Now() time.Time {
	if t := c.set.Load(); t != nil {
		return *t
	}
	return time.Now()
}

// Set puts the clock to t, where it stands still. It may go back, which undoes
// nothing of what a fake has done by the later time. It goes no further than the years 1 to 9999, as timestamps do, and stops at either end.
func (c *Clock) Set(t time.Time) {
	t = epoch.InRange(t)
	c.set.Store(&t)
}

// Run has the clock give the real time again, whatever it was set to.
func (c *Clock) Run() { c.set.Store(nil) }

// Advance moves the clock by d from the time it tells, where it stands still,
// and returns that time. A negative d moves it back. It stops where Set does.
func (c *Clock) Advance(d time.Duration) time.Time {
	for {
		was := c.set.Load()
		now := time.Now()
		if was != nil {
			now = *was
		}
		// Without its monotonic reading, the time is a plain date from here on.
		now = epoch.InRange(now.Round(0).Add(d))
		if c.set.CompareAndSwap(was, &now) {
			return now
		}
	}
}
