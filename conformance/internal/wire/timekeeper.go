package wire

import (
	"time"
)

// WallTime returns the time by which the suite waits, which need not be that of
// the target.
func (s *Conn) WallTime() time.Time {
	if s.Timekeeper == nil {
		return time.Now()
	}
	return s.Timekeeper.Now()
}

// Sleep waits, unless the session ends first.
func (s *Conn) Sleep(d time.Duration) error {
	if s.Timekeeper == nil {
		return pause(s.Ctx, d)
	}
	return s.Timekeeper.Sleep(s.Ctx, d)
}

// LongWait is how long a wait is that is worth a word.
const LongWait = 5 * time.Second

// Pause waits, and says what for if that takes long.
func (s *Conn) Pause(d time.Duration, why string) error {
	if d >= LongWait {
		s.Announce(d, why)
	}
	return s.Sleep(d)
}

// Announce says what is waited for.
func (s *Conn) Announce(d time.Duration, why string) {
	if s.OnWait != nil {
		s.OnWait(d, why)
	}
}
