package fake

import (
	"sync/atomic"
	"time"
)

// A Clock tells a fake the time. The zero value tells the real time (which in
// a testing/synctest bubble is the bubble's), until it is first set or
// advanced; from then on it stands still wherever it was put. It may be used
// by several goroutines at once.
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

// Set puts the clock to t, where it stands still. It may go back. It goes no
// further than the years 1 to 9999, as timestamps do, and stops at either end.
func (c *Clock) Set(t time.Time) {
	t = inRange(t)
	c.set.Store(&t)
}

// Advance moves the clock by d from the time it tells, where it stands still,
// and returns that time. A negative d moves it back. It stops where Set does.
func (c *Clock) Advance(d time.Duration) time.Time {
	now, _ := c.move(func(now time.Time) (time.Time, error) { return inRange(now.Add(d)), nil })
	return now
}

// move puts the clock to what to returns for the time that it tells, unless that
// is an error, and then the clock goes on as before.
func (c *Clock) move(to func(time.Time) (time.Time, error)) (time.Time, error) {
	for {
		was := c.set.Load()
		now := time.Now()
		if was != nil {
			now = *was
		}
		// Without its monotonic reading, the time is a plain date from here on.
		next, err := to(now.Round(0))
		if err != nil {
			return now, err
		}
		if c.set.CompareAndSwap(was, &next) {
			return next, nil
		}
	}
}

// named reports whether a timestamp can name t, to the millisecond.
func named(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 1 && year <= 9999
}

// inRange returns t, or the instant that is closest to it of those that a
// timestamp can name.
func inRange(t time.Time) time.Time {
	switch {
	case named(t):
		return t
	case t.Before(time.UnixMilli(earliest)):
		return time.UnixMilli(earliest).UTC()
	}
	return time.UnixMilli(latest).UTC()
}
