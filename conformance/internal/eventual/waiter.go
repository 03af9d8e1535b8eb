package eventual

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
)

// A Waiter waits for the writes of a run to become visible. It has what was
// found of how long that takes.
type Waiter struct {
	*testcase.Session
	// Lags are the times that it took until reads returned writes.
	Lags Lags
	// TimedOut are the operations of which an answer did not become the expected
	// one in the time that is tolerated.
	TimedOut map[string]bool
	// lastWrite is when the last write was acknowledged, and allVisibleBy when
	// reads have to know of all writes so far.
	lastWrite, allVisibleBy time.Time
}

// New returns a waiter for a session, and has the cases make their calls by it.
func New(s *testcase.Session) *Waiter {
	w := &Waiter{Session: s, TimedOut: map[string]bool{}}
	s.NewExchanger = func() testcase.Exchanger { return &tracker{Waiter: w} }
	return w
}
