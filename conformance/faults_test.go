package conformance_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// An interceptor is between the suite and a reference server, and may answer in
// its place. If the answer is nil, the server answers.
type interceptor struct {
	*reference
	intercept func(op string, body []byte, call int) (*http.Response, error)
	calls     int
}

func (m *interceptor) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(req.URL.Path, "/_fakesmith/") {
		return (*late)(nil).reply(404, "", nil), nil
	}
	m.calls++
	_, op, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	if resp, err := m.intercept(op, body, m.calls); resp != nil || err != nil {
		return resp, err
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	return m.reference.RoundTrip(req)
}

// intercepted checks a reference server through an interceptor, in virtual
// time.
func intercepted(t *testing.T, target conformance.Target, run string, options conformance.Options, intercept func(op string, body []byte, call int) (*http.Response, error)) (*conformance.Report, *interceptor) {
	t.Helper()
	m := &interceptor{reference: newReference(t, ""), intercept: intercept}
	var rep *conformance.Report
	synctest.Test(t, func(t *testing.T) {
		target.Transport, target.Profile = m, conformance.Profile(contract())
		options.Seed, options.Run = seed, regexp.MustCompile(run)
		var err error
		if rep, err = conformance.Check(t.Context(), contract(), target, options); err != nil {
			t.Fatal(err)
		}
	})
	return rep, m
}

func errorAnswer(status int, code, message string) *http.Response {
	body, _ := json.Marshal(map[string]string{"__type": code, "message": message})
	return (*late)(nil).reply(status, string(body), nil)
}

// TestWithheldRequestsAreSkipped shows that a request which the transport does
// not send skips the clause, with the reason.
func TestWithheldRequestsAreSkipped(t *testing.T) {
	t.Parallel()
	for _, tolerances := range []conformance.Tolerances{{}, conformance.CloudTolerances()} {
		rep, _ := intercepted(t, conformance.Target{Tolerances: tolerances}, "^(upsert|describe-pages)$", conformance.Options{Checks: 3}, func(op string, _ []byte, _ int) (*http.Response, error) {
			if op == "PutRemediationExceptions" {
				return nil, endpoint.Withheld{Reason: "the rule is somebody else's"}
			}
			return nil, nil
		})
		wants(t, rep, func(c report.Clause) report.Outcome {
			if !strings.Contains(c.Reason, "the rule is somebody else's") {
				t.Errorf("%s is skipped because %q", c.ID, c.Reason)
			}
			return report.Skip
		})
		if rep.Retries == nil || rep.Retries.Withheld == 0 {
			t.Errorf("the report counts %+v", rep.Retries)
		}
	}
}

// TestFaultsFailWithoutTolerance shows that without tolerances every fault
// counts.
func TestFaultsFailWithoutTolerance(t *testing.T) {
	t.Parallel()
	rep, _ := intercepted(t, conformance.Target{}, "^upsert$", conformance.Options{Checks: 5}, func(op string, _ []byte, call int) (*http.Response, error) {
		if op == "PutRemediationExceptions" && call%5 == 0 {
			return errorAnswer(500, "InternalFailure", "no"), nil
		}
		return nil, nil
	})
	wants(t, rep, func(report.Clause) report.Outcome { return report.Fail })
	if rep.Tolerances != nil || rep.Retries != nil || rep.Lag != nil {
		t.Errorf("the report has %+v %+v %+v, of a target for which nothing is tolerated", rep.Tolerances, rep.Retries, rep.Lag)
	}
}

// TestPermanentFaultsFail shows that an operation fails that answers with
// faults only.
func TestPermanentFaultsFail(t *testing.T) {
	t.Parallel()
	rep, _ := intercepted(t, conformance.Target{Tolerances: conformance.CloudTolerances()}, "^upsert$", conformance.Options{Checks: 5}, func(op string, _ []byte, _ int) (*http.Response, error) {
		if op == "PutRemediationExceptions" {
			return errorAnswer(500, "InternalFailure", "no"), nil
		}
		return nil, nil
	})
	wants(t, rep, func(report.Clause) report.Outcome { return report.Fail })
}

