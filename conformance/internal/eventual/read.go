package eventual

import (
	"bytes"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// awaitRead reads, and reads again until the answer is as the oracle predicts,
// or until it counts whatever it is. An answer that would be the same without
// some of the writes says nothing of these. Then one counts that comes after
// the time in which writes are known to settle.
func (tr *tracker) awaitRead(op *model.Operation, in value.Object, r wire.Request) (*wire.Answer, error) {
	if a := tr.pages[pageOf(&r)]; a != nil {
		return a, nil
	}
	if !tr.predictable(op, in) {
		if err := tr.settle(); err != nil {
			return nil, err
		}
		return tr.t.Fetch(op, r)
	}
	var before []byte
	lagged := false
	for wait := firstInterval; ; wait = min(2*wait, lastInterval) {
		sent := tr.WallTime()
		pages, err := tr.fetchPages(op, in, r)
		if err != nil {
			return nil, err
		}
		until := tr.visibleBy
		if tr.matches(tr.oracle, op, in, pages) {
			tr.noteSeen(op, in, pages, lagged)
			if until = tr.settledBy(tr.pending()); !sent.Before(until) {
				if sent.Before(tr.visibleBy) && len(tr.pending()) > 0 {
					tr.noteStale()
				}
				return pages[0], nil
			}
		} else {
			lagged = true
			shown := value.Encode(joinPages(tr.API, op, pages).Output)
			switch {
			case !sent.Before(until):
				tr.TimedOut[op.Name] = true
				return pages[0], nil
			case tr.acceptsEarly(op) && bytes.Equal(shown, before) && !sent.Before(tr.settledBy(tr.writes)):
				tr.noteStale()
				return pages[0], nil
			}
			before = shown
		}
		if err := tr.waitUntil(until, wait, op.Name+" returns what was written"); err != nil {
			return nil, err
		}
	}
}

// matches reports whether some answers, the pages of a listing, are what an
// oracle predicts. Where resources may outlive their time, what was there a
// while ago will do.
func (tr *tracker) matches(o *oracle.Oracle, op *model.Operation, in value.Object, pages []*wire.Answer) bool {
	got := joinPages(tr.API, op, pages)
	as, now := oracle.Scope(tr.t.As), tr.t.Instant()
	if o.Shown(as, now, op.Name, in, got) == nil {
		return true
	}
	late := tr.t.Target.Tolerances.Expired
	if late == 0 {
		return false
	}
	late += tr.t.ClockMargin()
	return o.Shown(as, now.Add(-late), op.Name, in, got) == nil || o.Shown(as, now.Add(tr.t.ClockMargin()), op.Name, in, got) == nil
}

// noteSeen marks the writes that a read has shown: without them it would have
// returned something else. The lag is that of the last of them.
func (tr *tracker) noteSeen(op *model.Operation, in value.Object, pages []*wire.Answer, lagged bool) {
	var last *write
	for _, w := range tr.writes {
		if w.seen || w.idle {
			continue
		}
		for _, later := range w.later {
			later.apply(w.without)
		}
		w.later = nil
		if w.seen = !tr.matches(w.without, op, in, pages); w.seen {
			last = w
		}
	}
	switch {
	case last == nil:
	case lagged:
		tr.Lags.note(tr.WallTime().Sub(last.done))
	default:
		tr.Lags.note(0)
	}
	tr.prune(tr.WallTime())
}

// fetchPages reads a listing from a request on to its last page. Whether the
// first page is fresh can be told only from all of them. The others are kept
// until the case asks for them.
func (tr *tracker) fetchPages(op *model.Operation, in value.Object, r wire.Request) ([]*wire.Answer, error) {
	tr.pages = nil
	a, err := tr.t.Fetch(op, r)
	if err != nil {
		return nil, err
	}
	pages := []*wire.Answer{a}
	c := op.Clause("pagination")
	if c == nil {
		return pages, nil
	}
	rule := c.Rule.(model.Pagination)
	further := map[pageID]*wire.Answer{}
	size := len(a.Body)
	for range 200 {
		if size > tr.t.MaxListing() {
			break
		}
		token := value.TextAt(testcase.OracleReply(tr.API, op, a).Output, model.Path(rule.Next))
		if token == "" || a.Status >= 300 {
			break
		}
		next := r
		next.Body = value.Encode(value.With(in, value.Object{rule.Token: token}))
		if further[pageOf(&next)] != nil {
			break
		}
		if a, err = tr.t.Fetch(op, next); err != nil {
			return nil, err
		}
		further[pageOf(&next)] = a
		size += len(a.Body)
		pages = append(pages, a)
	}
	tr.pages = further
	return pages, nil
}

// joinPages returns the pages of a listing as one reply.
func joinPages(api *model.API, op *model.Operation, pages []*wire.Answer) oracle.Reply {
	first := testcase.OracleReply(api, op, pages[0])
	if len(pages) == 1 || first.Code != "" || op.Effect.Into == "" {
		return first
	}
	all := []any{}
	for _, p := range pages {
		r := testcase.OracleReply(api, op, p)
		if r.Code != "" {
			return r
		}
		all = append(all, value.ListAt(r.Output, op.Effect.Into)...)
	}
	out := value.Clone(first.Output)
	value.Set(out, op.Effect.Into, all)
	return oracle.Reply{Output: out}
}

// A pageID tells one request for a page from another.
type pageID struct {
	as   endpoint.Scope
	op   string
	body string
}

// pageOf returns the id of the page that a request asks for.
func pageOf(r *wire.Request) pageID { return pageID{r.As, r.Operation, string(r.Body)} }
