package conformance_test

import (
	"slices"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// clocks are times at which a target's clock may stand: the first of all, and what is
// beyond the years that a suite might take to be far ahead.
var clocks = []string{"1970-01-01T00:00:00Z", "2039-10-01T00:00:00Z", "2099-10-01T00:00:00Z", "9990-10-01T00:00:00Z"}

// TestClocks shows that what is put expires in the future of the target,
// wherever its clock stands.
func TestClocks(t *testing.T) {
	t.Parallel()
	for _, now := range clocks {
		server := newReference(t, "")
		server.now, _ = time.Parse(time.RFC3339, now)
		rep := check(t, conformance.Target{Transport: server, Profile: conformance.Profile(contract())}, "^(upsert|isolation|expiry|one-per-key|timestamp-forms)$")
		wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	}
}

// TestClocksOfTheFake shows that the whole suite passes on the fake, wherever its
// clock stands.
func TestClocksOfTheFake(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for i, now := range clocks {
		t.Run(now[:4], func(t *testing.T) {
			t.Parallel()
			f := remediation.New(remediation.State{})
			at, err := time.Parse(time.RFC3339, now)
			if err != nil {
				t.Fatal(err)
			}
			f.Clock.Set(at)
			target := conformance.Target{Transport: fake.Transport(f), Profile: conformance.Profile(contract())}
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: 1, Run: someOfEachKind(contract(), i, 8)})
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
				if c.Outcome != report.Pass {
					t.Errorf("%s: %s %s%s", c.ID, c.Outcome, c.Reason, example(c))
				}
			}
		})
	}
}
