package eventual

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A write is a call that may have changed something.
type write struct {
	as oracle.Scope
	at time.Time // by the clock of the target
	op string
	in value.Object
	// fact and values are set if facts were set by the target's power to do so.
	fact   string
	values []endpoint.FactValue

	// without is the state as if the write had not been made: that before it, with
	// the writes of later yet to come. idle reports that the write has not changed
	// the state before it, so that nothing can show it.
	without *oracle.Oracle
	later   []*write
	idle    bool
	// done is when it was acknowledged.
	done time.Time
	// seen reports that a read has shown it.
	seen bool
}

// apply makes the write on an oracle.
func (w *write) apply(o *oracle.Oracle) oracle.Outcome {
	if w.fact != "" {
		testcase.SetOracleFacts(o, endpoint.Scope(w.as), w.at, w.fact, w.values)
		return oracle.Outcome{}
	}
	return o.Call(w.as, w.at, w.op, w.in)
}

// retryWrite writes. An error that the oracle does not expect may be due to
// what the target does not know yet, and so may the failure of some of what was
// to be put. The request is made again then, for a write that is rejected does
// nothing, and putting something twice is the same as once.
func (tr *tracker) retryWrite(op *model.Operation, in value.Object, r wire.Request) (*wire.Answer, error) {
	if tr.diverged || tr.expectsError(op, in) {
		// It must not pass because the target does not know yet what forbids it.
		if err := tr.settle(); err != nil {
			return nil, err
		}
	}
	before := ""
	for wait := firstInterval; ; wait = min(2*wait, lastInterval) {
		sent := tr.WallTime()
		a, err := tr.t.Fetch(op, r)
		if err != nil {
			return nil, err
		}
		w := &write{as: oracle.Scope(tr.t.As), at: tr.t.Instant(), op: op.Name, in: in, without: tr.oracle.Clone()}
		want, got := w.apply(tr.oracle), testcase.OracleReply(tr.API, op, a)
		if tr.oracle.Agree(want, got) == nil {
			tr.noteWrite(w)
			return a, nil
		}
		tr.oracle = w.without.Clone()
		rejected := got.Code != "" || op.Effect.Verb == model.Puts && len(tr.t.FailedKeys(op, got.Output)) > 0
		counts := !sent.Before(tr.visibleBy)
		if rejected && !counts && !(tr.acceptsEarly(op) && got.Code == before && !sent.Before(tr.settledBy(tr.writes))) {
			before = got.Code
			if err := tr.waitUntil(tr.visibleBy, wait, op.Name+" knows of what was written"); err != nil {
				return nil, err
			}
			continue
		}
		if rejected && !counts {
			tr.noteStale()
		} else if rejected && wait > firstInterval {
			tr.TimedOut[op.Name] = true
		}
		if got.Code == "" {
			// It has done what the oracle would not have it do.
			w.apply(tr.oracle)
			tr.diverged = true
		}
		tr.noteWrite(w)
		return a, nil
	}
}

// expectsError reports whether the oracle expects a write to be rejected, or to
// fail in part.
func (tr *tracker) expectsError(op *model.Operation, in value.Object) bool {
	want := tr.oracle.Clone().Call(oracle.Scope(tr.t.As), tr.t.Instant(), op.Name, in)
	return want.Output == nil || len(want.Codes) > 0 || len(tr.t.FailedKeys(op, want.Output)) > 0
}

// noteWrite notes a write that was acknowledged.
func (tr *tracker) noteWrite(w *write) {
	w.done = tr.WallTime()
	w.idle = tr.oracle.Equal(w.without)
	tr.lastWrite = w.done
	for _, earlier := range tr.writes {
		earlier.later = append(earlier.later, w)
	}
	tr.writes = append(tr.writes, w)
	tr.pages = nil
	if until := w.done.Add(tr.t.MaxLag(w.op)); until.After(tr.visibleBy) {
		tr.visibleBy = until
	}
	if tr.visibleBy.After(tr.allVisibleBy) {
		tr.allVisibleBy = tr.visibleBy
	}
}

// pending returns the writes that no read has shown.
func (tr *tracker) pending() []*write {
	var open []*write
	for _, w := range tr.writes {
		if !w.seen {
			open = append(open, w)
		}
	}
	return open
}

// prune drops the writes that every read has to know of.
func (tr *tracker) prune(now time.Time) {
	if now.After(tr.visibleBy) {
		tr.writes = nil
		return
	}
	if i := slices.IndexFunc(tr.writes, func(w *write) bool { return !w.seen }); i >= 0 {
		tr.writes = tr.writes[i:]
	} else {
		tr.writes = nil
	}
}
