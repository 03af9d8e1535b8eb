package shrink

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
)

// An assessment is the oracle's result for a step: the answer that it expects,
// and what is wrong with the answer of the target, if anything is.
type assessment struct {
	want  oracle.Outcome
	wrong string
}

// like reports whether the oracle expects the same, and finds the same wrong.
func (a assessment) like(b *assessment) bool {
	return a.wrong == b.wrong && slices.Equal(a.want.Codes, b.want.Codes) && (a.want.Output == nil) == (b.want.Output == nil)
}

// assess has the oracle check some steps.
func assess(s *testcase.Session, steps []testcase.Step) []assessment {
	o := s.Oracle(s.LikelyChoices())
	all := make([]assessment, len(steps))
	for i := range steps {
		all[i] = assessStep(s, o, &steps[i])
	}
	return all
}

// assessStep has an oracle check one step.
func assessStep(s *testcase.Session, o *oracle.Oracle, step *testcase.Step) assessment {
	if step.Call == "fact" {
		as, fact, values := FactsOf(s, &step.Step)
		testcase.SetOracleFacts(o, as, step.Decided, fact, values)
	}
	in, plain := inputOf(s, step)
	if !plain {
		return assessment{}
	}
	j := assessment{want: o.Call(oracle.Scope(step.Sent.As), step.Sent.At, step.Call, in)}
	if step.Cut != nil {
		return j // nobody knows any more what all of it said
	}
	if err := o.Agree(j.want, ReplyTo(s.API, &step.Step)); err != nil {
		j.wrong = err.Error()
	}
	return j
}

// inputOf returns the input of a step, and reports whether the oracle can
// follow it.
func inputOf(s *testcase.Session, step *testcase.Step) (value.Object, bool) {
	if step.Sent == nil || s.API.Operation(step.Call) == nil || step.Sent.Change != nil {
		return nil, false
	}
	v, _, err := value.ReadJSON(step.Sent.Body)
	in, isObject := v.(value.Object)
	return in, err == nil && isObject
}

// FactsOf returns the facts that a step has set.
func FactsOf(s *testcase.Session, step *report.Step) (as endpoint.Scope, fact string, values []endpoint.FactValue) {
	var in struct {
		Fact  string
		Of    json.RawMessage
		Value string
		With  map[string]int64
	}
	_ = json.Unmarshal(step.Request, &in)
	var keys []map[string]string
	if json.Unmarshal(in.Of, &keys) != nil {
		keys = make([]map[string]string, 1)
		_ = json.Unmarshal(in.Of, &keys[0])
	}
	for _, key := range keys {
		values = append(values, endpoint.FactValue{Of: key, Value: in.Value, With: in.With})
	}
	return ScopeOf(s, step), in.Fact, values
}

// Shorten drops steps that can't matter from a trace whose last answer is
// wrong: reads, and steps about other names. By the oracle, the answers to the
// other steps must not change by that. All writes about the names in the last
// step stay, because they may be why the target is wrong. It returns nil if the
// oracle finds nothing wrong with the last answer, or can't tell.
func Shorten(s *testcase.Session, c *testcase.Failure) []testcase.Step {
	steps := slices.Clone(c.Steps)
	last := len(steps) - 1
	before := make([]assessment, len(steps))
	known := make([]*oracle.Oracle, len(steps)) // what the oracle knows before each step
	o := s.Oracle(s.LikelyChoices())
	for i := range steps {
		known[i] = o.Clone()
		before[i] = assessStep(s, o, &steps[i])
	}
	if last < 0 || before[last].wrong == "" || !ownOnly(s, &steps[last]) {
		return nil
	}
	names := namesIn(s, steps[last].Request)
	for i := last - 1; i >= 0; i-- {
		if matters(s, &steps[i], names) || lends(s, &steps[i], steps[i+1:]) {
			continue
		}
		// What comes before the step is as it was without it.
		without, same := known[i].Clone(), true
		for j := i + 1; j < len(steps) && same; j++ {
			same = assessStep(s, without, &steps[j]).like(&before[j])
		}
		if same {
			steps, before = slices.Delete(steps, i, i+1), slices.Delete(before, i, i+1)
		}
	}
	return steps
}

// ownOnly reports whether the answer to a step has only what the case has
// created, so that the oracle knows all of it.
func ownOnly(s *testcase.Session, step *testcase.Step) bool {
	op := s.API.Operation(step.Call)
	if op == nil || !effect.IsRead(op) {
		return true
	}
	in, _ := inputOf(s, step)
	t := s.OfflineCase()
	return op.Clause("fact/summary") == nil && (t.NamesPartition(op, in) || t.SelectsKeys(op, in))
}

// matters reports whether a step must stay, whatever the oracle says: it has
// written, or tried to, under one of some names, or time has passed.
func matters(s *testcase.Session, step *testcase.Step, names []string) bool {
	switch step.Call {
	case "clock", "wait":
		return true
	}
	if op := s.API.Operation(step.Call); op != nil && effect.IsRead(op) {
		return false
	}
	if len(names) == 0 {
		return true
	}
	return slices.ContainsFunc(namesIn(s, step.Request), func(name string) bool { return slices.Contains(names, name) })
}

// lends reports whether the answer to a step has a page token that a later step
// uses.
func lends(s *testcase.Session, lender *testcase.Step, later []testcase.Step) bool {
	op := s.API.Operation(lender.Call)
	if op == nil || op.Clause("pagination") == nil {
		return false
	}
	token := value.TextAt(ReplyTo(s.API, &lender.Step).Output, model.Path(op.Clause("pagination").Rule.(model.Pagination).Next))
	return token != "" && slices.ContainsFunc(later, func(l testcase.Step) bool { return bytes.Contains(l.Request, value.Encode(token)) })
}

// timestamps replaces each timestamp in an input.
func timestamps(s *testcase.Session, v any, shape *model.Shape, replace func(any, *model.Shape) any) any {
	switch v := v.(type) {
	case value.Object:
		for _, m := range shape.Members {
			if inner, there := v[m.Name]; there && shape.Kind == model.Structure {
				v[m.Name] = timestamps(s, inner, s.API.Shape(m.Shape), replace)
			}
		}
		return v
	case []any:
		if shape.Kind == model.List {
			for i := range v {
				v[i] = timestamps(s, v[i], s.API.Shape(shape.Elem), replace)
			}
		}
		return v
	}
	if shape.Kind == model.Timestamp {
		return replace(v, shape)
	}
	return v
}

// ReplyTo returns the answer to a step in the form of the oracle.
func ReplyTo(api *model.API, step *report.Step) oracle.Reply {
	return testcase.OracleReply(api, api.Operation(step.Call), &wire.Answer{Status: step.Status, Body: report.BodyOf(step.Answer)})
}
