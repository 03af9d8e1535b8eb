package conformance

import (
	"bytes"
	"time"

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
func (t *trial) readPatiently(op *model.Operation, in object, r request) (*answer, error) {
	f := t.follow()
	if a := f.pages[r.page()]; a != nil {
		return a, nil
	}
	if !t.foreseeable(op, in) {
		if err := t.settle(); err != nil {
			return nil, err
		}
		return t.fetch(op, r)
	}
	var before []byte
	lagged := false
	for wait := firstInterval; ; wait = min(2*wait, lastInterval) {
		sent := t.wallTime()
		pages, err := t.pagesFrom(op, in, r)
		if err != nil {
			return nil, err
		}
		until := f.until
		if t.agrees(f.o, op, in, pages) {
			t.witness(op, in, pages, lagged)
			if until = t.settledBy(f.pending()); !sent.Before(until) {
				if sent.Before(f.until) && len(f.pending()) > 0 {
					t.doubt()
				}
				return pages[0], nil
			}
		} else {
			lagged = true
			shown := encode(together(op, pages).Output)
			switch {
			case !sent.Before(until):
				t.vain[op.Name] = true
				return pages[0], nil
			case t.hasty(op) && bytes.Equal(shown, before) && !sent.Before(t.settledBy(f.writes)):
				t.doubt()
				return pages[0], nil
			}
			before = shown
		}
		if err := t.waitUntil(until, wait, op.Name+" shows what was written"); err != nil {
			return nil, err
		}
	}
}

// writePatiently writes. A refusal that nothing accounts for may be for what
// the target does not know yet, and so may be the failure of some of what was
// to be put: the request is made again, for a refusal has done nothing, and to
// put a thing twice comes to the same.
func (t *trial) writePatiently(op *model.Operation, in object, r request) (*answer, error) {
	f := t.follow()
	if f.lost || t.refusal(op, in) {
		// It must not pass because the target does not know yet what forbids it.
		if err := t.settle(); err != nil {
			return nil, err
		}
	}
	before := ""
	for wait := firstInterval; ; wait = min(2*wait, lastInterval) {
		sent := t.wallTime()
		a, err := t.fetch(op, r)
		if err != nil {
			return nil, err
		}
		w := &write{as: oracle.Scope(t.as), at: t.instant(), op: op.Name, in: in, before: f.o.Clone()}
		want, got := w.do(f.o), replyOf(a)
		if f.o.Agree(want, got) == nil {
			t.wrote(w)
			return a, nil
		}
		f.o = w.before.Clone()
		refused := got.Code != "" || op.Effect.Verb == model.Puts && len(t.failed(op, got.Output)) > 0
		count := !sent.Before(f.until)
		if refused && !count && !(t.hasty(op) && got.Code == before && !sent.Before(t.settledBy(f.writes))) {
			before = got.Code
			if err := t.waitUntil(f.until, wait, op.Name+" is answered by what was written"); err != nil {
				return nil, err
			}
			continue
		}
		if refused && !count {
			t.doubt()
		} else if refused && wait > firstInterval {
			t.vain[op.Name] = true
		}
		if got.Code == "" {
			// It has done what the oracle would not have it do.
			w.do(f.o)
			f.lost = true
		}
		t.wrote(w)
		return a, nil
	}
}

// hasty reports whether an answer of an operation that stays the same will do
// for a start, because it was waited for in vain before. If the case comes to
// anything, it is tried again with patience.
func (t *trial) hasty(op *model.Operation) bool { return t.vain[op.Name] && !t.outcome.thorough }

// refusal reports whether something is to be refused, or to fail in part.
func (t *trial) refusal(op *model.Operation, in object) bool {
	want := t.follow().o.Clone().Call(oracle.Scope(t.as), t.instant(), op.Name, in)
	return want.Output == nil || len(want.Codes) > 0 || len(t.failed(op, want.Output)) > 0
}

// settledBy returns when some writes are taken to be seen by reads that show
// nothing either way: long ago, if there are none.
func (t *trial) settledBy(writes []*write) time.Time {
	f := t.follow()
	if len(writes) == 0 {
		return time.Time{}
	}
	if t.outcome.thorough {
		return f.until
	}
	last := writes[len(writes)-1].done.Add(t.lags.settling(t.target.Tolerances.Visible))
	if last.After(f.until) {
		return f.until
	}
	return last
}

// settle waits until all writes so far are taken to be seen, those of earlier
// cases among them.
func (t *trial) settle() error {
	until := t.allSeen
	if !t.outcome.thorough {
		if settled := t.lastWrite.Add(t.lags.settling(t.target.Tolerances.Visible)); settled.Before(until) {
			until = settled
		}
	}
	if left := until.Sub(t.wallTime()); left > 0 {
		if err := t.pause(left, "until reads show all that was written"); err != nil {
			return err
		}
	}
	if t.wallTime().Before(t.allSeen) {
		t.doubt()
	}
	return nil
}

// waitUntil waits before something is asked again: some time, but not beyond
// the moment from which on the answer counts. Where it takes long, it is said
// once what is waited for.
func (t *trial) waitUntil(until time.Time, wait time.Duration, what string) error {
	t.retries.Polls++
	left := until.Sub(t.wallTime())
	if wait > lastInterval/2 && wait < lastInterval && left > longWait {
		t.announce(left, "at most, until "+what) // of all intervals, one is in between
	}
	if left > 0 {
		wait = min(wait, left)
	}
	return t.sleep(wait)
}

// doubt notes that the case goes on with an answer that may be a stale one.
func (t *trial) doubt() { t.record.doubtful = true }
