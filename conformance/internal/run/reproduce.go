package run

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/lockstep"
	"github.com/fakesmith/fakesmith/conformance/internal/shrink"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/model"
)

// reproduce has the oracle repeat the steps of a counterexample. It adds to each
// step the state after it, and to the counterexample the forms that need no
// suite.
func (s *Suite) reproduce(c *report.Clause) {
	found := c.Counterexample
	if found == nil {
		return
	}
	concurrent := len(found.Steps) > 0 && strings.HasPrefix(found.Steps[0].Call, "client ")
	trace := reproduce.Trace{
		API: s.API, Clause: c.ID, Description: c.Description, Source: c.Source,
		Endpoint: s.Target.Url(), Account: s.Target.Scope().Account, Region: s.Target.Scope().Region,
		Run: word(s.Session), Began: found.Began, Clock: s.Target.Clock != nil, Reset: found.Reset,
		Form:       c.Kind == "protocol/reply" || c.Kind == "validation/text",
		Concurrent: concurrent, Again: found.Reproduce,
	}
	if !concurrent {
		trace.Wrong, trace.Right, trace.Want = replay(s.Session, found)
	}
	if trace.Form {
		trace.Wrong = len(found.Steps) - 1
	}
	if last := found.Steps; len(last) > 0 && trace.Wrong == len(last)-1 && len(trace.Right) == 0 && !trace.Form {
		// What the property expects is all that is known.
		if expected := last[len(last)-1].Expected; outcomesPattern.MatchString(expected) {
			trace.Right = strings.Split(expected, " or ")
		}
	}
	for _, step := range found.Steps {
		trace.Steps = append(trace.Steps, stepOf(step))
		trace.Expected, trace.Got = step.Expected, step.Got
	}
	trace.Cleanup = cleanupOf(s.Session, found.Steps)
	found.Reproductions = reproduce.Forms(trace)
	if slices.ContainsFunc(found.Steps, func(s report.Step) bool { return s.Cut != nil }) {
		// A program would wait for an excerpt of an answer.
		found.Reproductions = map[string]string{reproduce.English: found.Reproductions[reproduce.English]}
	}
}

// outcomesPattern matches what is expected of a step if that is success, or one of
// some errors.
var outcomesPattern = regexp.MustCompile(`^(success|[A-Z]\w*( or [A-Z]\w*)*)$`)

// stepOf returns a step of a report as a step of a program.
func stepOf(s report.Step) reproduce.Step {
	account, region, _ := strings.Cut(s.As, " ")
	return reproduce.Step{
		Call: s.Call, Account: account, Region: region,
		Body: report.BodyOf(s.Request), ContentType: s.ContentType,
		Status: s.Status, Answer: report.BodyOf(s.Answer),
		Head:       s.Headers != nil,
		AnswerType: s.Headers["Content-Type"], RequestID: s.Headers["X-Amzn-RequestId"],
	}
}

var wordPattern = regexp.MustCompile(`[A-Za-z0-9]{5,}`)

