package wire

import (
	"context"
	"errors"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/model"
)

// A Conn makes requests of one target, and reads its replies.
type Conn struct {
	API    *model.API
	Ctx    context.Context
	Cancel context.CancelCauseFunc
	Target endpoint.Target
	// Calls counts the requests that were made.
	Calls int
	// Retries counts what stood in the way of the calls.
	Retries endpoint.Retries
	// Skew is what is known of the target's clock.
	Skew SkewEstimate

	// Timekeeper is what the suite waits by. Nil is the wall clock.
	Timekeeper endpoint.Timekeeper
	// OnWait is called before long waits. It may be nil.
	OnWait func(d time.Duration, why string)

	shapes *shapes.Set
}

// New returns a connection to a target of the API that has those shapes.
func New(ctx context.Context, set *shapes.Set, target endpoint.Target) *Conn {
	ctx, cancel := context.WithCancelCause(ctx)
	return &Conn{API: set.API, shapes: set, Ctx: ctx, Cancel: cancel, Target: target}
}

// MaxListing is how many bytes the pages of one listing may have together. All
// of them are held at the same time.
func (c *Conn) MaxListing() int { return int(4 * MaxResponse(&c.Target)) }

// end ends the run. Whatever is still to be checked is skipped.
func (c *Conn) end(why error) { c.Cancel(why) }

// WhyEnded says why the run ended before its time, or returns "".
func (c *Conn) WhyEnded() string {
	if c.Ctx.Err() == nil {
		return ""
	}
	cause := context.Cause(c.Ctx)
	if errors.Is(cause, context.Canceled) {
		return "the run was cancelled"
	}
	return cause.Error()
}
