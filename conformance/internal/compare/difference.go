package compare

import (
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/internal/lockstep"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// describe adds the steps of a difference, with what the contract says of each.
func (m *mirror) describe(d *report.Difference, r *reducer) {
	s := m.session
	oracles := make([]*oracle.Oracle, len(m.targets))
	for i := range oracles {
		oracles[i] = m.oracle(i, nil)
	}
	began := m.beginning(r)
	at := began
	for _, a := range r.done {
		step := report.ComparedStep{Call: a.operation}
		if a.as != (endpoint.Scope{}) {
			step.As = s.FormatScope(a.as)
		}
		switch {
		case a.fact != "":
			step.Call, step.Request = "fact", value.Encode(factRequest(a))
			for _, o := range oracles {
				testcase.SetOracleFacts(o, a.as, at, a.fact, a.values)
			}
		case a.operation == "":
			at = a.clock
			step.Call, step.Request = "clock", value.Encode(value.Object{"set": a.clock.UTC().Format(time.RFC3339Nano), "epoch": value.Epoch(a.clock)})
		default:
			step.Request = testcase.KeptRequest(a.body)
			for i, h := range a.answers {
				expected, against := m.compareTo(oracles[i], at, i, a)
				if step.Expected == "" {
					step.Expected = expected
				}
				step.Answers = append(step.Answers, m.answerOf(a, h, against))
			}
		}
		if s.Target.Clock != nil {
			step.At = at.Sub(began).Round(time.Millisecond).String()
		}
		d.Steps = append(d.Steps, step)
	}
}

// beginning returns the time at which the steps of a difference begin.
func (m *mirror) beginning(r *reducer) time.Time {
	if m.session.Target.Clock != nil && !r.began.IsZero() {
		return r.began
	}
	return m.session.WallTime()
}

// oracle returns an oracle for a target, with some choices in place of those of
// its profile.
func (m *mirror) oracle(target int, choices map[string]string) *oracle.Oracle {
	all := map[string]string{}
	for _, more := range []map[string]string{m.session.Target.Profile, m.targets[target].Profile, choices} {
		for id, choice := range more {
			all[id] = choice
		}
	}
	return m.session.Oracle(all)
}

func factRequest(a *action) value.Object {
	var of []any
	var told endpoint.FactValue
	for _, v := range a.values {
		of, told = append(of, v.Of), v
	}
	return testcase.FactRequest(a.fact, of, told.Value, told.With)
}

// compareTo returns the answer that the contract asks for in a call of one
// target, and what it does not allow about the answer of the target.
func (m *mirror) compareTo(o *oracle.Oracle, at time.Time, target int, a *action) (expected, against string) {
	v, _, _ := value.ReadJSON(m.bodyFor(target, a))
	in, isObject := v.(value.Object)
	op := m.session.API.Operation(a.operation)
	if !isObject && len(a.body) > 0 || op == nil || a.answers[target].err != nil {
		return "", ""
	}
	want := o.Call(oracle.Scope(a.as), at, op.Name, in)
	r := m.session.Read(op, &a.answers[target].Answer)
	if err := o.Agree(want, lockstep.Observed(r)); err != nil {
		return want.String(), excerpt.Text(err.Error(), excerpt.MostShown)
	}
	// The oracle checks the values of an answer, the rules about replies its
	// form.
	for _, f := range r.Faults {
		if f.Rule != model.ReplyRequestID {
			return want.String(), fmt.Sprintf("expected %s, got %s", f.Expected, f.Got)
		}
	}
	return want.String(), ""
}

// answerOf returns an answer as a report has it.
func (m *mirror) answerOf(a *action, h *result, against string) report.ComparedAnswer {
	if h.err != nil {
		return report.ComparedAnswer{Got: "no answer: " + h.err.Error()}
	}
	r := m.session.Read(m.session.API.Operation(a.operation), &h.Answer)
	answer := report.ComparedAnswer{Status: h.Status, Got: r.String(), Against: against}
	if len(h.Body) > 0 {
		answer.Body, _ = testcase.KeptAnswer(h.Body)
	}
	return answer
}
