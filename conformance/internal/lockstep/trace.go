package lockstep

import (
	"fmt"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A trace is a sequence of calls that the target and the oracle answer in
// lock-step.
type trace struct {
	*script.T
	o *oracle.Oracle
	// began is when the trace began, at is the time of the target.
	began, at time.Time
	answers   int
}

// newTrace begins a trace. No name in it may exist at the target.
func newTrace(t *script.T) *trace {
	tr := &trace{T: t, o: t.Oracle(t.Choices())}
	if t.Target.Clock != nil {
		tr.began = t.Freeze()
		t.Record.Steps = nil
	} else {
		tr.began = tr.WallTime().Truncate(time.Second)
	}
	tr.at, tr.Began = tr.began, tr.began
	tr.Record.Predicted = true
	return tr
}

// Unsettled returns the clauses for which the choice of the target is not
// known, so that the oracle can't make it.
func Unsettled(s *testcase.Session) []string {
	known := s.Choices()
	var open []string
	for _, p := range s.API.AllClauses() {
		c := p.Clause
		choice := known[c.ID]
		if p.Operation != nil && s.Missing[p.Operation.Name] != "" {
			continue // it is not asked
		}
		switch c.Rule.(type) {
		case model.Treated, model.Combination:
			continue // the oracle takes all that is permitted, and nothing is put that is not known to be
		}
		if c.Open() && (choice == "" || c.Choice == "" && choice != testcase.AsSaid) {
			open = append(open, c.ID)
		}
	}
	return open
}

// call makes a call and compares the reply with that of the oracle.
func (tr *trace) call(as endpoint.Scope, op *model.Operation, in value.Object) *wire.Reply {
	r := tr.Scoped(as).Ask(op, value.Encode(in), nil)
	if r == nil {
		tr.Skip("%s", tr.NotImplemented(op.Name))
	}
	tr.answers++
	if tr.Target.Clock == nil {
		tr.at = tr.WallTime()
	}
	want := tr.o.Call(oracle.Scope(as), tr.at, op.Name, in)
	tr.stamp(want.String())
	if err := tr.o.Agree(want, Observed(r)); err != nil && tr.Comparison == nil {
		tr.Fail(want.String(), "%v: %v", r, err)
	}
	return r
}

// Observed returns a reply in the form of the oracle.
func Observed(r *wire.Reply) oracle.Reply {
	got := oracle.Reply{Code: r.Code, Output: r.Out}
	if !r.Ok() && got.Code == "" {
		got.Code = fmt.Sprintf("status %d", r.Status)
	}
	return got
}

// stamp adds the time and the expected answer to the last step.
func (tr *trace) stamp(expected string) {
	last := &tr.Steps[len(tr.Steps)-1]
	last.At = tr.at.Sub(tr.began).Round(time.Millisecond).String()
	last.Expected = expected
}

// decide sets a fact by a power of the target.
func (tr *trace) decide(as endpoint.Scope, fact string, of value.Object, val string, with map[string]int64) {
	tr.Calls++
	values := []endpoint.FactValue{{Of: value.Texts(of), Value: val, With: with}}
	if err := tr.Target.Facts.SetFacts(tr.Ctx, as, fact, values); err != nil {
		tr.Skip("%s can't be set: %v", fact, err)
	}
	tr.Exchanger().FactsSet(tr.T.Case, as, fact, values)
	tr.Scoped(as).NoteFact(fact, of, val, with)
	tr.stamp("set")
	tr.o.SetFact(oracle.Scope(as), tr.at, fact, value.Texts(of), val, with)
}

// wait advances the clock of the target. Unless that is meant to be exact, the time is
// never one at which something that has expired may still be there.
func (tr *trace) wait(d time.Duration) {
	to := tr.at.Add(d)
	if !tr.Exact() {
		var ends []time.Time
		for _, as := range tr.o.Scopes() {
			ends = append(ends, tr.ends(endpoint.Scope(as))...)
		}
		slices.SortFunc(ends, time.Time.Compare)
		for _, end := range ends {
			if late := end.Add(script.ExpiryLag); !to.Before(end) && to.Before(late) {
				to = late
			}
		}
	}
	tr.at = to
	tr.SetClock(tr.at)
	tr.stamp("set")
}

// inspect reads the whole state: every listing in every scope, page by page.
func (tr *trace) inspect(c *domain, scopes ...endpoint.Scope) {
	for _, as := range scopes {
		for i := range tr.API.Operations {
			op := &tr.API.Operations[i]
			if !op.Effect.Shows() || tr.Missing[op.Name] != "" || !tr.closed(op) {
				continue
			}
			for _, in := range c.everything(op) {
				// Reads that were answered correctly are not part of the trace.
				before := len(tr.Steps)
				tr.walkThrough(as, op, in)
				tr.Steps = tr.Steps[:before]
			}
		}
	}
}

// walkThrough reads a listing page by page.
func (tr *trace) walkThrough(as endpoint.Scope, op *model.Operation, in value.Object) {
	for range 100 {
		r := tr.call(as, op, in)
		clause := op.Clause("pagination")
		if clause == nil || !r.Ok() {
			return
		}
		rule := clause.Rule.(model.Pagination)
		next := value.TextAt(r.Out, model.Path(rule.Next))
		if next == "" {
			return
		}
		in = value.With(in, value.Object{rule.Token: next})
	}
	tr.Fail("a last page", "100 pages, and a token on each")
}

// everything returns the requests that list all resources of a domain, or get them
// one by one.
func (c *domain) everything(op *model.Operation) []value.Object {
	partitions := []value.Object{{}}
	names := c.ResourceOf(op).Partition
	if op.Effect.Verb == model.Gets {
		names = c.ResourceOf(op).Key
	}
	for _, name := range names {
		if op.Effect.Bound(name) == "" {
			continue
		}
		var more []value.Object
		for _, p := range partitions {
			values := slices.Concat(c.pools[name], c.made(op, name), c.addressed(op.Effect.Of, name))
			for i, v := range values {
				if slices.Contains(values[:i], v) {
					continue
				}
				more = append(more, value.With(p, value.Object{name: v}))
			}
		}
		partitions = more
	}
	var all []value.Object
	for _, p := range partitions {
		var named []value.Object
		if f := c.DemandedFilter(op); f != nil {
			for _, v := range c.pools[f.On[0].Last()] {
				named = append(named, value.With(p, value.Object{f.On[0].Last(): v}))
			}
		}
		all = append(all, c.Selecting(op, p, named...))
	}
	return all
}

// made returns the keys of the resources of an operation that exist, if the service makes
// them.
func (c *domain) made(op *model.Operation, name string) []any {
	if made := c.Made(op.Effect.Of); made == nil || made.Member != name || c.existing == nil {
		return nil
	}
	var keys []any
	for _, resource := range c.existing(op.Effect.Of) {
		keys = append(keys, resource[name])
	}
	return keys
}

// closed reports whether a listing returns only what the case has created: one
// that lists a single partition, or any listing after a reset.
func (tr *trace) closed(op *model.Operation) bool {
	if tr.Target.Reset != nil || op.Effect.Verb == model.Gets {
		return true
	}
	bound := 0
	for _, name := range tr.ResourceOf(op).Partition {
		if op.Effect.Bound(name) != "" {
			bound++
		}
	}
	return bound > 0
}
