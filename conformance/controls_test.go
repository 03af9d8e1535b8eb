package conformance_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// A revised server changes what a reference server answers.
type revised struct {
	*reference
	revise func(op string, body []byte, resp *http.Response) *http.Response
}

func (s revised) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	resp, err := s.reference.RoundTrip(req)
	if err != nil || strings.HasPrefix(req.URL.Path, "/_fakesmith/") {
		return resp, err
	}
	_, op, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	return s.revise(op, body, resp), nil
}

// checkRevised checks a reference server whose answers are changed.
func checkRevised(t *testing.T, run string, revise func(op string, body []byte, resp *http.Response) *http.Response) *conformance.Report {
	t.Helper()
	return check(t, conformance.Target{Transport: revised{newReference(t, ""), revise}, Profile: conformance.Profile(contract())}, run)
}

// errorOf returns the code of the error in a response, "" if it is none.
func errorOf(resp *http.Response) string {
	if resp.StatusCode < 400 {
		return ""
	}
	body, _ := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(body))
	var fields struct {
		Type string `json:"__type"`
	}
	_ = json.Unmarshal(body, &fields)
	return fields.Type
}

// TestSecretsAreNotMadeUp shows that an operation is not called any more that
// takes a token which only the service can make, and that the rest of the
// protocol is checked with the other operations.
func TestSecretsAreNotMadeUp(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for _, control := range []bool{true, false} {
		calls := 0
		server := newReference(t, "")
		server.control = control
		target := conformance.Target{Profile: conformance.Profile(contract()), Transport: revised{server, func(op string, body []byte, resp *http.Response) *http.Response {
			if op != "PutEvaluations" {
				return resp
			}
			calls++
			return errorAnswer(400, "InvalidResultTokenException", "The token is not valid.")
		}}}
		rep := check(t, target, `^(evaluations-.*|PutEvaluations\..*|unknown-operation|malformed-body|trailing-bytes|wrong-type|content-type-parameters|null-member|timestamp-forms)$`)
		wants(t, rep, func(c report.Clause) report.Outcome {
			if c.Operation != "PutEvaluations" {
				return report.Pass
			}
			if !strings.Contains(c.Reason, "PutEvaluations can't be called: ResultToken is not available") {
				t.Errorf("control %v: %s is unsupported because %q", control, c.ID, c.Reason)
			}
			return report.Unsupported
		})
		if calls != 1 {
			t.Errorf("control %v: %d made-up tokens were presented, want only the probe's", control, calls)
		}
	}
}

// TestOneRejectionIsNoConstraint shows that an operation which rejects all
// requests fails the clause about its effect and none of its constraints.
func TestOneRejectionIsNoConstraint(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"ValidationException", "InvalidParameterValueException"} {
		rep := checkRevised(t, `^(upsert|PutRemediationExceptions\..*\.(required|minLength|maxLength|minItems|maxItems|pattern))$`, func(op string, _ []byte, resp *http.Response) *http.Response {
			if op == "PutRemediationExceptions" {
				return errorAnswer(400, code, "no")
			}
			return resp
		})
		wants(t, rep, func(c report.Clause) report.Outcome {
			if c.ID == "upsert" {
				return report.Fail
			}
			if !strings.Contains(c.Reason, "a valid request of PutRemediationExceptions is answered with 400") {
				t.Errorf("%s is skipped because %q", c.ID, c.Reason)
			}
			return report.Skip
		})
	}
}

// TestOtherCodesKeepTheLimit shows that a limit which is kept with another
// declared error passes, and that the clause of the error fails.
func TestOtherCodesKeepTheLimit(t *testing.T) {
	t.Parallel()
	rep := checkRevised(t, `^(validation-error|(Put|Delete)RemediationExceptions\..*\.(required|minLength|maxLength|minItems|maxItems|pattern))$`, func(_ string, _ []byte, resp *http.Response) *http.Response {
		if errorOf(resp) == "ValidationException" {
			return errorAnswer(400, "InvalidParameterValueException", "no")
		}
		return resp
	})
	wants(t, rep, func(c report.Clause) report.Outcome {
		if c.ID == "validation-error" {
			return report.Fail
		}
		return report.Pass
	})
}

// TestRealNamesAreNotUnknown shows that an operation of the service that the
// model leaves out is not taken for one that nobody has.
func TestRealNamesAreNotUnknown(t *testing.T) {
	t.Parallel()
	rep := checkRevised(t, "^unknown-operation$", func(op string, _ []byte, resp *http.Response) *http.Response {
		for _, known := range contract().Operations {
			if op == known.Name+"s" || op+"s" == known.Name {
				resp.StatusCode, resp.Body = 200, io.NopCloser(strings.NewReader("{}"))
			}
		}
		return resp
	})
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
}

