package wire

import (
	"context"
	"net/http"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
)

// WallTime returns the time by which the suite waits. The target's may be
// another.
func (c *Conn) WallTime() time.Time {
	if c.Timekeeper == nil {
		return time.Now()
	}
	return c.Timekeeper.Now()
}

// TargetTime returns the time of a target whose clock can't be set.
func (c *Conn) TargetTime() time.Time { return c.WallTime().Add(c.Skew.middle()) }

// ClockMargin returns how far the target's clock may be from what the suite
// takes it to be.
func (c *Conn) ClockMargin() time.Duration {
	m := c.Target.Tolerances.Skew
	if c.Skew.Known {
		m += (c.Skew.most - c.Skew.least) / 2
	}
	return m
}

// Sleep waits, unless the run ends first.
func (c *Conn) Sleep(d time.Duration) error {
	if c.Timekeeper == nil {
		return pause(c.Ctx, d)
	}
	return c.Timekeeper.Sleep(c.Ctx, d)
}

// LongWait is the shortest wait that is announced.
const LongWait = 5 * time.Second

// Pause waits, and announces what for if that takes long.
func (c *Conn) Pause(d time.Duration, why string) error {
	if d >= LongWait {
		c.Announce(d, why)
	}
	return c.Sleep(d)
}

// Announce says what is waited for.
func (c *Conn) Announce(d time.Duration, why string) {
	if c.OnWait != nil {
		c.OnWait(d, why)
	}
}

// pause waits, unless the context ends first.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}

// A SkewEstimate has the bounds of how far the target's clock is ahead of ours,
// by the dates of its answers.
type SkewEstimate struct {
	// Known reports that some answer had a date.
	Known       bool
	least, most time.Duration
}

// note takes the date of an answer into account. It has whole seconds only, and
// is of some moment between sending and receiving.
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

// Report returns the skew for a report, or nil if nothing is known.
func (g *SkewEstimate) Report() *endpoint.Skew {
	if !g.Known {
		return nil
	}
	return &endpoint.Skew{Least: g.least.Round(time.Millisecond).String(), Most: g.most.Round(time.Millisecond).String()}
}