// TestExpiredCredentialsEndTheRun shows that expired credentials end the run,
// and that its results are kept.
func TestExpiredCredentialsEndTheRun(t *testing.T) {
	t.Parallel()
	rep, m := intercepted(t, conformance.Target{Tolerances: conformance.CloudTolerances()}, "^(upsert|describe-pages|delete-removal)$", conformance.Options{Checks: 3}, func(op string, _ []byte, call int) (*http.Response, error) {
		if call > 60 {
			return errorAnswer(400, "ExpiredTokenException", "The security token included in the request is expired"), nil
		}
		return nil, nil
	})
	if !strings.Contains(rep.Ended, "ExpiredTokenException") || !strings.Contains(rep.Ended, "is expired") {
		t.Errorf("the run ended because of %q", rep.Ended)
	}
	if rep.Count(report.Pass) == 0 || rep.Count(report.Skip) == 0 || rep.Count(report.Fail) > 0 {
		t.Errorf("%d pass, %d skip, %d fail", rep.Count(report.Pass), rep.Count(report.Skip), rep.Count(report.Fail))
	}
	if m.calls > 62 {
		t.Errorf("%d calls were made, where the credentials had expired after 60", m.calls)
	}
}

// TestRejectedWritesAreRetried shows that a write is retried that was rejected
// because a resource is not visible yet.
func TestRejectedWritesAreRetried(t *testing.T) {
	t.Parallel()
	made := map[string]time.Time{}
	rejected := 0
	rep, _ := intercepted(t, conformance.Target{Tolerances: conformance.CloudTolerances()}, "^(upsert|delete-removal)$", conformance.Options{Checks: 4}, func(op string, body []byte, _ int) (*http.Response, error) {
		var in struct {
			ConfigRule                  struct{ ConfigRuleName string }
			ConfigRuleName, ResultToken string
		}
		_ = json.Unmarshal(body, &in)
		name := in.ConfigRule.ConfigRuleName + in.ConfigRuleName + in.ResultToken
		if op == "PutConfigRule" && made[name].IsZero() {
			made[name] = time.Now()
		}
		if op == "PutRemediationExceptions" || op == "PutEvaluations" {
			if time.Since(made[name]) < 20*time.Second {
				rejected++
				if op == "PutEvaluations" {
					return errorAnswer(400, "InvalidResultTokenException", "no such token"), nil
				}
				return errorAnswer(400, "NoSuchConfigRuleException", "no such rule"), nil
			}
		}
		return nil, nil
	})
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	if rejected == 0 {
		t.Error("nothing was rejected")
	}
}

