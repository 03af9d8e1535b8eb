package conformance

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A Difference is the shortest sequence that was found of steps which some
// targets answer in different ways. It is the last of them that they do.
type Difference struct {
	// Law says what was tried when it was found.
	Law string `json:"law"`
	// Clauses are those that it falls under, as far as that can be told.
	Clauses []DifferenceClause `json:"clauses"`
	// Clock is what the clocks showed at the beginning, where they can be set.
	Clock string         `json:"clock,omitempty"`
	Steps []ComparedStep `json:"steps"`
	// Once reports that the difference was not seen again when all of it was
	// done once more, so that it could not be shortened.
	Once bool `json:"once,omitempty"`
	// Reproduce is a command that finds it again.
	Reproduce string `json:"reproduce"`
}

// A DifferenceClause is a clause that a difference falls under.
type DifferenceClause struct {
	ID     string `json:"id"`
	Says   string `json:"says"`
	Source string `json:"source"`
	Ground string `json:"ground"`
	// Why says how it is known.
	Why string `json:"why"`
}

// A ComparedStep is what was done to all targets, and what came of it.
type ComparedStep struct {
	// Call is an operation, or "clock", "fact" for what was arranged besides.
	Call string `json:"call"`
	As   string `json:"as,omitempty"`
	// At is the time since the beginning, by the clocks of the targets.
	At      string          `json:"at,omitempty"`
	Request json.RawMessage `json:"request,omitempty"`
	// Expected is what the contract says, where it says something.
	Expected string `json:"expected,omitempty"`
	// Answers are those of the targets. A step that is no call has none.
	Answers []ComparedAnswer `json:"answers,omitempty"`
}

// A ComparedAnswer is what one target answered.
type ComparedAnswer struct {
	Status int `json:"status,omitempty"`
	// Got is the answer in a few words, Body what came.
	Got  string          `json:"got"`
	Body json.RawMessage `json:"body,omitempty"`
	// Against says what of the contract the answer is against, and is empty if
	// there is nothing to be said.
	Against string `json:"against,omitempty"`
}

// tell tells the steps of a difference, with what the contract says of each.
func (m *mirror) tell(d *Difference, r *reducer) {
	s := m.session
	oracles := make([]*oracle.Oracle, len(m.targets))
	for i := range oracles {
		oracles[i] = m.oracle(i, nil)
	}
	began := m.beginning(r)
	at := began
	for _, a := range r.done {
		step := ComparedStep{Call: a.operation}
		if a.as != (Scope{}) {
			step.As = s.shownScope(a.as)
		}
		switch {
		case a.fact != "":
			step.Call, step.Request = "fact", encode(factRequest(a))
			for _, o := range oracles {
				decide(o, a.as, a.fact, a.values)
			}
		case a.operation == "":
			at = a.clock
			step.Call, step.Request = "clock", encode(object{"set": a.clock.UTC().Format(time.RFC3339Nano), "epoch": epoch(a.clock)})
		default:
			step.Request = keptRequest(a.body)
			for i, h := range a.answers {
				expected, against := m.judged(oracles[i], at, i, a)
				if step.Expected == "" {
					step.Expected = expected
				}
				step.Answers = append(step.Answers, m.answerOf(a, h, against))
			}
		}
		if s.target.Clock != nil {
			step.At = at.Sub(began).Round(time.Millisecond).String()
		}
		d.Steps = append(d.Steps, step)
	}
}

// beginning returns the time at which the steps of a difference begin.
func (m *mirror) beginning(r *reducer) time.Time {
	if m.session.target.Clock != nil && !r.began.IsZero() {
		return r.began
	}
	return m.session.wallTime()
}

// oracle returns an oracle for what a target answers, some of whose choices may
// be others than those of its profile.
func (m *mirror) oracle(target int, choices map[string]string) *oracle.Oracle {
	all := map[string]string{}
	for _, more := range []map[string]string{m.session.target.Profile, m.targets[target].Profile, choices} {
		for id, choice := range more {
			all[id] = choice
		}
	}
	return m.session.oracle(all)
}

func factRequest(a *action) object {
	var of []any
	value := ""
	for _, v := range a.values {
		of, value = append(of, v.Of), v.Value
	}
	return object{"fact": a.fact, "of": of, "value": value}
}

// decide tells an oracle of facts that were decided.
func decide(o *oracle.Oracle, as Scope, fact string, values []FactValue) {
	for _, v := range values {
		o.SetFact(oracle.Scope(as), fact, v.Of, v.Value)
	}
}

// judged returns what the contract says of a call of one target, and what the
// answer has against it.
func (m *mirror) judged(o *oracle.Oracle, at time.Time, target int, a *action) (expected, against string) {
	v, _, _ := readJSON(m.bodyFor(target, a))
	in, isObject := v.(object)
	op := m.session.api.Operation(a.operation)
	if !isObject && len(a.body) > 0 || op == nil || a.answers[target].err != nil {
		return "", ""
	}
	want := o.Call(oracle.Scope(a.as), at, op.Name, in)
	r := m.session.read(op, &a.answers[target].answer)
	if err := o.Agree(want, r.observed()); err != nil {
		return want.String(), excerpt.Text(err.Error(), excerpt.MostShown)
	}
	// The oracle looks at what an answer shows; its form is for the rules of the
	// wire.
	for _, f := range r.faults {
		if f.rule != model.ReplyRequestID {
			return want.String(), fmt.Sprintf("expected %s, got %s", f.expected, f.got)
		}
	}
	return want.String(), ""
}

// answerOf returns an answer as it is shown.
func (m *mirror) answerOf(a *action, h *heard, against string) ComparedAnswer {
	if h.err != nil {
		return ComparedAnswer{Got: "no answer: " + h.err.Error()}
	}
	r := m.session.read(m.session.api.Operation(a.operation), &h.answer)
	answer := ComparedAnswer{Status: h.status, Got: r.String(), Against: against}
	if len(h.body) > 0 {
		answer.Body, _ = keptAnswer(h.body)
	}
	return answer
}
