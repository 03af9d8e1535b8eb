package wire

import (
	"net/http"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
)

// A SkewEstimate is what the dates of answers tell of the target's clock: the
// bounds of how far it is ahead of ours.
type SkewEstimate struct {
	Known       bool
	least, most time.Duration
}

// note takes the date of an answer into account. It tells whole seconds only,
// of some moment between the sending and the answer.
func (g *SkewEstimate) note(sent, received time.Time, date string) {
	at, err := http.ParseTime(date)
	if err != nil {
		return
	}
	least, most := at.Sub(received), at.Add(time.Second).Sub(sent)
	switch {
	case !g.Known, least > g.most, most < g.least:
		// The first, or one that shows that the clocks have drifted.
		g.Known, g.least, g.most = true, least, most
	default:
		g.least, g.most = max(g.least, least), min(g.most, most)
	}
}

// middle returns the likeliest skew.
func (g *SkewEstimate) middle() time.Duration { return (g.least + g.most) / 2 }

// Report returns the skew for a report, nil if nothing is known of it.
func (g *SkewEstimate) Report() *endpoint.Skew {
	if !g.Known {
		return nil
	}
	return &endpoint.Skew{Least: g.least.Round(time.Millisecond).String(), Most: g.most.Round(time.Millisecond).String()}
}

// ClockMargin is how far the time of the target may be from what t.now says.
func (s *Conn) ClockMargin() time.Duration {
	m := s.Target.Tolerances.Skew
	if s.Skew.Known {
		m += (s.Skew.most - s.Skew.least) / 2
	}
	return m
}
