package conformance_test

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestWorldsWithoutControl checks the honest server with nothing but the API
// itself: by the operation that sets many facts, and by the one that sets few.
func TestWorldsWithoutControl(t *testing.T) {
	for _, evaluations := range []bool{true, false} {
		name := map[bool]string{true: "evaluations", false: "process checks"}[evaluations]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newHonest(t, "")
			server.control, server.evaluations = false, evaluations
			target := conformance.Target{Transport: server, Profile: conformance.Profile(contract())}
			rep := judge(t, target, "")
			var skipped []string
			for _, c := range rep.Clauses {
				switch {
				case c.Outcome == report.Skip && c.Reason == "":
					t.Errorf("%s is skipped without a reason", c.ID)
				case c.Outcome == report.Skip:
					skipped = append(skipped, c.ID+": "+c.Reason)
				case c.Outcome == report.Unsupported && !evaluations && c.Operation == "PutEvaluations":
				case c.Outcome != report.Pass:
					t.Errorf("%s: %s: %s, want holds%s", c.ID, c.Outcome, c.Reason, example(c))
				}
			}
			for _, line := range skipped {
				t.Log(line)
			}
			for _, id := range []string{"upsert", "non-compliant-only", "isolation"} {
				if slices.ContainsFunc(skipped, func(line string) bool { return strings.HasPrefix(line, id+":") }) {
					t.Errorf("%s is skipped, though it can be arranged", id)
				}
			}
			// What there is no power for is skipped, and said so.
			if !slices.ContainsFunc(skipped, func(line string) bool { return strings.Contains(line, "expiry: ") && strings.Contains(line, "clock") }) {
				t.Error("expiry is not skipped for want of a clock")
			}
		})
	}
}

// TestCleansUp shows that without a reset the suite deletes what it made.
func TestCleansUp(t *testing.T) {
	server := newHonest(t, "")
	server.control = false
	judge(t, conformance.Target{Transport: server}, "^(upsert|rule-upsert|isolation)$")
	for scope, a := range server.scopes {
		if len(a.rules)+len(a.exceptions) > 0 {
			t.Errorf("%s is left with %d rules and %d exceptions", scope, len(a.rules), len(a.exceptions))
		}
	}
}

// lacking is a server without some operations.
type lacking struct {
	http.RoundTripper
	operations []string
	answer     null
}

func (l lacking) RoundTrip(req *http.Request) (*http.Response, error) {
	_, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	if slices.Contains(l.operations, name) {
		return l.answer.RoundTrip(req)
	}
	return l.RoundTripper.RoundTrip(req)
}

// TestNeighboursMayBeMissing shows that what can't be set up is no obstacle
// where the target does without it.
func TestNeighboursMayBeMissing(t *testing.T) {
	t.Parallel()
	honest := newHonest(t, "")
	honest.control = false
	server := lacking{honest, []string{"PutConfigRule", "PutExternalEvaluation", "PutEvaluations"}, always("UnknownOperationException")}
	target := conformance.Target{Transport: server, Profile: conformance.Profile(contract())}
	wants(t, judge(t, target, "^upsert$"), func(report.Clause) report.Outcome { return report.Skip })

	lax := newHonest(t, "rules need not exist, and there is no guard")
	lax.control = false
	target.Transport = lacking{lax, server.operations, server.answer}
	wants(t, judge(t, target, "^(upsert|one-per-key)$"), func(report.Clause) report.Outcome { return report.Pass })
}

// TestCrashesAreViolations shows that an operation which answers and then no
// more is not taken for one that is not there.
func TestCrashesAreViolations(t *testing.T) {
	t.Parallel()
	honest := newHonest(t, "")
	server := crashing{honest}
	target := conformance.Target{Transport: server, Profile: conformance.Profile(contract())}
	rep := judge(t, target, "^(expiry|one-per-key)$")
	wants(t, rep, func(c report.Clause) report.Outcome {
		if c.ID == "expiry" {
			return report.Pass
		}
		return report.Fail
	})
}

// crashing drops the connection of every request for many keys.
type crashing struct{ http.RoundTripper }

func (c crashing) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".PutRemediationExceptions") && bytes.Count(body, []byte("ResourceId")) > 20 {
		return nil, io.ErrUnexpectedEOF
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	return c.RoundTripper.RoundTrip(req)
}
