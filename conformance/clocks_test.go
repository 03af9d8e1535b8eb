package conformance_test

import (
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestClocks shows that what is put expires in the future of the target,
// wherever its clock stands.
func TestClocks(t *testing.T) {
	for _, year := range []int{1970, 2039, 2099, 9990} {
		server := newReference(t, "")
		server.now = time.Date(year, 10, 1, 0, 0, 0, 0, time.UTC)
		rep := check(t, conformance.Target{Transport: server, Profile: conformance.Profile(contract())}, "^(upsert|isolation|expiry|one-per-key)$")
		wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	}
}
