package conformance_test

import (
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

func TestAllTraces(t *testing.T) {
	api := &remediationtest.Contract
	target := conformance.Target{Transport: fake.Transport(remediation.New(remediation.State{})), Profile: conformance.Profile(api)}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	depth, _ := strconv.Atoi(os.Getenv("DEPTH"))
	report, err := conformance.Judge(t.Context(), api, target, conformance.Options{Exhaustive: depth, Run: regexp.MustCompile("^exhaustive$")})
	if err != nil {
		t.Fatal(err)
	}
	if c := report.Checks[0]; c.Verdict != conformance.Holds {
		var text explained
		_ = conformance.Ledger{}.Write(&text, report)
		t.Errorf("%s", text)
	}
	t.Logf("%s, %d calls, %.1f s", report.Checks[0].Reason, report.Calls, report.Seconds)
}
