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
	for _, now := range []string{"1970-01-01T00:00:00Z", "2039-10-01T00:00:00Z", "2099-10-01T00:00:00Z", "9990-10-01T00:00:00Z"} {
		server := newReference(t, "")
		server.now, _ = time.Parse(time.RFC3339, now)
		rep := check(t, conformance.Target{Transport: server, Profile: conformance.Profile(contract())}, "^(upsert|isolation|expiry|one-per-key|timestamp-forms)$")
		wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	}
}
