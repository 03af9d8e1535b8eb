package live

import (
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
)

// TestApplyUnderFaults checks accounts under each fault profile: no clause fails, and
// nothing is left behind.
func TestApplyUnderFaults(t *testing.T) {
	for name, profile := range map[string]faults.Profile{"none": faults.None(), "typical": faults.Typical(), "severe": faults.Severe()} {
		for seed := range uint64(2) {
			t.Run(fmt.Sprint(name, " ", seed), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var primary *standIn
					w, err := faults.New(profile, account.Traits(), seed, func() (http.Handler, *fake.Clock) {
						s := newStandIn()
						s.has("encrypted")
						if primary == nil {
							primary = s
						}
						return s, s.Fake.Clock
					})
					if err != nil {
						t.Fatal(err)
					}
					j := primary.job(t, "^(upsert|non-compliant-only|omitted-members|delete-absent|rule-removal|expiry)$")
					j.Base, j.Options.Seed, j.MaxTime = fake.Transport(w), seed+1, 12*time.Hour
					outcome, err := j.Apply(t.Context())
					if err != nil || outcome.Cut != nil || len(outcome.Leftovers) > 0 {
						t.Fatalf("Apply() = %+v, %v", outcome, err)
					}
					if n := outcome.Report.Count(report.Pass) + outcome.Report.Count(report.Observed); n < 2 {
						t.Errorf("%d of 6 clauses could be checked", n)
					}
					for _, c := range outcome.Report.Clauses {
						if c.Outcome == report.Fail || c.Outcome == report.Unsupported {
							t.Errorf("%s is %s: %s %+v", c.ID, c.Outcome, c.Reason, c.Counterexample)
						}
					}
					if state := primary.State(); len(state.ConfigRules) != 1 || len(state.RemediationExceptions) != 1 {
						t.Errorf("afterwards there is %+v and %+v", state.ConfigRules, state.RemediationExceptions)
					}
				})
			})
		}
	}
}