// TestLostAnswersAreTolerated shows that a write may be rejected when it is
// retried because it had its effect, but its answer was lost.
func TestLostAnswersAreTolerated(t *testing.T) {
	t.Parallel()
	server := newReference(t, "")
	n := 0
	rep, _ := intercepted(t, conformance.Target{Tolerances: conformance.CloudTolerances()}, "^(delete-removal|delete-absent)$", conformance.Options{Checks: 6}, func(op string, body []byte, _ int) (*http.Response, error) {
		req, err := http.NewRequest(http.MethodPost, "http://localhost/", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		req.Header.Set("X-Amz-Target", "StarlingDoveService."+op)
		resp, err := server.RoundTrip(req)
		if op == "DeleteRemediationExceptions" && err == nil && resp.StatusCode == 200 {
			if n++; n%3 == 0 {
				return nil, errors.New("connection reset by peer")
			}
		}
		return resp, err
	})
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	if rep.Retries == nil || rep.Retries.Abandoned == 0 {
		t.Errorf("the report counts %+v", rep.Retries)
	}
}

// TestOccasionalFaultsAreTolerated shows that a call is retried that fails with
// a status from 500 on, whatever its body, if that is tolerated.
func TestOccasionalFaultsAreTolerated(t *testing.T) {
	t.Parallel()
	rep, _ := intercepted(t, conformance.Target{Tolerances: conformance.CloudTolerances()}, "^(upsert|describe-pages|reply-envelope)$", conformance.Options{Checks: 3}, func(op string, _ []byte, call int) (*http.Response, error) {
		if strings.HasPrefix(op, "Describe") && call%4 == 0 {
			return (*late)(nil).reply(503, "<html>Service Unavailable</html>", nil), nil
		}
		return nil, nil
	})
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	if rep.Retries == nil || rep.Retries.Faults == 0 {
		t.Errorf("the report counts %+v", rep.Retries)
	}
}

// TestThrottlingForAMinute shows that the suite backs off when it is throttled,
// and goes on.
func TestThrottlingForAMinute(t *testing.T) {
	t.Parallel()
	began, asked := time.Time{}, 0
	rep, _ := intercepted(t, conformance.Target{Tolerances: conformance.CloudTolerances()}, "^upsert$", conformance.Options{Checks: 3}, func(op string, _ []byte, call int) (*http.Response, error) {
		if call == 20 {
			began = time.Now()
		}
		if !began.IsZero() && time.Since(began) < time.Minute {
			asked++
			return errorAnswer(400, "ThrottlingException", "Rate exceeded"), nil
		}
		return nil, nil
	})
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	if asked < 5 || asked > 20 || rep.Retries.Throttled != asked {
		t.Errorf("asked %d times in the minute, and %+v are reported", asked, rep.Retries)
	}
}

// TestPermanentThrottlingSkips shows that nothing fails if all calls are
// throttled.
func TestPermanentThrottlingSkips(t *testing.T) {
	t.Parallel()
	rep, _ := intercepted(t, conformance.Target{Tolerances: conformance.CloudTolerances()}, "^upsert$", conformance.Options{Checks: 2}, func(op string, _ []byte, _ int) (*http.Response, error) {
		if op == "PutRemediationExceptions" {
			return errorAnswer(429, "", ""), nil
		}
		return nil, nil
	})
	wants(t, rep, func(c report.Clause) report.Outcome {
		if !strings.Contains(c.Reason, "was throttled for 2m0s") {
			t.Errorf("the reason is %q", c.Reason)
		}
		return report.Skip
	})
}

// TestBusyResourcesAreRetried shows that the suite waits for a rule that is
// being deleted.
func TestBusyResourcesAreRetried(t *testing.T) {
	t.Parallel()
	var since time.Time
	rep, _ := intercepted(t, conformance.Target{Tolerances: conformance.CloudTolerances()}, "^(rule-exceptions|delete-rule)$", conformance.Options{Checks: 2}, func(op string, _ []byte, _ int) (*http.Response, error) {
		if op == "PutConfigRule" && time.Since(since) < 40*time.Second {
			return errorAnswer(400, "ResourceInUseException", "The rule is currently being deleted."), nil
		}
		if op == "DeleteConfigRule" {
			since = time.Now()
		}
		return nil, nil
	})
	for _, c := range rep.Clauses {
		if c.Outcome == report.Fail || c.Outcome == report.Skip {
			t.Errorf("%s: %s %s%s", c.ID, c.Outcome, c.Reason, example(c))
		}
	}
	if rep.Retries == nil || rep.Retries.Busy == 0 {
		t.Errorf("the report counts %+v", rep.Retries)
	}
}

// TestUnconfirmedFailuresAreSkipped shows that a failure which does not happen
// again is reported, and the clause skipped. It fails if the failure happens
// again.
func TestUnconfirmedFailuresAreSkipped(t *testing.T) {
	t.Parallel()
	for _, costly := range []bool{false, true} {
		for _, always := range []bool{false, true} {
			lied := 0
			var target conformance.Target
			if !always && !costly {
				target.Tolerances.Throttled = time.Second // so that it is looked at again
			}
			rep, _ := intercepted(t, target, "^upsert$", conformance.Options{Checks: 4, Costly: costly}, func(op string, _ []byte, call int) (*http.Response, error) {
				if op == "DescribeRemediationExceptions" && (always || call > 20 && lied < 1) {
					lied++
					return (*late)(nil).reply(200, `{"RemediationExceptions":[]}`, nil), nil
				}
				return nil, nil
			})
			c := rep.Clauses[0]
			want := report.Skip
			if always {
				want = report.Fail
			}
			if c.Outcome != want || c.Counterexample == nil {
				t.Fatalf("always %v, costly %v: %s %s%s", always, costly, c.Outcome, c.Reason, example(c))
			}
			switch confirmed := c.Counterexample.Confirmed; {
			case costly && always && confirmed != "yes", !always && confirmed != "no", always && !costly && confirmed != "":
				t.Errorf("always %v, costly %v: confirmed %q", always, costly, confirmed)
			}
			if !always && !strings.Contains(c.Reason, "failed once, and not again") {
				t.Errorf("the reason is %q", c.Reason)
			}
		}
	}
}

// TestCostlyFailureIsRepeatedOnce shows that few calls confirm a failure if
// calls are costly, and that the counterexample is short.
func TestCostlyFailureIsRepeatedOnce(t *testing.T) {
	t.Parallel()
	puts := map[string]int{}
	rep, _ := intercepted(t, conformance.Target{}, "^one-per-key$", conformance.Options{Checks: 4, Costly: true}, func(op string, body []byte, _ int) (*http.Response, error) {
		if op == "PutRemediationExceptions" {
			puts[string(body)]++
		}
		if op == "DescribeRemediationExceptions" {
			return (*late)(nil).reply(200, `{"RemediationExceptions":[]}`, nil), nil
		}
		return nil, nil
	})
	c := rep.Clauses[0]
	if c.Outcome != report.Fail || c.Counterexample.Confirmed != "yes" {
		t.Fatalf("%s %s%s", c.Outcome, c.Reason, example(c))
	}
	if len(puts) != 2 {
		t.Errorf("%d puts were made, want the one that failed and the one that confirmed it", len(puts))
	}
	if n := len(c.Counterexample.Steps); n > 4 {
		t.Errorf("the case has %d steps:%s", n, example(c))
	}
	for _, s := range c.Counterexample.Steps {
		if strings.HasPrefix(s.Call, "Get") {
			t.Errorf("a step that does not matter is left: %s", s.Call)
		}
	}
}

// counter is a Retrier that counts.
type counter struct {
	operations map[string]int
	throttled  int
}

func (c *counter) Wait(_ context.Context, operation string, attempt int, why error) error {
	c.operations[operation]++
	if t, ok := errors.AsType[interface {
		error
		ErrorCode() string
	}](why); ok && t.ErrorCode() == "ThrottlingException" && attempt > 0 {
		c.throttled++
	}
	time.Sleep(time.Second)
	return nil
}

// TestRetrier shows that the target's Retrier is used.
func TestRetrier(t *testing.T) {
	t.Parallel()
	retrier := &counter{operations: map[string]int{}}
	intercepted(t, conformance.Target{Tolerances: conformance.CloudTolerances(), Retry: retrier}, "^upsert$", conformance.Options{Checks: 3}, func(op string, _ []byte, call int) (*http.Response, error) {
		if call%7 == 0 {
			return errorAnswer(400, "ThrottlingException", "Rate exceeded"), nil
		}
		return nil, nil
	})
	if retrier.throttled == 0 || retrier.operations["PutRemediationExceptions"] == 0 {
		t.Errorf("the retrier was asked %+v", retrier)
	}
}

// TestTolerancesAsJSON shows the JSON form of tolerances, and the errors for
// others.
func TestTolerancesAsJSON(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(conformance.CloudTolerances())
	if want := `{"visible":"1m0s","deleted":"5m0s","expired":"2m0s","throttled":"2m0s","faults":6,"shortPages":true,"skew":"5s"}`; err != nil || string(text) != want {
		t.Errorf("%s %v, want %s", text, err, want)
	}
	var again conformance.Tolerances
	if err := json.Unmarshal(text, &again); err != nil || again != conformance.CloudTolerances() {
		t.Errorf("read again: %+v %v", again, err)
	}
	err = json.Unmarshal([]byte(`{"visible": "soon", "deleted": "-3s", "faults": -1}`), &again)
	for _, want := range []string{`visible is "soon"`, `deleted is "-3s"`, "faults is -1"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if again != conformance.CloudTolerances() {
		t.Error("nonsense has changed the tolerances")
	}
	if err := json.Unmarshal([]byte(`{"visble": "3s"}`), &again); err == nil || !strings.Contains(err.Error(), "visble") {
		t.Errorf("an unknown tolerance: %v", err)
	}
}
