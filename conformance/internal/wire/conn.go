package wire

import (
	"context"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/model"
)

// A Conn makes requests of one target, and reads its answers.
type Conn struct {
	API    *model.API
	shapes *shapes.Set
	Ctx    context.Context
	Cancel context.CancelCauseFunc
	Target endpoint.Target
	Calls  int
	// keeper is what is waited by, the wall clock if nil, and waiting is told of
	// long waits; it may be nil.
	Timekeeper endpoint.Timekeeper
	OnWait     func(d time.Duration, why string)
	// retries and skew are what was found of how the target lets itself be
	// asked: what stood in the way, and how far its clock is off.
	Retries endpoint.Retries
	Skew    SkewEstimate
}

// New returns a connection over which nothing has gone yet.
func New(ctx context.Context, set *shapes.Set, target endpoint.Target) *Conn {
	ctx, cancel := context.WithCancelCause(ctx)
	return &Conn{API: set.API, shapes: set, Ctx: ctx, Cancel: cancel, Target: target}
}
