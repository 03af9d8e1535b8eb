package lockstep

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// RandomCalls is a state machine over all operations, the facts and the clock.
func RandomCalls(t *script.T) {
	t.NeedUnrestricted()
	settled(t)
	if err := t.Reset(); err != nil {
		t.Skip("%v", err)
	}
	tr, c := newTrace(t), newDomain(t)
	tr.Repeatable = true // most steps don't matter, and the oracle knows which
	who := c.scopes[0]
	c.existing = func(name string) []value.Object { return tr.o.Resources(oracle.Scope(who), tr.at, name) }
	tr.prelude(c)
	actions := map[string]func(*rapid.T){}
	for i := range t.API.Operations {
		op := &t.API.Operations[i]
		if t.Missing[op.Name] != "" || t.Setup.NeedsUnmodelledName(op) || !op.Modelled() || !predictable(t.Session, op) {
			continue
		}
		action := func(rt *rapid.T) {
			d := dieOf(rt)
			who = c.scope(d)
			if op.Effect.Verb == model.Deletes && len(t.ResourceOf(op).Partition) == 0 && !d.oneIn(3) {
				rt.Skip("what others are listed by is to be there for a while")
			}
			in := c.request(d, op, tr.at)
			if !tr.closed(op) && !tr.SelectsKeys(op, in) {
				rt.Skip("what others have made is listed too")
			}
			r := tr.call(who, op, in)
			c.note(who, op, in, r)
		}
		// An operation with more clauses is called more often.
		for i := range 1 + len(meaning(op))/6 {
			actions[fmt.Sprint(ranked(op), " ", op.Name, " ", i)] = action
		}
	}
	actions["2 next page"] = func(rt *rapid.T) {
		if len(c.listings) == 0 {
			rt.Skip("no page has a next one")
		}
		l := c.listings[len(c.listings)-1-rapid.IntRange(0, min(2, len(c.listings)-1)).Draw(rt, "listing")]
		if d := dieOf(rt); d.oneIn(2) {
			// The token may be tried on another list.
			l.in = value.Clone(l.in)
			for _, name := range tr.ResourceOf(l.op).Partition {
				if path := l.op.Effect.Bound(name); path != "" {
					here := value.One(l.in, path)
					// There may be no other, as of an enum with one value.
					if others := slices.DeleteFunc(slices.Clone(c.pools[name]), func(v any) bool { return v == here }); len(others) > 0 {
						value.Set(l.in, path, from(d, others))
					}
				}
			}
		}
		r := tr.call(l.as, l.op, l.in)
		c.note(l.as, l.op, l.in, r)
	}
	if t.Target.Facts != nil {
		for i := range t.API.Facts {
			f := &t.API.Facts[i]
			if !t.Decides(f.Name) {
				continue
			}
			actions["1 fact "+f.Name] = func(rt *rapid.T) {
				d := dieOf(rt)
				tr.decide(c.scope(d), f.Name, c.key(d, f.Key), from(d, t.ValuesOf(f)), beside(d, f))
			}
		}
	}
	if t.Target.Clock != nil {
		actions["1 clock, to an end"] = func(rt *rapid.T) {
			if ends := tr.ends(who); len(ends) > 0 {
				d := dieOf(rt)
				tr.wait(from(d, ends).Sub(tr.at) - from(d, []time.Duration{0, time.Millisecond}))
			}
		}
		actions["1 clock"] = func(rt *rapid.T) {
			tr.wait(from(dieOf(rt), tr.pauses()))
		}
	}
	if len(t.Missing) > 0 {
		actions["nothing"] = func(*rapid.T) {} // where all else may be missing
	}
	for range 3 {
		t.Rapid.Repeat(actions)
	}
	tr.inspect(c, c.scopes...)
	if tr.answers == 0 {
		t.Skip("no operation is there")
	}
}

// ranked returns a number that orders operations: rapid draws the first of
// several actions more often than the last.
func ranked(op *model.Operation) int {
	switch op.Effect.Verb {
	case model.Puts, model.Sets:
		return 0
	case model.Updates:
		return 1
	case model.Deletes:
		return 3
	}
	return 2
}

