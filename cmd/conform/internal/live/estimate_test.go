package live

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/internal/sample"
)

// guided are the clauses of the first run in docs/real-accounts.md.
const guided = "^(upsert|non-compliant-only|delete-absent|expiry)$"

// TestEstimate shows that a plan says beforehand how long the first run of the
// guide takes, waits and all, and that the run takes less than the ten minutes
// that the guide promises.
func TestEstimate(t *testing.T) {
	for seed := range uint64(sample.Cases(6, 2)) {
		for _, rate := range []float64{1, 5} {
			t.Run(fmt.Sprint(seed+1, " at ", rate), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					j := newStandIn().job(t, guided)
					j.Options.Seed, j.Rate = seed+1, rate
					began := time.Now()
					plan, err := j.Plan(t.Context())
					if err != nil {
						t.Fatal(err)
					}
					if waited := time.Since(began); waited > 0 {
						t.Errorf("whoever plans waits for %v", waited)
					}
					began = time.Now()
					outcome, err := j.Apply(t.Context())
					if err != nil || outcome.Cut != nil || outcome.Report.Failures() > 0 {
						t.Fatalf("Apply() = %+v, %v", outcome, err)
					}
					all, waiting := plan.Takes()
					took := time.Since(began)
					t.Logf("planned %v and %d calls, took %v and %d calls", all, plan.Total(), took, outcome.Calls)
					if off := math.Abs(all.Seconds()/took.Seconds() - 1); off > 0.25 {
						t.Errorf("a run that takes %v was planned to take %v: %.0f %% off", took, all, 100*off)
					}
					if off := math.Abs(float64(plan.Total())/float64(outcome.Calls) - 1); off > 0.25 {
						t.Errorf("a run of %d calls was planned to make %d", outcome.Calls, plan.Total())
					}
					if took > 10*time.Minute {
						t.Errorf("the run takes %v", took)
					}
					if waiting < time.Minute || waiting >= all {
						t.Errorf("of %v, %v are waits", all, waiting)
					}
					var text strings.Builder
					if err := plan.Write(&text); err != nil || !strings.Contains(text.String(), "\nTIME\n  about "+minutes(all)) {
						t.Errorf("Write() = %v\n%s, want %s", err, text.String(), minutes(all))
					}
				})
			})
		}
	}
}

// TestWaitsAreTold shows that a run says what it waits for.
func TestWaitsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStandIn()
		j := s.job(t, guided)
		announced := time.Duration(0)
		j.Options.Waiting = func(d time.Duration, why string) {
			if why == "" {
				t.Errorf("a wait of %v has no reason", d)
			}
			announced += d
		}
		if _, err := j.Apply(t.Context()); err != nil {
			t.Fatal(err)
		}
		silent := time.Duration(0)
		for i, c := range s.seen[1:] {
			silent += max(0, c.at.Sub(s.seen[i].at)-2*time.Second)
		}
		if silent < time.Minute || announced < silent*9/10 {
			t.Errorf("the run waits for %v, and reports %v", silent, announced)
		}
	})
}
