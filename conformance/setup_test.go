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
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestSetupWithoutControl checks the reference server by the API alone: with
// the operation that sets many facts, and with the one that sets few.
func TestSetupWithoutControl(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	setUp := []string{"upsert", "non-compliant-only", "isolation", "expiry"}
	for _, evaluations := range []bool{true, false} {
		name := map[bool]string{true: "evaluations", false: "process checks"}[evaluations]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newReference(t, "")
			server.control, server.evaluations = false, evaluations
			target := conformance.Target{Transport: server, Profile: conformance.Profile(contract())}
			some := and(someOfEachKind(contract(), len(name), 3), setUp...)
			rep := checkCases(t, target, some, sample.Cases(6, 1)) // what can be set up, few cases show
			var skipped []string
			for _, c := range rep.Clauses {
				switch {
				case c.Outcome == report.Skip && c.Reason == "":
					t.Errorf("%s is skipped without a reason", c.ID)
				case c.Outcome == report.Skip:
					skipped = append(skipped, c.ID+": "+c.Reason)
				case c.Outcome == report.Unsupported && !evaluations && c.Operation == "PutEvaluations":
				case c.Outcome != report.Pass:
					t.Errorf("%s: %s: %s, want pass%s", c.ID, c.Outcome, c.Reason, example(c))
				}
			}
			for _, line := range skipped {
				t.Log(line)
			}
			for _, id := range setUp {
				if slices.ContainsFunc(skipped, func(line string) bool { return strings.HasPrefix(line, id+":") }) {
					t.Errorf("%s is skipped, though it can be set up", id)
				}
			}
		})
	}
}

// TestCleansUp shows that without a reset the suite deletes what it has
// created.
func TestCleansUp(t *testing.T) {
	server := newReference(t, "")
	server.control = false
	check(t, conformance.Target{Transport: server}, "^(upsert|rule-upsert|isolation)$")
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
	answer     trivial
}

func (l lacking) RoundTrip(req *http.Request) (*http.Response, error) {
	_, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	if slices.Contains(l.operations, name) {
		return l.answer.RoundTrip(req)
	}
	return l.RoundTripper.RoundTrip(req)
}

// TestUnneededSetup shows that a precondition which can't be set up is no
// obstacle if the target does not need it.
func TestUnneededSetup(t *testing.T) {
	t.Parallel()
	reference := newReference(t, "")
	reference.control = false
	server := lacking{reference, []string{"PutConfigRule", "PutExternalEvaluation", "PutEvaluations"}, always("UnknownOperationException")}
	target := conformance.Target{Transport: server, Profile: conformance.Profile(contract())}
	wants(t, check(t, target, "^upsert$"), func(report.Clause) report.Outcome { return report.Skip })

	lax := newReference(t, "rules need not exist, and there is no guard")
	lax.control = false
	target.Transport = lacking{lax, server.operations, server.answer}
	wants(t, check(t, target, "^(upsert|one-per-key)$"), func(report.Clause) report.Outcome { return report.Pass })
}

// TestCrashesFail shows that an operation which stops answering is not taken as
// unsupported.
func TestCrashesFail(t *testing.T) {
	t.Parallel()
	reference := newReference(t, "")
	server := crashing{reference}
	target := conformance.Target{Transport: server, Profile: conformance.Profile(contract())}
	rep := check(t, target, "^(expiry|one-per-key)$")
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
