package conformance_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestAnotherExample shows that a target which knows managed rules only by the
// names of real ones is checked with one of these.
func TestAnotherExample(t *testing.T) {
	server := newReference(t, "")
	server.control = false
	rejected := 0
	only := &meddler{server, func(operation string, body []byte) string {
		if operation == "PutConfigRule" && bytes.Contains(body, []byte("AWS_CONFIG_PROCESS_CHECK")) {
			rejected++
			return "InvalidParameterValueException"
		}
		return ""
	}, nothingAfter}
	rep := check(t, conformance.Target{Transport: only}, `^(rule-upsert|rule-arn|rule-removal|rules-by-name|isolation|PutConfigRule.ConfigRule.Description.maxLength|PutConfigRule\..*\.observable)$`)
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	if lacks := strings.Join(rep.Setup.Lacks, "; "); !strings.Contains(lacks, `"SourceIdentifier":"S3_BUCKET_VERSIONING_ENABLED"}} takes its place`) {
		t.Errorf("the report says that it lacks %s", lacks)
	}
	if rejected > 2 { // by two strategies, before another takes its place
		t.Errorf("the rejected example was put %d times, want 2", rejected)
	}
}

// TestCrashesAreOneFailure shows that a request at which a target crashes fails
// the clause that is about it, and none for which it is a control.
func TestCrashesAreOneFailure(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for i, tt := range []struct {
		crashesAt, run, fails string
	}{
		{`CustomPolicyDetails`, `^(rule-upsert|PutConfigRule\.ConfigRule\.Source\..*)$`, "rule-upsert"},
		{`^\{\}$`, "^(null-member|PutConfigRule.ConfigRule.required)$", ".required"},
		{`^\{"ConfigRule":[^{n]|"Owner":[^"n]`, "^(wrong-type|null-member|content-type-parameters|unknown-member|types-before-constraints)$", "wrong-type"},
	} {
		if !sample.OneIn(3, i) {
			continue
		}
		// Each case is about one operation: of so many, hardly any is left out.
		rep := checkCases(t, conformance.Target{Transport: broken500{newReference(t, ""), tt.crashesAt}, Profile: conformance.Profile(contract())}, tt.run, 100)
		failed := 0
		for _, c := range append(rep.Clauses, rep.Checks...) {
			fails := strings.HasSuffix(c.ID, tt.fails)
			if fails && c.Outcome == report.Fail {
				failed++
			}
			if !fails && c.Outcome == report.Fail {
				t.Errorf("%s: %s%s", tt.crashesAt, c.ID, example(c))
			}
		}
		if failed == 0 {
			t.Errorf("%s: no clause %s fails", tt.crashesAt, tt.fails)
		}
	}
}

// broken500 is a server that answers some requests with a page of HTML and 500.
type broken500 struct {
	http.RoundTripper
	at string // a regular expression
}

func (c broken500) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	if !regexp.MustCompile(c.at).Match(body) {
		return c.RoundTripper.RoundTrip(req)
	}
	return &http.Response{
		StatusCode: 500, Header: http.Header{"Content-Type": {"text/html"}}, Request: req,
		Body: io.NopCloser(strings.NewReader("<html><h1>Internal Server Error</h1></html>")),
	}, nil
}

// TestMembersOfItsOwn shows that a member which the model does not have, and
// which is another each time, hides nothing and is nothing.
func TestMembersOfItsOwn(t *testing.T) {
	t.Parallel()
	updates := 0
	dated := &meddler{newReference(t, ""), nothingBefore, func(_ string, _ []byte, out map[string]any) {
		for _, r := range toList(out["ConfigRules"]) {
			updates++
			r.(map[string]any)["LastUpdatedTime"] = updates
		}
	}}
	rep := check(t, conformance.Target{Transport: dated, Profile: conformance.Profile(contract())}, `^PutConfigRule\.ConfigRule\.Description\.observable$`)
	if c := rep.Checks[0]; c.Outcome != report.Pass {
		t.Errorf("%s %s%s", c.ID, c.Outcome, example(c))
	}
}

