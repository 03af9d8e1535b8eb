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

// A tracker keeps count of what a target was told in one case, so that the
// suite knows how long to wait until a read has to know of it. It checks
// nothing. Where it is wrong, because the target makes a choice that is not
// known yet or does what it must not, waiting takes longer and comes to the
// same.
type tracker struct {
	*Waiter
	// t is the view of the case that makes the call at hand.
	t *testcase.Case
	o *oracle.Oracle
	// lost reports that the target did what the oracle can't follow.
	lost bool
	// writes are those that some read may not know of yet, and what came after
	// the first of them, the oldest first.
	writes []*write
	// last is when the last write was acknowledged, and until when all reads
	// have to know of all writes.
	last, until time.Time
	// pages are the answers to requests for further pages of the list that was
	// read last. They hold until the next write.
	pages map[pageID]*wire.Answer
}

// A pageID tells one request for a page from another.
type pageID struct {
	as   endpoint.Scope
	op   string
	body string
}

func page(r *wire.Request) pageID { return pageID{r.As, r.Operation, string(r.Body)} }

// A write is what may have changed what there is.
type write struct {
	as     oracle.Scope
	at     time.Time // by the clock of the target
	op     string
	in     value.Object
	fact   string // if facts were decided, by the power that the target has for it
	values []endpoint.FactValue

	// before is what was there before, and idle reports that the write has not
	// changed it, so that nothing can show it.
	before *oracle.Oracle
	idle   bool
	// done is when it was acknowledged.
	done time.Time
	// seen reports that a read has shown it.
	seen bool
}

// begin makes the follower follow a case, which makes its calls as some view
// of it.
func (f *tracker) begin(t *testcase.Case) {
	f.t = t
	if f.o != nil {
		return
	}
	f.o = t.Oracle(t.LikelyChoices())
	if t.Fixtures != nil {
		// What earlier cases did in the same places may be seen for a while.
		f.until = f.allSeen
	}
}

// wrote notes a write that was acknowledged.
func (f *tracker) wrote(w *write) {
	w.done = f.WallTime()
	w.idle = f.o.Equal(w.before)
	f.last = w.done
	f.lastWrite = w.done
	f.writes = append(f.writes, w)
	f.pages = nil
	if until := w.done.Add(f.t.MaxLag(w.op)); until.After(f.until) {
		f.until = until
	}
	if f.until.After(f.allSeen) {
		f.allSeen = f.until
	}
}

// pending returns the writes that no read has shown.
func (f *tracker) pending() []*write {
	var open []*write
	for _, w := range f.writes {
		if !w.seen {
			open = append(open, w)
		}
	}
	return open
}

// prune forgets the writes that every read has to know of.
func (f *tracker) prune(now time.Time) {
	if now.After(f.until) {
		f.writes = nil
		return
	}
	if i := slices.IndexFunc(f.writes, func(w *write) bool { return !w.seen }); i >= 0 {
		f.writes = f.writes[i:]
	} else {
		f.writes = nil
	}
}

// do makes a write on an oracle.
func (w *write) do(o *oracle.Oracle) oracle.Outcome {
	if w.fact != "" {
		testcase.SetOracleFacts(o, endpoint.Scope(w.as), w.fact, w.values)
		return oracle.Outcome{}
	}
	return o.Call(w.as, w.at, w.op, w.in)
}

// FactsSet notes facts that were decided by the power that the target has for
// it.
func (f *tracker) FactsSet(t *testcase.Case, as endpoint.Scope, fact string, values []endpoint.FactValue) {
	if !t.EventuallyConsistent() {
		return
	}
	f.begin(t)
	w := &write{as: oracle.Scope(as), at: t.Instant(), fact: fact, values: values, before: f.o.Clone()}
	w.do(f.o)
	f.wrote(w)
}

// agrees reports whether some answers, the pages of a listing, show what there
// is according to an oracle. Where things may outlive their time, what was
// there a while ago will do.
func (f *tracker) agrees(o *oracle.Oracle, op *model.Operation, in value.Object, pages []*wire.Answer) bool {
	got := together(op, pages)
	as, now := oracle.Scope(f.t.As), f.t.Instant()
	if o.Shown(as, now, op.Name, in, got) == nil {
		return true
	}
	late := f.t.Target.Tolerances.Expired
	if late == 0 {
		return false
	}
	late += f.t.ClockMargin()
	return o.Shown(as, now.Add(-late), op.Name, in, got) == nil || o.Shown(as, now.Add(f.t.ClockMargin()), op.Name, in, got) == nil
}

// together returns the pages of a listing as if they were one.
func together(op *model.Operation, pages []*wire.Answer) oracle.Reply {
	first := testcase.OracleReply(pages[0])
	if len(pages) == 1 || first.Code != "" || op.Effect.Into == "" {
		return first
	}
	all := []any{}
	for _, p := range pages {
		r := testcase.OracleReply(p)
		if r.Code != "" {
			return r
		}
		all = append(all, value.ListAt(r.Output, op.Effect.Into)...)
	}
	out := value.Clone(first.Output)
	value.Set(out, op.Effect.Into, all)
	return oracle.Reply{Output: out}
}

// witness marks the writes that a read shows: without them it would have to
// show something else. The lag is that of the last of them.
func (f *tracker) witness(op *model.Operation, in value.Object, pages []*wire.Answer, lagged bool) {
	var last *write
	for i, w := range f.writes {
		if w.seen || w.idle {
			continue
		}
		o := w.before.Clone()
		for _, later := range f.writes[i+1:] {
			later.do(o)
		}
		if w.seen = !f.agrees(o, op, in, pages); w.seen {
			last = w
		}
	}
	switch {
	case last == nil:
	case lagged:
		f.Lags.note(f.WallTime().Sub(last.done))
	default:
		f.Lags.note(0)
	}
	f.prune(f.WallTime())
}

// CleanedUp notes that something was deleted when the case was over.
func (f *tracker) CleanedUp(t *testcase.Case, operation string) {
	f.lastWrite = f.WallTime()
	if seen := f.lastWrite.Add(t.MaxLag(operation)); seen.After(f.allSeen) {
		f.allSeen = seen
	}
}
