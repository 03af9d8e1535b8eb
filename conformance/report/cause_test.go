package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// failing returns a clause that fails in the last of some steps.
func failing(id string, steps ...report.Step) report.Clause {
	return report.Clause{ID: id, Operation: "Put", Outcome: report.Fail, Counterexample: &report.Counterexample{Property: "p", Steps: steps}}
}

// TestCauseOfAStep shows what is taken from a wrong answer, and that names and
// values are not.
func TestCauseOfAStep(t *testing.T) {
	for _, c := range []struct {
		step report.Step
		want string
	}{
		{report.Step{Got: "no answer: EOF", Expected: "an answer"}, "List does not answer"},
		{report.Step{Status: 500, Got: "500 InternalError: oh", Expected: "success"}, "List answers 500 InternalError"},
		{report.Step{Status: 500, Got: "500 InternalError: ah", Expected: "ValidationException"}, "List answers 500 InternalError"},
		{report.Step{Status: 500, Got: "InternalError, in 500 InternalError: ah", Expected: "an error that List may answer with: A, B"}, "List answers 500 InternalError"},
		{report.Step{Status: 503, Got: "503 <html>", Expected: "success"}, "List answers 503 without an error code"},
		{report.Step{Status: 500, Got: "none, in 500 InternalError: oh", Expected: "a header X-Amzn-RequestId", Differs: "the call is rejected with InternalError"}, "List is answered wrong: expected a header X-Amzn-RequestId, got none"},
		{report.Step{Status: 200, Got: "none, in 200 {}", Expected: "a header X-Amzn-RequestId"}, "List is answered wrong: expected a header X-Amzn-RequestId, got none"},
		{report.Step{Status: 400, Got: "400 B: oh", Expected: "A"}, "List answers 400 B instead of A"},
		{report.Step{Status: 400, Got: "400 B: oh", Expected: "success"}, "List answers 400 B to a valid request"},
		{report.Step{Status: 400, Got: "400 B: oh", Differs: "the call is rejected with B"}, "List answers 400 B to a valid request"},
		{report.Step{Status: 400, Got: "400 B: oh", Expected: "anything but B", Differs: "the call is rejected with B"}, "List answers 400 B to a valid request"},
		{report.Step{Status: 200, Got: `200 {"A":1}`, Expected: "A or B", Differs: "the call succeeds"}, "List accepts a request that it must reject with A or B"},
		{report.Step{Status: 200, Got: `200 {"A":1}`, Differs: "the call succeeds"}, "List accepts a request that it must reject"},
		{report.Step{Status: 200, Got: `1: [{"K":"x7"}]`, Expected: `1: [{"K":"x7","M":5}]`}, "List omits M"},
		{report.Step{Status: 200, Got: `1: [{"K":"x7","M":6}]`, Expected: `1: [{"K":"x7","M":5}]`}, "List returns a wrong M"},
		{report.Step{Status: 200, Got: `1: [{"K":"a","L":"b","S":{"M":6}}]`, Expected: `1: [{"K":"a","L":"b","S":{"M":5}}]`}, "List returns a wrong S.M"},
		{report.Step{Status: 200, Got: `1: [{"K":"x7","M":5}]`, Expected: `1: [{"K":"x7"}]`}, "List returns M, which should be absent"},
		{report.Step{Status: 200, Got: `0: []`, Expected: `1: [{"K":"x7"}]`}, "List omits an item"},
		{report.Step{Status: 200, Got: `1: [{"K":"b"}]`, Expected: `0: []`}, "List returns an item too many"},
		{report.Step{Status: 200, Got: `2: [{"K":"b"}, {"K":"b"}]`, Expected: `1: [{"K":"b"}]`}, "List returns an item too many"},
		// The item that is there is compared with its like, not with the first.
		{report.Step{Status: 200, Got: `1: [{"K":"b","L":"b","M":1}]`, Expected: `2: [{"K":"a","L":"b","M":1}, {"K":"b","L":"b","M":1}]`}, "List omits an item"},
		// Lists that were cut are compared as far as they go.
		{report.Step{Status: 200, Got: `9: [{"K":"b"}, {"K":"c"}, {"K … (9 bytes) … "z"}]`, Expected: `9: [{"K":"b","M":1}, {"K … (9 bytes) … 1}]`}, "List omits M"},
		{report.Step{Status: 200, Got: `{"K":"b"}`, Expected: `the item as it was given: {"K":"b","M":1}`}, "List omits M"},
		{report.Step{Status: 200, Got: `200 {}`, Differs: `{"K":"b"} is shown, and is not among the rows still to be shown: [{"K":"a","M":2}, {"K":"b","M":1}]`}, "List omits M"},
		{report.Step{Status: 200, Got: `200 {}`, Differs: `{"K":"b","S":{}} is shown, and is not among the rows still to be shown: [{"K":"b","S":{"M":1}}]`}, "List omits S.M"},
		{report.Step{Status: 200, Got: `200 {}`, Differs: `{"K":"b","S":{"M":1}} is shown, and is not among the rows still to be shown: [{"K":"b","S":{}}]`}, "List returns S.M, which should be absent"},
		{report.Step{Status: 200, Got: `200 {}`, Differs: `{"K":"b"} is shown, and is not among the rows still to be shown: []`}, "List returns an item too many"},
		{report.Step{Status: 200, Got: `200 {}`, Differs: `not shown: [{"K":"a","M":2}]`}, "List omits an item"},
		{report.Step{Status: 200, Got: `200 {}`, Differs: `a page of 30 rows, where 25 are the most`}, "List is answered wrong: a page of … rows, where … are the most"},
		{report.Step{Status: 200, Got: "the choice cleared", Expected: "the choice kept", Differs: `{"K":"b"} is shown, and is not among the rows still to be shown: [{"K":"b","M":1}]`}, "List makes the choice cleared instead of kept"},
		{report.Step{Status: 400, Got: "400 A: value at x", Expected: `A with "path-7" in it`}, "List is answered wrong: expected A with … in it, got 400 A"},
	} {
		c.step.Call = "List"
		causes := report.CausesOf([]report.Clause{failing("a", report.Step{Call: "Put", Status: 200, Got: "200 {}"}, c.step)})
		if len(causes) != 1 || causes[0].Summary != c.want || causes[0].Operation != "List" || !slices.Equal(causes[0].Clauses, []string{"a"}) {
			t.Errorf("%+v\n  has the causes %+v\n  want %s", c.step, causes, c.want)
		}
	}
}