// TestNothingThere shows that a target may reject a request for what is absent,
// and still omit what is absent among others, where no document says.
func TestNothingThere(t *testing.T) {
	t.Parallel()
	server := revised{newReference(t, ""), func(op string, body []byte, resp *http.Response) *http.Response {
		answer, _ := io.ReadAll(resp.Body)
		resp.Body = io.NopCloser(bytes.NewReader(answer))
		if op == "DescribeRemediationExceptions" && bytes.Contains(body, []byte("ResourceKeys")) && bytes.Contains(answer, []byte(`"RemediationExceptions":[]`)) {
			rejected, _ := always("InvalidParameterValueException").RoundTrip(httptest.NewRequest("POST", "/", nil))
			return rejected
		}
		return resp
	}}
	rep := check(t, conformance.Target{Transport: server}, "^describe-absent-keys$")
	if c := rep.Clauses[0]; c.Outcome != report.Observed {
		t.Errorf("%s %s%s", c.ID, c.Outcome, example(c))
	}
}

// TestParametersOfAnotherRule shows that a target may know which parameters a
// managed rule has: none is put with those of another.
func TestParametersOfAnotherRule(t *testing.T) {
	t.Parallel()
	rejected := 0
	particular := &meddler{newReference(t, ""), func(operation string, body []byte) string {
		takes := bytes.Contains(body, []byte("DESIRED_INSTANCE_TYPE"))
		if operation == "PutConfigRule" && takes != bytes.Contains(body, []byte("instanceType")) {
			rejected++
			return "InvalidParameterValueException"
		}
		return ""
	}, nothingAfter}
	rep := check(t, conformance.Target{Transport: particular}, `^(rule-upsert|PutConfigRule\..*\.observable)$`)
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	if rejected > 0 {
		t.Errorf("parameters were put with another rule %d times, or not with theirs", rejected)
	}
}

// TestAnotherCode shows that a limit is one thing and the code another: what the
// documents forbid may be rejected with another error that is declared, or with
// that of constraints, but not with one that says that something is not there.
func TestAnotherCode(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for _, tt := range []struct {
		code  string
		exact bool
		want  report.Outcome
	}{
		{"ValidationException", false, report.Pass},
		{"InsufficientPermissionsException", false, report.Pass},
		{"ValidationException", true, report.Fail},
		{"ThrottledForEverException", false, report.Fail},
	} {
		server := revised{newReference(t, ""), func(op string, _ []byte, resp *http.Response) *http.Response {
			if op != "PutConfigRule" || resp.StatusCode == 200 {
				return resp
			}
			resp, _ = always(tt.code).RoundTrip(httptest.NewRequest("POST", "/", nil))
			return resp
		}}
		target := conformance.Target{Transport: server, Exact: tt.exact}
		rep := check(t, target, "^(rule-details|rule-policy-needed|rule-scope-id)$")
		for _, c := range rep.Clauses {
			if c.Outcome != tt.want {
				t.Errorf("%s: %s %s, want %s%s", tt.code, c.ID, c.Outcome, tt.want, example(c))
			}
		}
	}
}

// TestCrashAtAnExample shows that a target which crashes at an example fails the
// clauses about what is put, and none that takes the example to begin with.
func TestCrashAtAnExample(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	server := broken500{newReference(t, ""), "CustomPolicyDetails"}
	rep := check(t, conformance.Target{Transport: server}, "^(rule-upsert|rule-policy-needed|rule-policy-triggers|rule-detail-scheduled|rule-scope-id|rule-scope-tag|rule-proactive)$")
	for _, c := range rep.Clauses {
		if failed := c.Outcome == report.Fail; failed != (c.ID == "rule-upsert") {
			t.Errorf("%s %s: %s%s", c.ID, c.Outcome, c.Reason, example(c))
		}
	}
}
