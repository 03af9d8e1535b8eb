package conformance

import (
	"context"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A conn makes requests of one target, and reads its answers.
type conn struct {
	*contract
	ctx    context.Context
	cancel context.CancelCauseFunc
	target Target
	calls  int
	// keeper is what is waited by, the wall clock if nil, and waiting is told of
	// long waits; it may be nil.
	keeper  Timekeeper
	waiting func(d time.Duration, why string)
	// retries and skew are what was found of how the target lets itself be
	// asked: what stood in the way, and how far its clock is off.
	retries Retries
	skew    skewGauge
}

// newConn returns a connection over which nothing has gone yet.
func newConn(ctx context.Context, api *model.API, target Target) *conn {
	ctx, cancel := context.WithCancelCause(ctx)
	return &conn{contract: &contract{shapes: newShapes(api)}, ctx: ctx, cancel: cancel, target: target}
}
