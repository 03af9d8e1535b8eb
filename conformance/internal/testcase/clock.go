package testcase

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Now returns the time of the target, as far as it is known.
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

// Instant returns the time of the target, without asking for it if the suite
// has set it.
func (t *Case) Instant() time.Time {
	if t.Target.Clock != nil && !t.stands.IsZero() {
		return t.stands
	}
	return t.Now()
}

// beginning returns the time of the target when the case began. A clock that
// was set stands still, so that the time is still that one.
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

// Freeze stops the clock of the target, at a whole second, and returns that
// time.
func (t *Case) Freeze() time.Time {
	t.Need(t.Target.Clock != nil, "a clock that can be set")
	at := t.Now().Truncate(time.Second).Add(time.Second)
	t.SetClock(at)
	return at
}

// FarYear returns a year that is far ahead of the target's clock, whatever that
// was set to. What expires then does not expire during the run.
func (s *Session) FarYear() int {
	if s.farYear == 0 {
		s.farYear = 2050
		if s.Target.Clock != nil {
			if at, err := s.Target.Clock.Now(s.Ctx); err == nil {
				s.farYear = min(max(s.farYear, at.Year()+20), 9999)
			}
		}
	}
	return s.farYear
}

// MaxLag returns how long reads may miss a write of an operation. What others
// refer to may remain visible for a while after its deletion.
func (t *Case) MaxLag(operation string) time.Duration {
	tolerated := t.Target.Tolerances
	op := t.API.Operation(operation)
	if op != nil && op.Effect.Verb == model.Deletes && len(t.ResourceOf(op).Partition) == 0 {
		return max(tolerated.Visible, tolerated.Deleted)
	}
	return tolerated.Visible
}
