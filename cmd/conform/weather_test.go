package main

import (
	"flag"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// storms is how many days of each weather the suite is tried on, and first the
// seed of the first of them. More than the default takes minutes.
var (
	storms = flag.Int("storms", 1, "under how many seeds of each weather the true fake is judged")
	first  = flag.Uint64("storms.first", 1, "the first seed")
	under  = flag.String("storms.under", "cloud,storm", "the kinds of weather, with commas between them")
	checks = flag.Int("storms.checks", 1, "on how many cases each law is tried under weather")
)

// TestTheTrueFakeUnderWeather: whatever the weather does, the suite does not
// accuse a fake that does all as it should. What it can't judge it skips, and it
// still judges most. All waiting is in the time of a bubble.
func TestTheTrueFakeUnderWeather(t *testing.T) {
	forecasts := map[string]fake.Forecast{"good": {}, "calm": fake.Calm(), "cloud": fake.Cloud(), "storm": fake.Storm()}
	for name := range strings.SplitSeq(*under, ",") {
		forecast, ok := forecasts[name]
		if !ok {
			t.Fatalf("-storms.under: there is no weather %q", name)
		}
		t.Run(name, func(t *testing.T) {
			for i := range *storms {
				seed := *first + uint64(i)
				t.Run(fmt.Sprint(seed), func(t *testing.T) {
					t.Parallel()
					began := time.Now()
					var report *conformance.Report
					var took time.Duration
					synctest.Test(t, func(t *testing.T) {
						start := time.Now()
						report = judgeUnder(t, forecast, seed)
						took = time.Since(start)
					})
					t.Logf("%d calls in %v, which took %v: %s", report.Calls, took, time.Since(began), tally(report))
				})
			}
		})
	}
}

// judgeUnder judges the true fake as an account in that weather would be judged.
func judgeUnder(t *testing.T, forecast fake.Forecast, seed uint64) *conformance.Report {
	t.Helper()
	w, err := fake.NewWeather(forecast, account.Terrain(), seed, func() (http.Handler, *fake.Clock) {
		f := remediation.New(remediation.State{})
		return account.New(f, account.Options{Strict: true}), f.Clock
	})
	if err != nil {
		t.Fatal(err)
	}
	target := conformance.Target{Transport: fake.Transport(w), Tolerances: conformance.CloudTolerances()}
	if seed%2 == 0 {
		// It is then held to the choices as well, and asked for random calls.
		target.Profile = conformance.Profile(&remediationtest.Contract)
	}
	report, err := conformance.Judge(t.Context(), &remediationtest.Contract, target, conformance.Options{Seed: seed, Checks: *checks, Costly: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(report.Clauses, report.Checks...) {
		if c.Verdict == conformance.Violated || c.Verdict == conformance.Unreachable {
			t.Errorf("%s %s is %s %s\n%s", c.ID, c.Kind, c.Verdict, c.Reason, trace(c.Counterexample))
		}
	}
	return report
}

// trace returns a counterexample, a line for each step.
func trace(c *conformance.Counterexample) string {
	if c == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintln(&b, c.Law, c.Confirmed)
	for _, s := range c.Steps {
		fmt.Fprintf(&b, "  %s %s\n    got %s\n", s.Call, s.Request, s.Got)
		if s.Expected != "" {
			fmt.Fprintf(&b, "    expected %s\n", s.Expected)
		}
	}
	return b.String()
}

// tally counts verdicts.
func tally(r *conformance.Report) string {
	count := map[conformance.Verdict]int{}
	for _, c := range append(r.Clauses, r.Checks...) {
		count[c.Verdict]++
	}
	return fmt.Sprint(count)
}
