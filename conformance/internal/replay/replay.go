// Package replay checks exchanges that were recorded between clients and a
// service: each reply by itself, as the suite checks replies, and what was read by
// what was put before, as the oracle has it.
//
// A recording shows only a part of what happened. Nothing is concluded from what
// it does not show: a rule may have been there before, a read may come too early
// to show a put, and of what the contract only assumes any choice will do.
package replay

import (
	"context"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/recording"
	"github.com/fakesmith/fakesmith/model"
)

// Options say how recordings are checked.
type Options struct {
	// Lag is how long after a put a read may still return what was there before.
	Lag time.Duration
}

// DefaultLag is the lag that a service in a cloud is given. Public tools wait 10
// to 60 seconds for a rule to be returned.
const DefaultLag = time.Minute

// A replayer goes through one recording.
type replayer struct {
	ctx     context.Context
	api     *model.API
	effects *effect.Contract
	// rows are the permitted differences between what is put and returned.
	rows    []difference
	conn    *wire.Conn
	options Options
	result  *Result
	// keys are those that some exchange of the recording puts or deletes.
	keys keyring
	// work is how many calls the oracle may still be told of.
	work int
}

// mostWork bounds how many calls the oracle is told of for one recording, which
// takes seconds.
var mostWork = 1 << 17

// Check checks a recording by a contract. When the context ends, that is an error.
func Check(ctx context.Context, api *model.API, rec *recording.Recording, options Options) (*Result, error) {
	effects := effect.New(api)
	r := &replayer{
		ctx: ctx, api: api, effects: effects, rows: permittedBy(api), conn: reader(ctx, effects), options: options, work: mostWork,
		result: &Result{Others: rec.Others}, keys: keyring{},
	}
	var all []*recording.Exchange
	for i := range rec.Exchanges {
		e := &rec.Exchanges[i]
		if prefix := e.Prefix(); prefix != "" && prefix != api.TargetPrefix {
			r.result.Others++
			continue
		}
		all = append(all, e)
		if op := api.Operation(e.Operation()); op != nil {
			r.noteKeys(op, e)
		}
	}
	for _, e := range all {
		r.result.Exchanges = append(r.result.Exchanges, r.exchange(e))
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
	return r.result, nil
}

// exchange checks one exchange.
func (r *replayer) exchange(e *recording.Exchange) Exchange {
	hidden := e.Secrets()
	found := Exchange{Place: e.Place, Operation: hidden.Text(e.Operation()), Status: e.Status}
	op := r.api.Operation(e.Operation())
	if op == nil {
		found.say(hidden, Report, "the contract has no such operation: only the envelope of the reply is checked")
	}
	reply := r.read(&found, e, op)
	if op == nil || reply.gone || found.Outcome() == Fail {
		return found
	}
	switch {
	case slices.Contains([]model.Verb{model.Puts, model.Updates, model.Sets, model.Deletes}, op.Effect.Verb):
		r.write(e, op, reply)
	case slices.Contains([]model.Verb{model.Lists, model.Reads, model.Gets}, op.Effect.Verb):
		r.compare(&found, e, op, reply)
	}
	return found
}
