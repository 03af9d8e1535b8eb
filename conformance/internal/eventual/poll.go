package eventual

import (
	"bytes"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// The intervals at which something is asked again grow from one to the other.
const (
	firstInterval = 100 * time.Millisecond
	lastInterval  = 5 * time.Second
)

// readPatiently reads, and reads again until the answer shows what it has to,
// or until it counts whatever it shows. An answer that would be the same
// without some of the writes says nothing of these: then it takes one that
// comes after the time in which writes are known to settle.
func (f *tracker) readPatiently(op *model.Operation, in value.Object, r wire.Request) (*wire.Answer, error) {
	if a := f.pages[page(&r)]; a != nil {
		return a, nil
	}
	if !f.foreseeable(op, in) {
		if err := f.settle(); err != nil {
			return nil, err
		}
		return f.t.Fetch(op, r)
	}
	var before []byte
	lagged := false
	for wait := firstInterval; ; wait = min(2*wait, lastInterval) {
		sent := f.WallTime()
		pages, err := f.pagesFrom(op, in, r)
		if err != nil {
			return nil, err
		}
		until := f.until
		if f.agrees(f.o, op, in, pages) {
			f.witness(op, in, pages, lagged)
			if until = f.settledBy(f.pending()); !sent.Before(until) {
				if sent.Before(f.until) && len(f.pending()) > 0 {
					f.doubt()
				}
				return pages[0], nil
			}
		} else {
			lagged = true
			shown := value.Encode(together(op, pages).Output)
			switch {
			case !sent.Before(until):
				f.TimedOut[op.Name] = true
				return pages[0], nil
			case f.hasty(op) && bytes.Equal(shown, before) && !sent.Before(f.settledBy(f.writes)):
				f.doubt()
				return pages[0], nil
			}
			before = shown
		}
		if err := f.waitUntil(until, wait, op.Name+" shows what was written"); err != nil {
			return nil, err
		}
	}
}

// writePatiently writes. A refusal that nothing accounts for may be for what
// the target does not know yet, and so may be the failure of some of what was
// to be put: the request is made again, for a refusal has done nothing, and to
// put a thing twice comes to the same.
func (f *tracker) writePatiently(op *model.Operation, in value.Object, r wire.Request) (*wire.Answer, error) {
	if f.lost || f.refusal(op, in) {
		// It must not pass because the target does not know yet what forbids it.
		if err := f.settle(); err != nil {
			return nil, err
		}
	}
	before := ""
	for wait := firstInterval; ; wait = min(2*wait, lastInterval) {
		sent := f.WallTime()
		a, err := f.t.Fetch(op, r)
		if err != nil {
			return nil, err
		}
		w := &write{as: oracle.Scope(f.t.As), at: f.t.Instant(), op: op.Name, in: in, before: f.o.Clone()}
		want, got := w.do(f.o), testcase.OracleReply(a)
		if f.o.Agree(want, got) == nil {
			f.wrote(w)
			return a, nil
		}
		f.o = w.before.Clone()
		refused := got.Code != "" || op.Effect.Verb == model.Puts && len(f.t.FailedKeys(op, got.Output)) > 0
		count := !sent.Before(f.until)
		if refused && !count && !(f.hasty(op) && got.Code == before && !sent.Before(f.settledBy(f.writes))) {
			before = got.Code
			if err := f.waitUntil(f.until, wait, op.Name+" is answered by what was written"); err != nil {
				return nil, err
			}
			continue
		}
		if refused && !count {
			f.doubt()
		} else if refused && wait > firstInterval {
			f.TimedOut[op.Name] = true
		}
		if got.Code == "" {
			// It has done what the oracle would not have it do.
			w.do(f.o)
			f.lost = true
		}
		f.wrote(w)
		return a, nil
	}
}

// hasty reports whether an answer of an operation that stays the same will do
// for a start, because it was waited for in vain before. If the case comes to
// anything, it is tried again with patience.
func (f *tracker) hasty(op *model.Operation) bool { return f.TimedOut[op.Name] && !f.t.Result.Thorough }

// refusal reports whether something is to be refused, or to fail in part.
func (f *tracker) refusal(op *model.Operation, in value.Object) bool {
	want := f.o.Clone().Call(oracle.Scope(f.t.As), f.t.Instant(), op.Name, in)
	return want.Output == nil || len(want.Codes) > 0 || len(f.t.FailedKeys(op, want.Output)) > 0
}

// settledBy returns when some writes are taken to be seen by reads that show
// nothing either way: long ago, if there are none.
func (f *tracker) settledBy(writes []*write) time.Time {
	if len(writes) == 0 {
		return time.Time{}
	}
	if f.t.Result.Thorough {
		return f.until
	}
	last := writes[len(writes)-1].done.Add(f.Lags.settling(f.t.Target.Tolerances.Visible))
	if last.After(f.until) {
		return f.until
	}
	return last
}

// settle waits until all writes so far are taken to be seen, those of earlier
// cases among them.
func (f *tracker) settle() error {
	until := f.allSeen
	if !f.t.Result.Thorough {
		if settled := f.lastWrite.Add(f.Lags.settling(f.t.Target.Tolerances.Visible)); settled.Before(until) {
			until = settled
		}
	}
	if left := until.Sub(f.WallTime()); left > 0 {
		if err := f.Pause(left, "until reads show all that was written"); err != nil {
			return err
		}
	}
	if f.WallTime().Before(f.allSeen) {
		f.doubt()
	}
	return nil
}

// waitUntil waits before something is asked again: some time, but not beyond
// the moment from which on the answer counts. Where it takes long, it is said
// once what is waited for.
func (f *tracker) waitUntil(until time.Time, wait time.Duration, what string) error {
	f.Retries.Polls++
	left := until.Sub(f.WallTime())
	if wait > lastInterval/2 && wait < lastInterval && left > wire.LongWait {
		f.Announce(left, "at most, until "+what) // of all intervals, one is in between
	}
	if left > 0 {
		wait = min(wait, left)
	}
	return f.Sleep(wait)
}

// doubt notes that the case goes on with an answer that may be a stale one.
func (f *tracker) doubt() { f.t.Record.Stale = true }