// TestCausesAreOrdered shows that failures with one cause are one, that the one
// with most clauses comes first, and that what does not fail has none.
func TestCausesAreOrdered(t *testing.T) {
	dropped := report.Step{Call: "List", Status: 200, Got: `1: [{"K":"a"}]`, Expected: `1: [{"K":"a","M":1}]`}
	both := report.Step{Call: "List", Status: 200, Got: `1: [{"K":"a"}]`, Expected: `1: [{"K":"a","A":1,"M":1}]`}
	broken := report.Step{Call: "Put", Status: 500, Got: "500 InternalError: oh", Expected: "success", Differs: "the call is rejected with InternalError"}
	known := failing("known", broken)
	known.Divergence = &endpoint.Divergence{Clause: "known"}
	passed := failing("passed", broken)
	passed.Outcome = report.Skip
	clauses := []report.Clause{
		failing("b", broken, dropped), failing("two", both), failing("c", dropped), known, failing("a", dropped), passed,
		failing("crowd", report.Step{Call: "client 1: Put"}, report.Step{Call: "client 2: Put", Got: "{}"}),
		{ID: "profile", Operation: "Put", Outcome: report.Fail, Reason: "the profile says that the target does otherwise, and it does not"},
	}
	want := []report.Cause{
		{Summary: "List omits M", Operation: "List", Clauses: []string{"two", "c", "a"}},
		{Summary: "Calls made at the same time are answered as in no order one after the other", Clauses: []string{"crowd"}},
		{Summary: "Put answers 500 InternalError", Operation: "Put", Clauses: []string{"b"}},
		{Summary: "Put fails: the profile says that the target does otherwise, and it does not", Operation: "Put", Clauses: []string{"profile"}},
	}
	for range 20 {
		if got := report.CausesOf(clauses); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("the causes are\n%+v\nwant\n%+v", got, want)
		}
	}
	if got := want[0].Text(); got != "List omits M: 3 clauses" {
		t.Errorf("Text() = %s", got)
	}
	if got := report.CausesOf([]report.Clause{known, passed}); got != nil {
		t.Errorf("without failures the causes are %v", got)
	}
}

// TestCausesOfHostileAnswers shows that the causes of failures are short and
// found soon, whatever the target answers.
func TestCausesOfHostileAnswers(t *testing.T) {
	began := time.Now()
	for _, text := range []string{
		"9999: [" + strings.Repeat("{},", 10000) + "{}]",
		"1: [" + strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000) + "]",
		"1: [{\"" + strings.Repeat("x", 30000) + "\":1}]", "1: [", "[", "{", "1: [7]", "500 " + strings.Repeat("y", 5000) + ": z",
	} {
		for _, status := range []int{0, 200, 500} {
			step := report.Step{Call: "List", Status: status, Got: text, Expected: `1: [{"K":"a"}]`, Differs: text + text}
			for _, c := range report.CausesOf([]report.Clause{failing("a", step)}) {
				if len(c.Summary) > 600 {
					t.Errorf("a summary has %d bytes", len(c.Summary))
				}
			}
		}
	}
	if took := time.Since(began); took > 2*time.Minute {
		t.Errorf("it took %v", took)
	}
}

// sensitive is a fake that answers 500 to PutConfigRule without InputParameters.
func sensitive(next http.RoundTripper) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return
		}
		if strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".PutConfigRule") && !bytes.Contains(body, []byte("InputParameters")) {
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			w.Header().Set("X-Amzn-RequestId", "00000000-0000-4000-8000-000000000000")
			w.WriteHeader(http.StatusInternalServerError)
			fmt.Fprint(w, `{"__type":"InternalError","message":"TypeError"}`)
			return
		}
		again := req.Clone(req.Context())
		again.Body = io.NopCloser(bytes.NewReader(body))
		answer, err := next.RoundTrip(again)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		defer answer.Body.Close()
		for name, values := range answer.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(answer.StatusCode)
		_, _ = io.Copy(w, answer.Body)
	})
}

