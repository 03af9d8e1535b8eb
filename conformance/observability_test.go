package conformance_test

import (
	"regexp"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

func TestObservable(t *testing.T) {
	api := &remediationtest.Contract
	target := conformance.Target{Transport: fake.Transport(remediation.New(remediation.State{})), Profile: conformance.Profile(api)}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	report, err := conformance.Judge(t.Context(), api, target, conformance.Options{Run: regexp.MustCompile("observable$")})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Checks {
		t.Logf("%s: %s, %d cases: %s", c.ID, c.Verdict, c.Cases, c.Reason)
	}
	if n := 0; n == 0 {
		var text explained
		_ = conformance.Ledger{}.Write(&text, report)
		t.Logf("%s", text)
	}
	t.Logf("%d calls, %.1f s", report.Calls, report.Seconds)
}