// word returns the word in all names that is unique to this run, or "" if none
// can be replaced by another.
func word(s *testcase.Session) string {
	words := wordPattern.FindAllString(s.NamePrefix, -1)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// mostState is how many bytes of the state after a step a report holds.
const mostState = 32 << 10

// replay has the oracle answer the steps of a counterexample. It returns the
// first step whose answer the contract does not allow, or the last step if the
// oracle finds none, the results that the contract allows there, and what a success
// has to return.
func replay(s *testcase.Session, c *report.Counterexample) (wrong int, right []string, contents *reproduce.Contents) {
	wrong = len(c.Steps) - 1
	// The oracle can check an answer only if the choices of the target are known.
	settled := len(lockstep.Unsettled(s)) == 0
	found := false
	o := s.Oracle(s.Choices())
	at := c.Began
	scopes := []endpoint.Scope{s.Target.Scope()}
	// What a page shows beside what the oracle knows of moves the pages after it.
	doubted := map[string]bool{}
	for i := range c.Steps {
		step := &c.Steps[i]
		as := shrink.ScopeOf(s, step)
		if as != scopes[0] && len(scopes) == 1 {
			scopes = append(scopes, as)
		}
		if d, err := time.ParseDuration(step.At); err == nil {
			at = c.Began.Add(d)
		}
		val, _, err := value.ReadJSON(step.Request)
		in, _ := val.(value.Object)
		switch {
		case step.Call == "clock":
			if set, err := time.Parse(time.RFC3339Nano, value.TextAt(in, "set")); err == nil {
				at = set
			}
		case step.Call == "wait":
			if d, err := time.ParseDuration(value.TextAt(in, "for")); err == nil {
				at = at.Add(d)
			}
		case step.Call == "fact":
			_, fact, values := shrink.FactsOf(s, step)
			testcase.SetOracleFacts(o, as, at, fact, values)
		case step.Call == "member":
			key, _ := in["of"].(value.Object)
			o.SetMember(oracle.Scope(as), value.TextAt(in, "entity"), key, model.Path(value.TextAt(in, "member")), in["value"])
		case s.API.Operation(step.Call) != nil && err == nil && in != nil:
			op := s.API.Operation(step.Call)
			got := shrink.ReplyTo(s.API, step)
			asked, next := tokens(op, in, got.Output)
			if doubted[asked] {
				doubted[next] = next != ""
				break
			}
			want := o.Call(oracle.Scope(as), at, step.Call, in)
			if step.Cut != nil {
				break
			}
			err := o.Agree(want, got)
			if err != nil && !found && got.Code == "" && want.Output == nil && step.Required && i < len(c.Steps)-1 && !rejects(c, want.Codes) {
				// The property would not have gone on otherwise: of something that the call
				// needs, such as a fact, the oracle does not know.
				return len(c.Steps) - 1, nil, nil
			}
			if err == nil || found || !settled && i < len(c.Steps)-1 {
				if err != nil {
					doubted[next] = next != ""
				}
				break
			}
			found, wrong, step.Differs = true, i, err.Error()
			if right = slices.Clone(want.Codes); want.Output != nil {
				right = append(right, "success")
				contents = contentsOf(s.API, op, in, want.Output, c.Steps[:i+1])
			}
		}
		step.State = stateOf(s, o, at, scopes)
	}
	return wrong, right, contents
}

// tokens returns the token of the page that a request asks for, and that of the next one,
// or "" where there is none.
func tokens(op *model.Operation, in, out value.Object) (asked, next string) {
	if clause := op.Clause("pagination"); clause != nil {
		rule := clause.Rule.(model.Pagination)
		return value.TextAt(in, model.Path(rule.Token)), value.TextAt(out, model.Path(rule.Next))
	}
	return "", ""
}

// rejects reports whether one of some errors is the choice that a property expected
// and did not see. Such a property goes on whatever it sees, and says in the end what
// it was.
func rejects(c *report.Counterexample, codes []string) bool {
	code, is := strings.CutPrefix(c.Steps[len(c.Steps)-1].Expected, "the choice error:")
	return is && slices.Contains(codes, code)
}

// stateOf returns the state of an oracle as JSON: a list of resources, each with
// its type, and its scope if that is not the usual one.
func stateOf(s *testcase.Session, o *oracle.Oracle, at time.Time, scopes []endpoint.Scope) json.RawMessage {
	all := []value.Object{}
	for i, as := range scopes {
		list := func(name string) {
			for _, resource := range o.Resources(oracle.Scope(as), at, name) {
				row := value.With(resource, value.Object{"is": name})
				if i > 0 {
					row["in"] = s.FormatScope(as)
				}
				all = append(all, row)
			}
		}
		for _, e := range s.API.Entities {
			list(e.Name)
		}
		for _, f := range s.API.Facts {
			list(f.Name)
		}
	}
	if text := value.Encode(all); len(text) <= mostState {
		return text
	}
	return nil
}
