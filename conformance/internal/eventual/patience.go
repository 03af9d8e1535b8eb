package eventual

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
)

// Waiter is what was found of how late a target is.
type Waiter struct {
	*testcase.Session
	Lags Lags
	// vain has the operations of which some answer was waited for in vain.
	TimedOut map[string]bool
	// lastWrite is when the last write was acknowledged, and allSeen when reads
	// have to know of all writes so far.
	lastWrite, allSeen time.Time
}

func New(s *testcase.Session) *Waiter {
	p := &Waiter{Session: s, TimedOut: map[string]bool{}}
	s.NewExchanger = func() testcase.Exchanger { return &tracker{Waiter: p} }
	return p
}
