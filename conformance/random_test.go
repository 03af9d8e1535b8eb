package conformance_test

import (
	"regexp"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// TestRandomCalls has the generated fake and the oracle answer the same calls:
// two readings of one contract that share no code.
func TestRandomCalls(t *testing.T) {
	api := &remediationtest.Contract
	target := conformance.Target{Transport: fake.Transport(remediation.New(remediation.State{})), Profile: conformance.Profile(api)}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	report, err := conformance.Judge(t.Context(), api, target, conformance.Options{Checks: 300, Run: regexp.MustCompile("^random$")})
	if err != nil {
		t.Fatal(err)
	}
	if c := report.Checks[0]; c.Verdict != conformance.Holds {
		var text explained
		_ = conformance.Ledger{}.Write(&text, report)
		t.Errorf("%s", text)
	}
	t.Logf("%d cases, %d calls, %.1f s", report.Checks[0].Cases, report.Calls, report.Seconds)
}

type explained []byte

func (e *explained) Write(p []byte) (int, error) { *e = append(*e, p...); return len(p), nil }

func TestConcurrentCalls(t *testing.T) {
	api := &remediationtest.Contract
	target := conformance.Target{Transport: fake.Transport(remediation.New(remediation.State{})), Profile: conformance.Profile(api)}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	report, err := conformance.Judge(t.Context(), api, target, conformance.Options{Checks: 30, Run: regexp.MustCompile("^concurrent$")})
	if err != nil {
		t.Fatal(err)
	}
	if c := report.Checks[0]; c.Verdict != conformance.Holds {
		var text explained
		_ = conformance.Ledger{}.Write(&text, report)
		t.Errorf("%s", text)
	}
	t.Logf("%d cases, %d calls, %.1f s", report.Checks[0].Cases, report.Calls, report.Seconds)
}