// TestOneDefectIsOneCause shows that the many clauses which a server with one
// defect fails have one cause, and that every form of the report names it.
func TestOneDefectIsOneCause(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for i, c := range []struct {
		name   string
		target func(t *testing.T) conformance.Target
		want   string
		least  int
		// others are the causes that the defect may show as well, where another
		// operation is answered wrong.
		others []string
	}{
		{"dropped", func(*testing.T) conformance.Target {
			return conformance.Target{URL: "http://fake.example", Transport: faulty(fake.Transport(remediation.New(remediation.State{})))}
		}, "DescribeRemediationExceptions omits ExpirationTime", sample.Cases(8, 4), []string{"PutRemediationExceptions omits ExpirationTime", "DescribeRemediationExceptions returns an item too many"}},
		{"sensitive", func(t *testing.T) conformance.Target {
			server := httptest.NewServer(sensitive(fake.Transport(remediation.New(remediation.State{}))))
			t.Cleanup(server.Close)
			return conformance.Target{URL: server.URL}
		}, "PutConfigRule answers 500 InternalError", 20, nil},
	} {
		if !sample.OneIn(2, i+1) {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			target := c.target(t)
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			r, err := conformance.Check(context.WithoutCancel(t.Context()), &remediationtest.Contract, target, conformance.Options{Seed: 7, Checks: sample.Cases(3, 1), Shrink: time.Duration(sample.Cases(50, 10)) * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Causes) == 0 || r.Causes[0].Summary != c.want || len(r.Causes[0].Clauses) < c.least {
				t.Fatalf("the causes are %+v, want first %s of at least %d clauses", r.Causes, c.want, c.least)
			}
			clauses := 0
			for _, cause := range r.Causes {
				clauses += len(cause.Clauses)
				if cause.Summary != c.want && !slices.Contains(c.others, cause.Summary) {
					t.Errorf("there is another cause: %s of %v", cause.Summary, cause.Clauses)
				}
			}
			if clauses != r.Count(report.Fail) {
				t.Errorf("%d clauses have a cause, and %d fail", clauses, r.Count(report.Fail))
			}
			line := r.Causes[0].Text()
			var text, quiet, page, junit, encoded bytes.Buffer
			if err := (report.Text{}).Write(&text, r); err != nil {
				t.Fatal(err)
			}
			if err := (report.Text{Quiet: true}).Write(&quiet, r); err != nil {
				t.Fatal(err)
			}
			for form, b := range map[string]*bytes.Buffer{"text": &text, "quiet text": &quiet} {
				if at := strings.Index(b.String(), "✗ "+line); at < 0 || at > strings.Index(b.String(), " fails\n") {
					t.Errorf("the %s does not have %q before the failures", form, line)
				}
			}
			if err := report.WriteHTML(&page, r); err != nil || !strings.Contains(page.String(), "<b>"+line+"</b>") {
				t.Errorf("the page does not have %q: %v", line, err)
			}
			if err := report.WriteJUnit(&junit, r); err != nil || !strings.Contains(junit.String(), `<property name="cause" value="`+line+`">`) {
				t.Errorf("JUnit does not have %q: %v", line, err)
			}
			var got struct{ Causes []map[string]any }
			if err := r.WriteJSON(&encoded); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(encoded.Bytes(), &got); err != nil || len(got.Causes) != len(r.Causes) || got.Causes[0]["summary"] != c.want || got.Causes[0]["operation"] == "" {
				t.Errorf("JSON has the causes %v: %v", got.Causes, err)
			}
		})
	}
}

// TestCausesAsText is how the causes are printed.
func TestCausesAsText(t *testing.T) {
	r := &report.Report{Target: "http://x", Model: "m", Seed: 1}
	for i := range 10 {
		r.Clauses = append(r.Clauses, failing(fmt.Sprintf("clause-%d", i), report.Step{Call: "Put", Status: 500, Got: "500 InternalError: oh", Expected: "success"}))
	}
	r.Clauses = append(r.Clauses, failing("slow", report.Step{Call: "List", Got: "no answer: EOF"}))
	r.Complete()
	var b bytes.Buffer
	if err := (report.Text{Quiet: true}).Write(&b, r); err != nil {
		t.Fatal(err)
	}
	want := `
Causes of the failures
  ✗ Put answers 500 InternalError: 10 clauses
        clause-0, clause-1, clause-2, clause-3, clause-4, clause-5, clause-6, clause-7 and 2 more
  ✗ List does not answer: 1 clause
        slow

✗ clause-0 fails
`
	if !strings.HasPrefix(b.String(), want) {
		t.Errorf("printed is\n%s\nwant\n%s", b.String(), want)
	}
}
