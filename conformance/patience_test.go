package conformance_test

import (
	"fmt"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
)

// patient judges a late server in virtual time.
func patient(t *testing.T, l *late, tolerances conformance.Tolerances, run string, options conformance.Options) (report *conformance.Report) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		target := conformance.Target{Transport: l, Profile: conformance.Profile(contract()), Tolerances: tolerances}
		if !l.powerless {
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			// Time goes on by itself, and what is done is not undone.
			target.Clock = nil
			target.Reset = nil
		}
		if run != "" {
			options.Run = regexp.MustCompile(run)
		}
		began := time.Now()
		var err error
		if report, err = conformance.Judge(t.Context(), contract(), target, options); err != nil {
			t.Fatal(err)
		}
		t.Logf("seed %d: %d calls in %v, lag %v, skew %v, retries %+v", options.Seed, report.Calls, time.Since(began).Round(time.Second), report.Lag, report.Skew, report.Retries)
	})
	return report
}

// TestLateServerIsNotAccused shows that a server which does all that it should,
// but late, through a bad connection and by a clock of its own, is found to
// violate nothing.
func TestLateServerIsNotAccused(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			l := newLate(t, "", seed)
			l.lag, l.throttles, l.faults, l.skew, l.reaped = 5*time.Second, 20, 5, 30*time.Second, 20*time.Second
			report := patient(t, l, conformance.CloudTolerances(), "", conformance.Options{Seed: seed + 1, Checks: 2})
			for _, c := range append(report.Clauses, report.Checks...) {
				if c.Verdict == conformance.Violated {
					t.Errorf("%s is violated: %s", c.ID, example(c))
				}
				if c.Verdict == conformance.Skipped {
					t.Logf("%s is skipped: %s", c.ID, c.Reason)
				}
			}
		})
	}
}