// TestUnknownOperationMayBeNotFound shows that one of the two statuses for an
// unknown operation is no fault of the error's body.
func TestUnknownOperationMayBeNotFound(t *testing.T) {
	t.Parallel()
	rep := checkRevised(t, "^(unknown-operation|reply-error-body)$", func(_ string, _ []byte, resp *http.Response) *http.Response {
		if errorOf(resp) == "UnknownOperationException" {
			resp.StatusCode = 404
		}
		return resp
	})
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
}

// TestHeadersNameTheError shows that a header which clients believe has to agree
// with the body.
func TestHeadersNameTheError(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for i, tt := range []struct {
		header, value string
		want          report.Outcome
	}{
		{"X-Amzn-ErrorType", "InternalFailure:http://example.com/", report.Fail},
		{"X-Amzn-Query-Error", "InternalFailure;Receiver", report.Fail},
		{"X-Amzn-ErrorType", "", report.Pass},
	} {
		if !sample.OneIn(2, i) {
			continue
		}
		rep := checkRevised(t, "^reply-", func(_ string, _ []byte, resp *http.Response) *http.Response {
			if code := errorOf(resp); code != "" {
				named := tt.value
				if named == "" {
					named = "com.example#" + code + ":http://example.com/"
				}
				resp.Header.Set(tt.header, named)
			}
			return resp
		})
		wants(t, rep, func(c report.Clause) report.Outcome {
			if c.ID == "reply-error-body" {
				return tt.want
			}
			return report.Pass
		})
	}
}

// TestStrayFaultsAreNoEvidence shows that a fault of a call that a clause is not
// about skips the clause, and fails those of the operation that was called.
func TestStrayFaultsAreNoEvidence(t *testing.T) {
	t.Parallel()
	rep := checkRevised(t, "^(upsert|delete-removal|describe-keys)$", func(op string, body []byte, resp *http.Response) *http.Response {
		if op == "DescribeRemediationExceptions" && regexp.MustCompile(`ConfigRuleName`).Match(body) {
			return errorAnswer(500, "InternalFailure", "no")
		}
		return resp
	})
	wants(t, rep, func(c report.Clause) report.Outcome {
		if c.ID == "describe-keys" {
			return report.Fail
		}
		if !strings.Contains(c.Reason, "DescribeRemediationExceptions, which the clause is not about, met a fault: 500") {
			t.Errorf("%s is skipped because %q", c.ID, c.Reason)
		}
		if !strings.HasPrefix(c.Stray, "DescribeRemediationExceptions met a fault: 500") {
			t.Errorf("%s has met %q", c.ID, c.Stray)
		}
		return report.Skip
	})
}

// TestLostDefectsAreOneFailure shows that a defect which other clauses are about
// is not found again by the checks of the protocol.
func TestLostDefectsAreOneFailure(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		rejects string // what the server does not reject
		run     string
	}{
		{"must not be null", "^(null-member|empty-body|constraints-before-service|.*ResourceKeys.required)$"},
		{"SerializationException", "^(content-type-parameters|unknown-member|types-before-constraints|wrong-type)$"},
	} {
		rep := checkRevised(t, tt.run, func(_ string, _ []byte, resp *http.Response) *http.Response {
			body, _ := io.ReadAll(resp.Body)
			resp.Body = io.NopCloser(bytes.NewReader(body))
			if resp.StatusCode >= 400 && bytes.Contains(body, []byte(tt.rejects)) {
				resp.StatusCode, resp.Body = 200, io.NopCloser(strings.NewReader("{}"))
			}
			return resp
		})
		for _, c := range rep.Clauses {
			if own := strings.HasSuffix(c.ID, ".required") || c.ID == "wrong-type"; own != (c.Outcome == report.Fail) {
				t.Errorf("without %q: %s: %s%s", tt.rejects, c.ID, c.Outcome, example(c))
			}
		}
	}
	lost := conformance.Target{Transport: newReference(t, "times are lost"), Profile: conformance.Profile(contract())}
	wants(t, check(t, lost, "^(delete-removal|delete-each|delete-duplicates|timestamp-forms|content-type-parameters)$"), func(report.Clause) report.Outcome { return report.Pass })
}

// TestFiltersApart shows that a filter that selects nothing fails its own clause,
// and not those of the filters that a request has beside it.
func TestFiltersApart(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for defect, own := range map[string]string{
		"modes are no filter": "rules-by-mode", "types are no filter": "details-by-type",
		"compliance is no filter": "resources-by-compliance",
	} {
		prefix, _, _ := strings.Cut(own, "-")
		rep := check(t, conformance.Target{Transport: newReference(t, defect), Profile: conformance.Profile(contract())}, "^"+prefix+"-by-.*$")
		wants(t, rep, func(c report.Clause) report.Outcome {
			if c.ID == own {
				return report.Fail
			}
			return report.Pass
		})
	}
}
