package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// A tripper is a function that is an http.RoundTripper.
type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// faulty is a fake that accepts expiration times and drops them.
func faulty(next http.RoundTripper) http.RoundTripper {
	return tripper(func(req *http.Request) (*http.Response, error) {
		if req.Header.Get("X-Amz-Target") == "StarlingDoveService.PutRemediationExceptions" {
			body, err := io.ReadAll(req.Body)
			if err != nil {
				return nil, err
			}
			var in map[string]any
			if json.Unmarshal(body, &in) == nil {
				delete(in, "ExpirationTime")
				body, _ = json.Marshal(in)
			}
			again := req.Clone(req.Context())
			again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
			req = again
		}
		return next.RoundTrip(req)
	})
}

// some are clauses of every kind of outcome, and not all that there are.
var some = regexp.MustCompile(`^(expiry|timestamp-forms|upsert|omitted-members|rejected-keys|(describe|delete|reply|validation)-.*|random|(Put|Delete)RemediationExceptions\..*(min|max|required).*)$`)

// specimen is a report with every outcome, of a faulty server, that has come
// back from JSON: so the forms show all that a file has.
var specimen = sync.OnceValues(func() (*conformance.Report, error) {
	target := conformance.Target{URL: "http://fake.example", Transport: faulty(fake.Transport(remediation.New(remediation.State{})))}
	ctx := context.Background()
	if _, err := conformance.Discover(ctx, &target); err != nil {
		return nil, err
	}
	r, err := conformance.Check(ctx, &remediationtest.Contract, target, conformance.Options{Seed: 7, Checks: 3, Shrink: 100 * time.Millisecond, Run: some})
	if err != nil {
		return nil, err
	}
	tolerances := conformance.CloudTolerances()
	r.Tolerances = &tolerances
	r.Lag = []endpoint.LagBin{{UpTo: "10ms", Count: 212}, {UpTo: "100ms", Count: 480}, {UpTo: "1s", Count: 61}, {UpTo: "10s", Count: 3}}
	r.Skew = &endpoint.Skew{Least: "-1.2s", Most: "-200ms"}
	r.Retries = &endpoint.Retries{Throttled: 12, Faults: 3, Polls: 44}
	r.Setup = &report.Setup{Strategy: "wire", By: "PutConfigRule and PutExternalEvaluation", Why: "there is no control protocol", Lacks: []string{"more than one key for each rule"}}
	r.Clauses[0].Outcome, r.Clauses[0].Reason = report.Unsupported, "the answer is 404 <html>"
	r.Clauses[1].Outcome, r.Clauses[1].Reason = report.Skip, `it takes a clock that can be set, & "more" than that`
	var b bytes.Buffer
	if err := r.WriteJSON(&b); err != nil {
		return nil, err
	}
	return report.Read("report.json", b.Bytes())
})

func theSpecimen(t *testing.T) *conformance.Report {
	t.Helper()
	r, err := specimen()
	if err != nil {
		t.Fatal(err)
	}
	return r
}
