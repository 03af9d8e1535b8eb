package eventual

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// The intervals at which something is asked again grow from one to the other.
const (
	firstInterval = 100 * time.Millisecond
	lastInterval  = 5 * time.Second
)

// settledBy returns when some writes are taken to be visible to reads that show
// nothing either way. It returns the zero time if there are none.
func (tr *tracker) settledBy(writes []*write) time.Time {
	if len(writes) == 0 {
		return time.Time{}
	}
	if tr.t.Result.Thorough {
		return tr.visibleBy
	}
	last := writes[len(writes)-1].done.Add(tr.Lags.settling(tr.t.Target.Tolerances.Visible))
	if last.After(tr.visibleBy) {
		return tr.visibleBy
	}
	return last
}

// settle waits until all writes so far are taken to be visible, those of
// earlier cases among them.
func (tr *tracker) settle() error {
	until := tr.allVisibleBy
	if !tr.t.Result.Thorough {
		if settled := tr.lastWrite.Add(tr.Lags.settling(tr.t.Target.Tolerances.Visible)); settled.Before(until) {
			until = settled
		}
	}
	if left := until.Sub(tr.WallTime()); left > 0 {
		if err := tr.Pause(left, "until reads return all that was written"); err != nil {
			return err
		}
	}
	if tr.WallTime().Before(tr.allVisibleBy) {
		tr.noteStale()
	}
	return nil
}

// waitUntil waits before a request is repeated, but not beyond the moment from
// which on its answer counts. A long wait is announced once.
func (tr *tracker) waitUntil(until time.Time, wait time.Duration, what string) error {
	tr.Retries.Polls++
	left := until.Sub(tr.WallTime())
	if wait > lastInterval/2 && wait < lastInterval && left > wire.LongWait {
		tr.Announce(left, "at most, until "+what) // of all intervals, one is in between
	}
	if left > 0 {
		wait = min(wait, left)
	}
	return tr.Sleep(wait)
}

// acceptsEarly reports whether an answer of an operation is accepted once it
// stays the same, because an earlier one timed out. If the case fails by it,
// the case is tried again thoroughly.
func (tr *tracker) acceptsEarly(op *model.Operation) bool {
	return tr.TimedOut[op.Name] && !tr.t.Result.Thorough
}

// noteStale notes that the case goes on with an answer that may be stale.
func (tr *tracker) noteStale() { tr.t.Record.Stale = true }