// meaning returns the clauses of an operation that are not derived from its
// schemas, and whose choices random calls tell apart.
func meaning(op *model.Operation) []model.Clause {
	return slices.DeleteFunc(slices.Clone(op.Clauses), func(c model.Clause) bool {
		switch c.Rule.(type) {
		case model.Constraint, model.Combination, model.Treated:
			return true
		}
		return false
	})
}

// ends returns the times at which the resources of a scope expire.
func (tr *trace) ends(as endpoint.Scope) []time.Time {
	var all []time.Time
	for _, p := range tr.API.AllClauses() {
		if _, ok := p.Clause.Rule.(model.EntryExpiry); ok {
			for _, resource := range tr.o.Resources(oracle.Scope(as), tr.at, p.Operation.Effect.Of) {
				all = append(all, effect.EntryEnds(p.Operation, resource)...)
			}
		}
		rule, ok := p.Clause.Rule.(model.Expiry)
		if !ok {
			continue
		}
		for _, resource := range tr.o.Resources(oracle.Scope(as), tr.at, p.Operation.Effect.Of) {
			if end, ends := value.TimeOf(resource[rule.At]); ends {
				all = append(all, end)
			}
		}
	}
	return all
}

// settled skips the case unless all choices of the target are known.
func settled(t *script.T) {
	if open := Unsettled(t.Session); len(open) > 0 {
		t.Skip("it is not known which choice the target makes in %s", strings.Join(open, ", "))
	}
}

// prelude sets up most of the entities and facts that other calls refer to.
func (tr *trace) prelude(c *domain) {
	d := dieOf(tr.Rapid)
	for i := range tr.API.Entities {
		about := tr.API.Resource(tr.API.Entities[i].Name)
		op := tr.OperationsOn(about.Name).Put
		if op == nil || len(about.Partition) > 0 || tr.Missing[op.Name] != "" {
			continue
		}
		for _, name := range c.pools[about.Key[0]] {
			if d(5) == 0 {
				continue
			}
			resource := value.With(tr.Example(about.Name), value.Object{about.Key[0]: name})
			tr.call(c.scopes[0], op, tr.Input(op, resource))
		}
	}
	if tr.Target.Facts == nil {
		return
	}
	for i := range tr.API.Facts {
		f := &tr.API.Facts[i]
		for range 4 {
			if !tr.Decides(f.Name) || d(5) == 0 {
				continue
			}
			tr.decide(c.scopes[0], f.Name, c.key(d, f.Key), from(d, likely(tr.Session, f)), beside(d, f))
		}
	}
	tr.startSome(c, d)
}

// beside draws what is told beside the value of a fact.
func beside(d die, f *model.Fact) map[string]int64 {
	var with map[string]int64
	for _, name := range f.With {
		if n := from(d, []int64{0, 10, 1, 60}); n > 0 {
			if with == nil {
				with = map[string]int64{}
			}
			with[name] = n
		}
	}
	return with
}

// likely returns the values of a fact, those first that a guard accepts.
func likely(s *testcase.Session, f *model.Fact) []string {
	var values []string
	for _, p := range s.API.AllClauses() {
		if guard, ok := p.Clause.Rule.(model.Guard); ok && guard.Fact == f.Name {
			values = append(values, guard.Accepts...)
			values = append(values, guard.Accepts...)
		}
	}
	return append(values, s.ValuesOf(f)...)
}

// scope draws the scope of a call, mostly the first.
func (c *domain) scope(d die) endpoint.Scope {
	if len(c.scopes) > 1 && d.oneIn(5) {
		return from(d, c.scopes[1:])
	}
	return c.scopes[0]
}

// note records the request for the page after a reply.
func (c *domain) note(as endpoint.Scope, op *model.Operation, in value.Object, r *wire.Reply) {
	clause := op.Clause("pagination")
	if clause == nil || !r.Ok() {
		return
	}
	rule := clause.Rule.(model.Pagination)
	if token := value.TextAt(r.Out, model.Path(rule.Next)); token != "" {
		c.listings = append(c.listings, listing{as, op, value.With(in, value.Object{rule.Token: token}), token})
	}
}

// dieOf returns a die whose throws rapid can shrink.
func dieOf(t *rapid.T) die {
	return func(n int) int {
		if n < 2 {
			return 0
		}
		return rapid.IntRange(0, n-1).Draw(t, "choice")
	}
}
