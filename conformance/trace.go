package conformance

import (
	"fmt"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A trace is a sequence of calls that the target and the oracle answer in
// lock-step.
type trace struct {
	*trial
	o *oracle.Oracle
	// began is when the trace began, at is the time of the target.
	began, at time.Time
	answers   int
}

// trace begins a trace, for which the target has to be empty or to know none
// of the names in it.
func (t *trial) trace() *trace {
	tr := &trace{trial: t, o: t.oracle(t.choices())}
	if t.target.Clock != nil {
		tr.began = t.freeze()
		t.record.steps = nil
	} else {
		tr.began = tr.wallTime().Truncate(time.Second)
	}
	tr.at, tr.since = tr.began, tr.began
	return tr
}

// choices returns the choices of the target, as far as they are given or were
// seen.
func (s *session) choices() map[string]string {
	all := map[string]string{}
	for id, choice := range s.observed {
		all[id] = choice
	}
	for id, choice := range s.target.Profile {
		all[id] = choice
	}
	return all
}

// unsettled returns the clauses of which it is not known what the target makes
// of them, so that the oracle can't either.
func (s *session) unsettled() []string {
	known := s.choices()
	var open []string
	for _, p := range s.api.AllClauses() {
		c := p.Clause
		choice := known[c.ID]
		if p.Operation != nil && s.missing[p.Operation.Name] != "" {
			continue // it is not asked
		}
		if c.Ground == model.Assumed && (choice == "" || c.Choice == "" && choice != asSaid) {
			open = append(open, c.ID)
		}
	}
	return open
}

// call makes a call and holds the reply against what the oracle expects.
func (tr *trace) call(as Scope, op *model.Operation, in object) *reply {
	r := tr.scoped(as).ask(op, encode(in), nil)
	if r == nil {
		tr.skip("%s is not there: %s", op.Name, tr.missing[op.Name])
	}
	tr.answers++
	if tr.target.Clock == nil {
		tr.at = tr.wallTime()
	}
	want := tr.o.Call(oracle.Scope(as), tr.at, op.Name, in)
	tr.stamp(want.String())
	if err := tr.o.Agree(want, r.observed()); err != nil && tr.comparison == nil {
		tr.fail(want.String(), "%v: %v", r, err)
	}
	return r
}

// observed returns a reply as the oracle takes it.
func (r *reply) observed() oracle.Reply {
	got := oracle.Reply{Code: r.code, Output: r.out}
	if !r.ok() && got.Code == "" {
		got.Code = fmt.Sprintf("status %d", r.status)
	}
	return got
}

// stamp notes when the last step was taken, and what was expected of it.
func (tr *trace) stamp(expected string) {
	last := &tr.steps[len(tr.steps)-1]
	last.At = tr.at.Sub(tr.began).Round(time.Millisecond).String()
	last.Expected = expected
}

// decide sets a fact by the power that the target has for it.
func (tr *trace) decide(as Scope, fact string, of object, value string) {
	tr.calls++
	values := []FactValue{{Of: texts(of), Value: value}}
	if err := tr.target.Facts.SetFacts(tr.ctx, as, fact, values); err != nil {
		tr.skip("%s can't be set: %v", fact, err)
	}
	tr.exchanger().decided(tr.trial, as, fact, values)
	tr.scoped(as).did("fact", object{"fact": fact, "of": of, "value": value}, "set")
	tr.stamp("set")
	tr.o.SetFact(oracle.Scope(as), fact, texts(of), value)
}

// wait lets the clock of the target run on.
func (tr *trace) wait(d time.Duration) {
	tr.at = tr.at.Add(d)
	tr.setClock(tr.at)
	tr.stamp("set")
}

// inspect looks at all that there is: it reads every listing of every scope,
// page by page.
func (tr *trace) inspect(c *cast, scopes ...Scope) {
	for _, as := range scopes {
		for i := range tr.api.Operations {
			op := &tr.api.Operations[i]
			if v := op.Effect.Verb; v != model.Lists && v != model.Reads || tr.missing[op.Name] != "" || !tr.closed(op) {
				continue
			}
			for _, in := range c.everything(op) {
				// What was found to be in order is no part of the trace.
				before := len(tr.steps)
				tr.walkThrough(as, op, in)
				tr.steps = tr.steps[:before]
			}
		}
	}
}

// walkThrough reads a listing page by page.
func (tr *trace) walkThrough(as Scope, op *model.Operation, in object) {
	for range 100 {
		r := tr.call(as, op, in)
		clause := op.Clause("pagination")
		if clause == nil || !r.ok() {
			return
		}
		rule := clause.Rule.(model.Pagination)
		next := textAt(r.out, model.Path(rule.Next))
		if next == "" {
			return
		}
		in = with(in, object{rule.Token: next})
	}
	tr.fail("a last page", "100 pages, and a token on each")
}

// everything returns the requests that list all things that a cast is about.
func (c *cast) everything(op *model.Operation) []object {
	partitions := []object{{}}
	for _, name := range c.thing(op).Partition {
		if op.Effect.Bound(name) == "" {
			continue
		}
		var more []object
		for _, p := range partitions {
			for _, v := range c.pools[name] {
				more = append(more, with(p, object{name: v}))
			}
		}
		partitions = more
	}
	var all []object
	for _, p := range partitions {
		all = append(all, c.input(op, p))
	}
	return all
}

// closed reports whether a listing shows nothing but what the case has made:
// of one that is not bound to a partition that is known only after a reset.
func (tr *trace) closed(op *model.Operation) bool {
	if tr.target.Reset != nil {
		return true
	}
	bound := 0
	for _, name := range tr.thing(op).Partition {
		if op.Effect.Bound(name) != "" {
			bound++
		}
	}
	return bound > 0
}

// singled reports whether a request of an operation that lists asks for things
// by their keys, so that nothing is shown but what the case has made.
func (c *contract) singled(op *model.Operation, in object) bool {
	return slices.ContainsFunc(op.Clauses, func(clause model.Clause) bool {
		filter, ok := clause.Rule.(model.Filter)
		return ok && c.selectsByKey(op, filter) && len(listAt(in, filter.By)) > 0
	})
}
