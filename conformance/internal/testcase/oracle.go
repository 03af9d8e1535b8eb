package testcase

import (
	"cmp"
	"fmt"
	"maps"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// Oracle returns an oracle that knows the fixtures and nothing else. It is not
// exact about time if the target's clock can't be set.
func (s *Session) Oracle(choices map[string]string) *oracle.Oracle {
	if s.oracle == nil {
		s.oracle = oracle.New(s.API, nil)
	}
	o := s.oracle.Another(s.kept(choices))
	if s.Target.Clock == nil {
		o.Slack = time.Minute
	}
	o.Lenient = !s.Target.Exact
	if s.Fixtures == nil {
		return o
	}
	t := s.OfflineCase()
	as := oracle.Scope(t.As)
	for _, f := range s.Fixtures.Facts {
		for i := range s.API.Entities {
			e := t.On(s.API.Entities[i].Name)
			key := value.Pick(f.Of, e.Subject.Key)
			if e.Operations.Put == nil || len(key) < len(e.Subject.Key) || len(e.Subject.Partition) > 0 || t.Existing[e.ResourceID(key)] {
				continue
			}
			t.Existing[e.ResourceID(key)] = true
			o.Call(as, s.WallTime(), e.Operations.Put.Name, t.Input(e.Operations.Put, value.With(s.Example(e.Subject.Name), key)))
		}
		o.SetFact(as, s.WallTime(), f.Fact, value.Texts(f.Of), f.Value, nil)
	}
	return o
}

// kept returns the choices of the target that it has to make again and again. How
// lists come may depend on what is in them: names of one length and case come in the
// order of their bytes as well if they are compared regardless of case. So a target
// that need not do as the fake does is held to an order, and to what is behind a full
// last page, where the profile says so, and not because it was seen.
func (s *Session) kept(choices map[string]string) map[string]string {
	if s.Target.Exact {
		return choices
	}
	kept := maps.Clone(choices)
	for _, p := range s.API.AllClauses() {
		c := p.Clause
		_, profiled := s.Target.Profile[c.ID]
		_, seen := s.Observed[c.ID]
		if _, given := choices[c.ID]; profiled || given && !seen || len(c.Choices) == 0 {
			continue
		}
		switch c.Rule.(type) {
		case model.Order, model.LastPage:
			kept[c.ID] = Otherwise
		}
	}
	return kept
}

// SetOracleFacts sets facts of an oracle.
func SetOracleFacts(o *oracle.Oracle, as endpoint.Scope, at time.Time, fact string, values []endpoint.FactValue) {
	for _, v := range values {
		o.SetFact(oracle.Scope(as), at, fact, v.Of, v.Value, v.With)
	}
}

// FactRequest returns what a step of a report says of a fact that was set for some keys.
func FactRequest(fact string, of any, val string, with map[string]int64) value.Object {
	in := value.Object{"fact": fact, "of": of, "value": val}
	if len(with) > 0 {
		beside := value.Object{}
		for name, n := range with {
			beside[name] = value.Integer(int(n))
		}
		in["with"] = beside
	}
	return in
}

// OracleReply reads an answer of an operation for an oracle, without members that
// are newer than the model. Whether it is well-formed is checked elsewhere.
func OracleReply(api *model.API, op *model.Operation, a *wire.Answer) oracle.Reply {
	r := oracle.Reply{}
	if v, _, err := value.ReadJSON(a.Body); err == nil {
		r.Output, _ = v.(value.Object)
	}
	if op != nil && op.Output != "" && a.Status < 300 && r.Output != nil {
		wire.TakeNewer(api, op.Output, r.Output)
	}
	if a.Status < 200 || a.Status >= 300 {
		r.Code = cmp.Or(wire.ErrorCode(a.Header, r.Output), fmt.Sprintf("status %d", a.Status))
	}
	return r
}
