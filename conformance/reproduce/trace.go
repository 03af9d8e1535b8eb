// Package reproduce turns a counterexample into programs that show it without
// the suite: a Go test, a boto3 script, lines for the AWS CLI, lines for curl;
// and a paragraph of English for people.
//
// What an endpoint answered is not trusted. It gets into a program only through
// the functions that write comments and literals, so that nothing of it runs.
//
// Each program does the same steps again, under names that are new in each run,
// and looks whether they are answered as they were: what was found wrong was found
// by the answers alone, so the same answers are wrong again. Another answer is
// compared with what the contract wants. It then says what was
// expected and what it got, and exits with 1 if a fault is there, with 0 if the
// answer is right, and with 2 if that can't be told, as when the endpoint is not reached or
// a tool is missing; a Go test fails, passes, or is skipped, since go test has no
// other status. What differs from run to run by right, such as names, times near the
// present, page tokens and ids of the service's own making, is put aside.
package reproduce

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/internal/plainjson"
	"github.com/fakesmith/fakesmith/model"
)

// The forms, by the names that they have in a report.
const (
	Go      = "go"
	Boto3   = "boto3"
	CLI     = "cli"
	Curl    = "curl"
	English = "english"
)

// Names are the names of all forms, in the order in which they are shown.
var Names = []string{Go, Boto3, CLI, Curl, English}

// Slug returns a text as a name of which no shell, file system or browser makes
// anything else.
func Slug(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return '-'
	}, text)
}

// File returns the name of a file for a form of what shows a clause failed.
func File(form, clause string) string {
	name := Slug(clause)
	switch form {
	case Go:
		return strings.NewReplacer("-", "_", ".", "_").Replace(name) + "_test.go"
	case Boto3:
		return name + ".boto3.py"
	case CLI:
		return name + ".awscli.sh"
	case Curl:
		return name + ".curl.sh"
	}
	return name + ".txt"
}

// A Trace is what there is to reproduce.
type Trace struct {
	API *model.API
	// Clause is what fails, and Operation the one that has it, if any.
	Clause, Description, Source string
	// Endpoint is where it was seen, and Account and Region are as whom.
	Endpoint, Account, Region string
	// Run is the word in all names that the run made up. It is empty if there
	// is none.
	Run string
	// Began is the time of the target when the trace began.
	Began time.Time
	// Clock reports that the target has a clock that can be set, so that it can
	// be that time again. Otherwise the times of the trace are taken to be
	// relative to the present.
	Clock bool
	// Reset reports that the target was emptied before the first step.
	Reset bool
	Steps []Step
	// Cleanup are the calls that remove what the steps have made.
	Cleanup []Cleanup
	// Expected and Got say of the last step, in the words of the report, what
	// should have come and what came.
	Expected, Got string
	// Wrong is the index of the first step whose answer the contract does not
	// allow, and Right the outcomes that it allows there: codes of errors, and
	// "success". It is empty if that is not known: another answer then says
	// nothing, unless Form is set.
	Wrong int
	Right []string
	// Want are the contents of a right answer to that step, where it is a success and
	// they are known.
	Want *Contents
	// Form reports that the fault is in the form of the last answer, of which
	// clients show little: its headers, the words of an error, its members.
	Form bool
	// Concurrent reports that the steps were taken by several clients at the
	// same time, so that no program can be sure to take them in the same way.
	Concurrent bool
	// Again is the command that has the suite find it again.
	Again string
}

// A Cleanup is a call that removes what a step has made, if that succeeds.
type Cleanup struct {
	// After is the index of the step.
	After int
	// Operation is called with a body, as whom the step's call is made.
	Operation string
	Body      []byte
}

// A Step is one step of a trace.
type Step struct {
	// Call is an operation, or "clock", "fact", "member", "wait" or "reset".
	Call string
	// Account and Region are as whom the call is made. They are empty where the
	// trace's own are meant.
	Account, Region string
	// Body is what is sent. For a clock it is {"set": TIME}, for a fact
	// {"fact": NAME, "of": a key or a list of keys, "value": VALUE}, with what is told beside it
	// as "with", for a member
	// {"state": the state in which it is set}, and for a wait {"for": DURATION}.
	Body []byte
	// ContentType is that of the request where it is not the protocol's own.
	ContentType string
	// Status is that of the answer, and 0 if there was none.
	Status int
	// Answer is its body.
	Answer []byte
	// AnswerType and RequestID are headers of the answer, if Head is set.
	Head                  bool
	AnswerType, RequestID string
}

// Forms returns the trace in all forms that it can be put in. What several
// clients have done at once is told in English alone.
func Forms(t Trace) map[string]string {
	w := newWriter(t)
	forms := map[string]string{English: w.english()}
	if t.Concurrent || len(t.Steps) == 0 {
		return forms
	}
	forms[Go], forms[Boto3], forms[CLI], forms[Curl] = w.goTest(), w.boto3(), w.cli(), w.curl()
	return forms
}

// control reports whether a step is none of the API's, but of the control
// protocol's, or lets time pass.
func (s *Step) control() bool {
	return s.Call == "clock" || s.Call == "fact" || s.Call == "member" || s.Call == "reset" || s.waits()
}

// waits reports whether a step only lets time pass.
func (s *Step) waits() bool { return s.Call == "wait" }

// seconds returns for how long a step waits, in whole seconds.
func (s *Step) seconds() int {
	var in struct{ For string }
	_ = json.Unmarshal(s.Body, &in)
	d, _ := time.ParseDuration(in.For)
	return int((d + time.Second - 1) / time.Second)
}

// controlBody returns what a step sends to the control protocol, and where.
func (s *Step) controlBody() (path, body string) {
	if s.Call == "reset" {
		return "reset", ""
	}
	if s.Call == "member" {
		var in struct {
			State json.RawMessage `json:"state"`
		}
		_ = json.Unmarshal(s.Body, &in)
		return "state", compact(in.State)
	}
	if s.Call == "clock" {
		var in struct {
			Set string `json:"set"`
		}
		_ = json.Unmarshal(s.Body, &in)
		return "clock", compact(map[string]string{"set": in.Set})
	}
	var in struct {
		Fact  string          `json:"fact"`
		Of    json.RawMessage `json:"of"`
		Value string          `json:"value"`
		With  json.RawMessage `json:"with"`
	}
	_ = json.Unmarshal(s.Body, &in)
	var keys []json.RawMessage
	if json.Unmarshal(in.Of, &keys) != nil {
		keys = []json.RawMessage{in.Of}
	}
	type fact struct {
		Fact  string          `json:"fact"`
		Of    json.RawMessage `json:"of"`
		Value string          `json:"value"`
		With  json.RawMessage `json:"with,omitempty"`
	}
	all := make([]fact, len(keys))
	for i, key := range keys {
		all[i] = fact{in.Fact, key, in.Value, in.With}
	}
	return "facts", compact(all)
}

// compact returns the JSON of a value, with nothing escaped that need not be.
func compact(v any) string {
	text, err := plainjson.Marshal(v)
	if err != nil {
		// Values here are read from JSON, or made of texts.
		panic(fmt.Sprint("reproduce: ", err))
	}
	return string(text)
}
