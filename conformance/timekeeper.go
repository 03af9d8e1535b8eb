package conformance

import (
	"context"
	"time"
)

// A Timekeeper is the time by which the suite waits. A simulated one tells how
// long a run takes without anybody waiting.
type Timekeeper interface {
	// Now returns the time.
	Now() time.Time
	// Sleep returns after some time, or with an error if the context ends first.
	Sleep(ctx context.Context, d time.Duration) error
}

// wallTime returns the time by which the suite waits, which need not be that of
// the target.
func (s *conn) wallTime() time.Time {
	if s.keeper == nil {
		return time.Now()
	}
	return s.keeper.Now()
}

// sleep waits, unless the session ends first.
func (s *conn) sleep(d time.Duration) error {
	if s.keeper == nil {
		return pause(s.ctx, d)
	}
	return s.keeper.Sleep(s.ctx, d)
}

// longWait is how long a wait is that is worth a word.
const longWait = 5 * time.Second

// pause waits, and says what for if that takes long.
func (s *conn) pause(d time.Duration, why string) error {
	if d >= longWait {
		s.announce(d, why)
	}
	return s.sleep(d)
}

// announce says what is waited for.
func (s *conn) announce(d time.Duration, why string) {
	if s.waiting != nil {
		s.waiting(d, why)
	}
}
