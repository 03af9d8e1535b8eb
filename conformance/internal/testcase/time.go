package testcase

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
)

// Now returns the time of the target, as far as it can be known.
func (t *Case) Now() time.Time {
	if t.Target.Clock == nil {
		return t.TargetTime()
	}
	at, err := t.Target.Clock.Now(t.Ctx)
	if err != nil {
		t.Skip("the clock can't be read: %v", err)
	}
	if t.Began.IsZero() {
		t.Began = at
	}
	return at
}

// beginning returns the time of the target when the case began. A clock that
// was set stands still, so that the time is that one even now.
func (t *Case) beginning() time.Time {
	if !t.Began.IsZero() {
		return t.Began
	}
	if t.Target.Clock == nil {
		return t.WallTime()
	}
	at, err := t.Target.Clock.Now(t.Ctx)
	if err != nil {
		return t.WallTime()
	}
	return at
}

// SetClock sets the time of the target.
func (t *Case) SetClock(at time.Time) {
	t.Need(t.Target.Clock != nil, "a clock that can be set")
	if err := t.Target.Clock.Set(t.Ctx, at); err != nil {
		t.Skip("the clock can't be set: %v", err)
	}
	t.stands = at
	t.NoteStep("clock", value.Object{"set": at.UTC().Format(time.RFC3339Nano), "epoch": value.Epoch(at)}, "set")
}

// Freeze stops the clock of the target, at a whole second, and returns the
// time that it shows.
func (t *Case) Freeze() time.Time {
	t.Need(t.Target.Clock != nil, "a clock that can be set")
	at := t.Now().Truncate(time.Second).Add(time.Second)
	t.SetClock(at)
	return at
}

// FarYear returns a year that is far ahead of the clock of the target, wherever
// somebody has put that: what is to expire then does not meanwhile.
func (s *Session) FarYear() int {
	if s.far == 0 {
		s.far = 2050
		if s.Target.Clock != nil {
			if at, err := s.Target.Clock.Now(s.Ctx); err == nil {
				s.far = min(max(s.far, at.Year()+20), 9900)
			}
		}
	}
	return s.far
}
