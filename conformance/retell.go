package conformance

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
)

// retell has the oracle go through the steps of a counterexample, notes what
// there is after each by the contract, and puts them in forms that need no suite.
func (s *suite) retell(c *ClauseReport) {
	found := c.Counterexample
	if found == nil {
		return
	}
	concurrent := len(found.Steps) > 0 && strings.HasPrefix(found.Steps[0].Call, "client ")
	trace := reproduce.Trace{
		API: s.api, Clause: c.ID, Says: c.Says, Source: c.Source,
		Endpoint: s.target.url(), Account: s.target.scope().Account, Region: s.target.scope().Region,
		Run: s.word(), Began: found.Began, Clock: s.target.Clock != nil, Reset: found.Reset,
		Form:       c.Kind == "protocol/reply" || c.Kind == "validation/text",
		Concurrent: concurrent, Again: found.Reproduce,
	}
	if !concurrent {
		trace.Wrong, trace.Right = s.replay(found)
	}
	if trace.Form {
		trace.Wrong = len(found.Steps) - 1
	}
	for _, step := range found.Steps {
		trace.Steps = append(trace.Steps, retold(step))
		trace.Expected, trace.Got = step.Expected, step.Got
	}
	found.Reproductions = reproduce.Forms(trace)
	if slices.ContainsFunc(found.Steps, func(s Step) bool { return s.Cut }) {
		// A program would wait for the excerpt of a response.
		found.Reproductions = map[string]string{reproduce.English: found.Reproductions[reproduce.English]}
	}
}

// retold returns a step as programs take it.
func retold(s Step) reproduce.Step {
	account, region, _ := strings.Cut(s.As, " ")
	return reproduce.Step{
		Call: s.Call, Account: account, Region: region,
		Body: bodyOf(s.Request), ContentType: s.ContentType,
		Status: s.Status, Answer: bodyOf(s.Answer),
		Head:       s.Headers != nil,
		AnswerType: s.Headers["Content-Type"], RequestID: s.Headers["X-Amzn-RequestId"],
	}
}

// bodyOf returns a body as it travelled: one that is no JSON stands in a report
// as a text. A text by itself is no body that the protocol knows.
func bodyOf(raw json.RawMessage) []byte {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return []byte(text)
	}
	return raw
}

var wordPattern = regexp.MustCompile(`[A-Za-z0-9]{5,}`)

// word returns the word in all names that tells this run from others, or "" if
// there is none that could be exchanged for another.
func (s *session) word() string {
	words := wordPattern.FindAllString(s.run, -1)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// mostState is how much of what there is after a step a report shows.
const mostState = 32 << 10

// replay has the oracle answer the steps of a counterexample. It returns the
// first step whose answer is not one that the contract allows, which is the last
// one if the oracle finds none, and the outcomes that it might have had.
func (s *session) replay(c *Counterexample) (wrong int, right []string) {
	wrong = len(c.Steps) - 1
	// Where it is not known what the target chooses, the oracle can't judge.
	settled := len(s.unsettled()) == 0
	found := false
	o := s.oracle(s.choices())
	at := c.Began
	scopes := []Scope{s.target.scope()}
	for i := range c.Steps {
		step := &c.Steps[i]
		as := s.scopeOf(step)
		if as != scopes[0] && len(scopes) == 1 {
			scopes = append(scopes, as)
		}
		if d, err := time.ParseDuration(step.At); err == nil {
			at = c.Began.Add(d)
		}
		value, _, err := readJSON(step.Request)
		in, _ := value.(object)
		switch {
		case step.Call == "clock":
			if set, err := time.Parse(time.RFC3339Nano, textAt(in, "set")); err == nil {
				at = set
			}
		case step.Call == "wait":
			if d, err := time.ParseDuration(textAt(in, "for")); err == nil {
				at = at.Add(d)
			}
		case step.Call == "fact":
			_, fact, values := s.factsOf(step)
			decide(o, as, fact, values)
		case s.api.Operation(step.Call) != nil && err == nil && in != nil:
			want := o.Call(oracle.Scope(as), at, step.Call, in)
			if step.Cut {
				break
			}
			err := o.Agree(want, s.heard(step))
			if err == nil || found || !settled && i < len(c.Steps)-1 {
				break
			}
			found, wrong, step.Differs = true, i, err.Error()
			if right = slices.Clone(want.Codes); want.Output != nil {
				right = append(right, "success")
			}
		}
		step.State = s.thingsOf(o, at, scopes)
	}
	return wrong, right
}

// heard returns the answer to a step as the oracle takes it.
func (s *session) heard(step *Step) oracle.Reply {
	r := &reply{answer: &answer{status: step.Status, body: bodyOf(step.Answer)}}
	if v, _, err := readJSON(r.body); err == nil {
		r.out, _ = v.(object)
	}
	if !r.ok() && r.out != nil {
		r.code = errorCode("", r.out)
	}
	return r.observed()
}

// thingsOf returns all that there is by the oracle, as JSON: a list of things,
// each of which says what it is, and where, if that is not the usual place.
func (s *session) thingsOf(o *oracle.Oracle, at time.Time, scopes []Scope) json.RawMessage {
	all := []object{}
	for i, as := range scopes {
		list := func(name string) {
			for _, thing := range o.Things(oracle.Scope(as), at, name) {
				row := with(thing, object{"is": name})
				if i > 0 {
					row["in"] = s.shownScope(as)
				}
				all = append(all, row)
			}
		}
		for _, e := range s.api.Entities {
			list(e.Name)
		}
		for _, f := range s.api.Facts {
			list(f.Name)
		}
	}
	if text := encode(all); len(text) <= mostState {
		return text
	}
	return nil
}
