package eventual

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A tracker makes the calls of one case, and keeps track of its writes, so that
// it knows how long a read has to be repeated until it must know of them. It
// checks nothing. Where its oracle is wrong, because the target makes a choice
// that is not known yet or does what it must not, waiting takes longer and
// comes to the same.
type tracker struct {
	*Waiter
	// t is the view of the case that makes the call at hand.
	t      *testcase.Case
	oracle *oracle.Oracle
	// diverged reports that the target did what the oracle can't follow.
	diverged bool
	// writes are those that some read may not know of yet, and what came after
	// the first of them, the oldest first.
	writes []*write
	// visibleBy is when all reads have to know of all writes of the case.
	visibleBy time.Time
	// pages are the answers to requests for further pages of the list that was
	// read last. They hold until the next write.
	pages map[pageID]*wire.Answer
}

// Exchange makes a request and waits until the answer counts: until a read
// knows of the writes before it, as far as the tolerances go.
func (tr *tracker) Exchange(t *testcase.Case, r wire.Request) (*wire.Answer, error) {
	op := t.API.Operation(r.Operation)
	if !t.EventuallyConsistent() {
		return t.Fetch(op, r)
	}
	tr.begin(t)
	in, plain := tr.t.InputOf(op, r)
	switch {
	case plain && r.Change == nil && effect.IsRead(op):
		return tr.awaitRead(op, in, r)
	case plain && r.Change == nil:
		return tr.retryWrite(op, in, r)
	case plain:
		// The oracle does not know what the changed request does.
		if err := tr.settle(); err != nil {
			return nil, err
		}
	}
	// What is malformed has to be rejected, whatever the target knows. If it is
	// not, nobody knows what it has done.
	a, err := tr.t.Fetch(op, r)
	if err == nil && a.Status < 300 && (op == nil || !effect.IsRead(op)) {
		tr.diverged = true
		tr.noteWrite(&write{without: tr.oracle.Clone()})
	}
	return a, err
}

// begin begins to track a case, which makes its calls as some view of it.
func (tr *tracker) begin(t *testcase.Case) {
	tr.t = t
	if tr.oracle != nil {
		return
	}
	tr.oracle = t.Oracle(t.LikelyChoices())
	if t.Fixtures != nil {
		// What earlier cases did in the same places may remain visible for a while.
		tr.visibleBy = tr.allVisibleBy
	}
}

// predictable reports whether the oracle can predict what a read returns. It
// can't for what others have put, for summaries that may include that, and for
// the further pages of a list.
func (tr *tracker) predictable(op *model.Operation, in value.Object) bool {
	if tr.diverged || op.Clause("fact/summary") != nil {
		return false
	}
	if c := op.Clause("pagination"); c != nil {
		if token, there := in[c.Rule.(model.Pagination).Token]; there && token != "" {
			return false
		}
	}
	return tr.t.NamesPartition(op, in) || tr.t.SelectsKeys(op, in)
}

// FactsSet notes facts that were set by the target's power to do so.
func (tr *tracker) FactsSet(t *testcase.Case, as endpoint.Scope, fact string, values []endpoint.FactValue) {
	if !t.EventuallyConsistent() {
		return
	}
	tr.begin(t)
	w := &write{as: oracle.Scope(as), at: t.Instant(), fact: fact, values: values, without: tr.oracle.Clone()}
	w.apply(tr.oracle)
	tr.noteWrite(w)
}

// CleanedUp notes that something was deleted when the case was over.
func (tr *tracker) CleanedUp(t *testcase.Case, operation string) {
	tr.lastWrite = tr.WallTime()
	if seen := tr.lastWrite.Add(t.MaxLag(operation)); seen.After(tr.allVisibleBy) {
		tr.allVisibleBy = seen
	}
}
