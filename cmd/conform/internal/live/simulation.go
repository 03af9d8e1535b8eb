package live

import (
	"context"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// A simulation is the time in which a run is rehearsed. It passes when the suite
// waits, and as calls are made at the rate of the run. The clock of the fake
// follows it.
type simulation struct {
	clock   *fake.Clock
	between time.Duration // from one call to the next, at least

	mu     sync.Mutex // guards the rest
	now    time.Time
	next   time.Time     // when the next call may be made
	waited time.Duration // beyond what the rate asks for
}

// Now implements [endpoint.Timekeeper].
func (s *simulation) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// Sleep implements [endpoint.Timekeeper].
func (s *simulation) Sleep(ctx context.Context, d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := context.Cause(ctx); err != nil {
		return err
	}
	s.until(s.now.Add(d))
	return nil
}

// call lets the time pass until a call may be made, as a [Gate] does.
func (s *simulation) call() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if idle := s.now.Sub(s.next); !s.next.IsZero() && idle > 0 {
		s.waited += idle
	}
	s.until(s.next)
	s.next = s.now.Add(s.between)
}

func (s *simulation) until(at time.Time) {
	if at.After(s.now) {
		s.now = at
		s.clock.Set(at)
	}
}
