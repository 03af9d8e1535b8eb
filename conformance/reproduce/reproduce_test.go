package reproduce

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// api is an API of two operations.
var api = &model.API{
	Protocol: "awsJson1_1", TargetPrefix: "Library", SigningName: "config",
	Shapes: []model.Shape{
		{Name: "Put", Kind: model.Structure, Members: []model.Member{{Name: "Name", Shape: "Text"}, {Name: "At", Shape: "Time"}}},
		{Name: "List", Kind: model.Structure, Members: []model.Member{{Name: "Token", Shape: "Text"}}},
		{Name: "Text", Kind: model.String}, {Name: "Time", Kind: model.Timestamp},
	},
	Operations: []model.Operation{
		{Name: "PutBook", Input: "Put"},
		{Name: "ListBooks", Input: "List", Clauses: []model.Clause{{ID: "pages", Rule: model.Pagination{Token: "Token", Next: "NextToken"}}}},
	},
}

var began = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// loan is a trace with all that differs from run to run.
func loan() Trace {
	at := began.Unix()
	return Trace{
		API: api, Clause: "pages", Endpoint: "http://x", Account: "123456789012", Region: "us-east-1", Run: "abc12de", Began: began,
		Steps: []Step{
			{Call: "PutBook", Status: 200, Body: []byte(fmt.Sprintf(`{"Name":"fs-abc12de-1 FS-ABC12DE-1","At":%d}`, at+60))},
			{Call: "ListBooks", Status: 200, Body: []byte(`{}`), Answer: []byte(fmt.Sprintf(`{"Books":["fs-abc12de-1"],"NextToken":"t0ken","Now":%d.5,"Due":%d}`, at+1, at+60))},
			{Call: "ListBooks", Status: 200, Body: []byte(`{"Token":"t0ken"}`), Answer: []byte(`{"Books":[]}`)},
		},
		Wrong: 2, Expected: "a book", Got: "none",
	}
}

// TestSplice shows what is put in place of what differs from run to run.
func TestSplice(t *testing.T) {
	w := newWriter(loan())
	for i, want := range []string{
		`{"Name":"fs-${RUN}-1 FS-${RUN}-1","At":${NOW+60}}`, `{}`, `{"Token":"${2.NextToken}"}`,
	} {
		if got := mark(splice(string(w.Steps[i].Body), w.needles[i])); got != want {
			t.Errorf("the body of step %d is %s, want %s", i+1, got, want)
		}
	}
	if got, want := strings.Join(w.varying, " "), "NextToken Now"; got != want {
		t.Errorf("what varies is %s, want %s", got, want)
	}
	// Digits that are part of a longer number are no time, and what looks like a
	// mark is none.
	text := fmt.Sprintf("1%d ${RUN}", began.Unix()+60)
	if got, want := mark(splice(text, w.needles[2])), fmt.Sprintf("1%d ${$}{RUN}", began.Unix()+60); got != want {
		t.Errorf("%s is spliced to %s, want %s", text, got, want)
	}
}

// TestBeginning shows what comes before the first step where the target has the
// power for it: nothing is there, and it is the time that it was.
func TestBeginning(t *testing.T) {
	trace := loan()
	trace.Clock, trace.Reset = true, true
	trace.Cleanup = []Cleanup{{After: 1, Operation: "DeleteBook"}}
	w := newWriter(trace)
	if w.Cleanup[0].After != 3 || trace.Cleanup[0].After != 1 {
		t.Errorf("what step 4 has made is removed if step %d has succeeded", w.Cleanup[0].After+1)
	}
	if len(w.Steps) != 5 || w.Steps[0].Call != "reset" || w.Steps[1].Call != "clock" || w.Wrong != 4 {
		t.Fatalf("the steps are %v, and %d is wrong", w.Steps, w.Wrong)
	}
	if _, body := w.Steps[1].controlBody(); body != `{"set":"2026-11-25T12:00:00Z"}` {
		t.Errorf("the clock is set to %s", body)
	}
	if got, want := mark(splice(string(w.Steps[2].Body), w.needles[2])), fmt.Sprintf(`"At":%d}`, began.Unix()+60); !strings.HasSuffix(got, want) {
		t.Errorf("with a clock that is set, the body is %s, want %s at its end", got, want)
	}
	for form, text := range Forms(trace) {
		if form != English && !strings.Contains(text, "reset") || !strings.Contains(text, "2026-11-25T12:00:00Z") && form != English {
			t.Errorf("the form %s lacks the beginning:\n%s", form, text)
		}
	}
}

