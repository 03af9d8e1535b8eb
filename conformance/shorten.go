package conformance

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A judgement is what the oracle makes of the answer to each step of a trace:
// what it expected, and what is wrong with the answer, if anything is.
type judgement struct {
	want  oracle.Outcome
	wrong string
}

// judged has the oracle go through some steps.
func (s *session) judged(steps []step) []judgement {
	o := s.oracle(s.guesses())
	all := make([]judgement, len(steps))
	for i := range steps {
		all[i] = s.judgeStep(o, &steps[i])
	}
	return all
}

// judgeStep has an oracle go through one step.
func (s *session) judgeStep(o *oracle.Oracle, step *step) judgement {
	if step.Call == "fact" {
		as, fact, values := s.factsOf(&step.Step)
		decide(o, as, fact, values)
	}
	in, plain := s.inputOf(step)
	if !plain {
		return judgement{}
	}
	j := judgement{want: o.Call(oracle.Scope(step.sent.as), step.sent.at, step.Call, in)}
	if step.Cut {
		return j // nobody knows any more what all of it said
	}
	if err := o.Agree(j.want, s.heard(&step.Step)); err != nil {
		j.wrong = err.Error()
	}
	return j
}

// inputOf returns the input that a step has sent, and whether it is one that
// the oracle can follow.
func (s *session) inputOf(step *step) (object, bool) {
	if step.sent == nil || s.api.Operation(step.Call) == nil || step.sent.change != nil {
		return nil, false
	}
	v, _, err := readJSON(step.sent.body)
	in, isObject := v.(object)
	return in, err == nil && isObject
}

// factsOf reads a step that has decided facts.
func (s *session) factsOf(step *Step) (as Scope, fact string, values []FactValue) {
	var in struct {
		Fact  string
		Of    json.RawMessage
		Value string
	}
	_ = json.Unmarshal(step.Request, &in)
	var keys []map[string]string
	if json.Unmarshal(in.Of, &keys) != nil {
		keys = make([]map[string]string, 1)
		_ = json.Unmarshal(in.Of, &keys[0])
	}
	for _, key := range keys {
		values = append(values, FactValue{Of: key, Value: in.Value})
	}
	return s.scopeOf(step), in.Fact, values
}

// shorten leaves out what can't matter of a trace whose last answer is wrong:
// what was read, and what was done to things of other names. Each step that
// stays has to be answered as before, and the last to be wrong as before. What
// was written about the names in the last step all stays, for a target that is
// wrong may be so because of it. It returns nil if the oracle finds nothing
// wrong with the last answer, or can't tell.
func (s *session) shorten(c *failure) []step {
	steps := slices.Clone(c.steps)
	before := s.judged(steps)
	last := len(steps) - 1
	if last < 0 || before[last].wrong == "" || !s.ownOnly(&steps[last]) {
		return nil
	}
	names := s.namesIn(steps[last].Request)
	for i := last - 1; i >= 0; i-- {
		if s.matters(&steps[i], names) || s.lends(&steps[i], steps[i+1:]) {
			continue
		}
		fewer := slices.Delete(slices.Clone(steps), i, i+1)
		left := slices.Delete(slices.Clone(before), i, i+1)
		after := s.judged(fewer)
		if slices.EqualFunc(after, left, func(a, b judgement) bool {
			return a.wrong == b.wrong && slices.Equal(a.want.Codes, b.want.Codes) && (a.want.Output == nil) == (b.want.Output == nil)
		}) {
			steps, before = fewer, left
		}
	}
	return steps
}

// ownOnly reports whether the answer to a step shows nothing but what the case
// has made, so that the oracle knows what it has to show.
func (s *session) ownOnly(step *step) bool {
	op := s.api.Operation(step.Call)
	if op == nil || !isRead(op) {
		return true
	}
	in, _ := s.inputOf(step)
	t := s.reader()
	return op.Clause("fact/summary") == nil && (t.bounds(op, in) || t.singled(op, in))
}

// matters reports whether a step must stay, whatever the oracle says: it has
// changed something, or tried to, about one of some names, or time has passed.
func (s *session) matters(step *step, names []string) bool {
	switch step.Call {
	case "clock", "wait":
		return true
	}
	if op := s.api.Operation(step.Call); op != nil && isRead(op) {
		return false
	}
	if len(names) == 0 {
		return true
	}
	return slices.ContainsFunc(s.namesIn(step.Request), func(name string) bool { return slices.Contains(names, name) })
}

// lends reports whether a step was answered with a page token that one of some
// later steps makes use of.
func (s *session) lends(lender *step, later []step) bool {
	op := s.api.Operation(lender.Call)
	if op == nil || op.Clause("pagination") == nil {
		return false
	}
	token := textAt(s.heard(&lender.Step).Output, model.Path(op.Clause("pagination").Rule.(model.Pagination).Next))
	return token != "" && slices.ContainsFunc(later, func(l step) bool { return bytes.Contains(l.Request, encode(token)) })
}

// timestamps calls a function with the way to each time in an input.
func (s *session) timestamps(v any, shape *model.Shape, replace func(any) any) any {
	switch v := v.(type) {
	case object:
		for _, m := range shape.Members {
			if inner, there := v[m.Name]; there && shape.Kind == model.Structure {
				v[m.Name] = s.timestamps(inner, s.api.Shape(m.Shape), replace)
			}
		}
		return v
	case []any:
		if shape.Kind == model.List {
			for i := range v {
				v[i] = s.timestamps(v[i], s.api.Shape(shape.Elem), replace)
			}
		}
		return v
	}
	if shape.Kind == model.Timestamp {
		return replace(v)
	}
	return v
}
