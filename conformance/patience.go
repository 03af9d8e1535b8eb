package conformance

import "time"

// patience is what was found of how late a target is.
type patience struct {
	*session
	lags lags
	// vain has the operations of which some answer was waited for in vain.
	vain map[string]bool
	// lastWrite is when the last write was acknowledged, and allSeen when reads
	// have to know of all writes so far.
	lastWrite, allSeen time.Time
}

func newPatience(s *session) *patience {
	p := &patience{session: s, vain: map[string]bool{}}
	s.newExchanger = func() exchanger { return &follower{patience: p} }
	return p
}