// TestPrintedByCLI shows that what looks like an escape, and is none, stays as it
// is in an answer that the AWS CLI prints.
func TestPrintedByCLI(t *testing.T) {
	for _, c := range []struct{ answer, want string }{
		{`{"Text": "<a> & \u003cb\u003e"}`, `{"Text":"<a> & <b>"}`},
		{`{"Text": "\\u003c \\\u003c \\u2028"}`, `{"Text":"\\u003c \\< \\u2028"}`},
		{`{"Text": "\u2028 \u2029 \n \" \u0001"}`, "{\"Text\":\"\u2028 \u2029 \\n \\\" \\u0001\"}"},
		{`{"At": 1767225600.50, "None": []}`, `{"At":1767225600.50,"None":[]}`},
		{`no JSON \u003c`, `no JSON \u003c`},
	} {
		if got := string(printedByCLI([]byte(c.answer))); got != c.want {
			t.Errorf("of %s the AWS CLI is taken to print %s, want %s", c.answer, got, c.want)
		}
	}
}

// TestConcurrentStepsAreTold shows that no program pretends to do what several
// clients have done at once.
func TestConcurrentStepsAreTold(t *testing.T) {
	trace := loan()
	trace.Concurrent, trace.Again = true, "conform -seed 7"
	forms := Forms(trace)
	if len(forms) != 1 || !strings.Contains(forms[English], "at the same time") || !strings.Contains(forms[English], "conform -seed 7") {
		t.Errorf("the forms are %v", forms)
	}
}

// TestUnsendableIsSaid shows that a step which a client would not send is said
// to be one, and sent all the same.
func TestUnsendableIsSaid(t *testing.T) {
	for _, c := range []struct{ step Step }{
		{Step{Call: "PutBook", Body: []byte(`{"Name":`)}},
		{Step{Call: "PutBook", Body: []byte(`{"Name":7}`)}},
		{Step{Call: "PutBook", Body: []byte(`{"Nome":"x"}`)}},
		{Step{Call: "PutBook", Body: []byte(`{"At":1.5}`)}},
		{Step{Call: "PutBooks", Body: []byte(`{}`)}},
		{Step{Call: "PutBook", Body: []byte(`{}`), ContentType: "text/plain"}},
	} {
		trace := loan()
		trace.Steps, trace.Wrong = []Step{c.step}, 0
		forms := Forms(trace)
		if !strings.Contains(forms[Boto3], "# boto3 would not send this by itself, for ") || !strings.Contains(forms[Boto3], "\nraw(1, ") {
			t.Errorf("boto3 is silent about %s:\n%s", c.step.Body, forms[Boto3][strings.LastIndex(forms[Boto3], "\n# 1."):])
		}
		if !strings.Contains(forms[CLI], "# The AWS CLI can't: ") || !strings.Contains(forms[CLI], " call 1 ") {
			t.Errorf("the AWS CLI is silent about %s", c.step.Body)
		}
	}
}

// TestNoAccountByMistake shows that no program goes to AWS unless it is told to.
func TestNoAccountByMistake(t *testing.T) {
	trace := loan()
	trace.Endpoint = "https://config.eu-west-1.amazonaws.com"
	for form, text := range Forms(trace) {
		if form != English && (strings.Contains(text, "amazonaws.com") || !strings.Contains(text, "say where: ENDPOINT=URL")) {
			t.Errorf("the form %s goes to AWS by itself:\n%s", form, text)
		}
	}
	if _, err := exec.LookPath("sh"); err != nil {
		return
	}
	out, err := exec.Command("sh", "-c", Forms(trace)[Curl]).CombinedOutput()
	if status, ok := errors.AsType[*exec.ExitError](err); !ok || status.ExitCode() != 2 {
		t.Errorf("without an endpoint, the script ends with %v: %s", err, out)
	}
}
