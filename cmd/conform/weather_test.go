package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
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
	record = flag.String("storms.record", "", "the file to which it is written what came of it")
)

// A season is what came of judging the true fake under one weather.
type season struct {
	Weather string `json:"weather"`
	Days    int    `json:"days"`
	First   uint64 `json:"first"`
	Checks  int    `json:"checks"`
	Calls   int    `json:"calls"`
	// Hours are those that passed in the bubbles.
	Hours float64 `json:"hours"`
	// Judged is how many clauses were judged on the day on which the fewest were.
	Judged int `json:"judged"`
	// Fewest and Most are how many clauses had a verdict, over all days.
	Fewest map[report.Outcome]int `json:"fewest"`
	Most   map[report.Outcome]int `json:"most"`

	mu sync.Mutex // guards all but the first four
}

// TestTheTrueFakeUnderWeather: whatever the weather does, the suite does not
// accuse a fake that does all as it should. What it can't judge it skips, and it
// still judges most. All waiting is in the time of a bubble.
func TestTheTrueFakeUnderWeather(t *testing.T) {
	var seasons []*season
	for name := range strings.SplitSeq(*under, ",") {
		forecast, ok := map[string]faults.Profile{"good": faults.None(), "cloud": faults.Typical(), "storm": faults.Severe()}[name]
		if !ok {
			t.Fatalf("-storms.under: there is no weather %q", name)
		}
		c := &season{Weather: name, Days: *storms, First: *first, Checks: *checks}
		seasons = append(seasons, c)
		t.Run(name, func(t *testing.T) {
			for i := range *storms {
				seed := *first + uint64(i)
				t.Run(fmt.Sprint(seed), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { c.day(t, forecast, seed) })
				})
			}
		})
		if *storms > 1 {
			t.Logf("%s: %d days, %d calls in %.0f hours, with at least %v and at most %v", name, c.Days, c.Calls, c.Hours, c.Fewest, c.Most)
		}
	}
	if *record != "" && !t.Failed() {
		text, err := json.MarshalIndent(seasons, "", "  ")
		if err == nil {
			err = os.WriteFile(*record, append(text, '\n'), 0o666)
		}
		if err != nil {
			t.Error(err)
		}
	}
}

// day judges the true fake on one day, and notes what came of it.
func (c *season) day(t *testing.T, forecast faults.Profile, seed uint64) {
	began := time.Now()
	rep := judgeUnder(t, forecast, seed)
	count := map[report.Outcome]int{}
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		count[c.Outcome]++
	}
	// A suite that skips what it can't tell might skip everything.
	judged := count[report.Pass] + count[report.Observed]
	if judged < len(rep.Clauses)*4/5 {
		t.Errorf("of %d clauses %d are judged, want most: %v", len(rep.Clauses), judged, count)
		for _, c := range rep.Clauses {
			if c.Outcome == report.Skip {
				t.Logf("%s: %s", c.ID, c.Reason)
			}
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.Fewest == nil {
		c.Fewest, c.Most = maps.Clone(count), map[report.Outcome]int{}
		c.Judged = judged
	}
	c.Judged = min(c.Judged, judged)
	for _, v := range []report.Outcome{report.Pass, report.Observed, report.Skip} {
		c.Fewest[v], c.Most[v] = min(c.Fewest[v], count[v]), max(c.Most[v], count[v])
	}
	c.Calls += rep.Calls
	c.Hours += time.Since(began).Hours()
}

// judgeUnder judges the true fake as an account in that weather would be judged.
func judgeUnder(t *testing.T, forecast faults.Profile, seed uint64) *conformance.Report {
	t.Helper()
	w, err := faults.New(forecast, account.Traits(), seed, func() (http.Handler, *fake.Clock) {
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
	rep, err := conformance.Check(t.Context(), &remediationtest.Contract, target, conformance.Options{Seed: seed, Checks: *checks, Costly: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		if c.Outcome == report.Fail || c.Outcome == report.Unsupported {
			t.Errorf("%s %s is %s %s\n%s", c.ID, c.Kind, c.Outcome, c.Reason, trace(c.Counterexample))
		}
	}
	return rep
}

// trace returns a counterexample, a line for each step.
func trace(c *report.Counterexample) string {
	if c == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintln(&b, c.Property, c.Confirmed)
	for _, s := range c.Steps {
		fmt.Fprintf(&b, "  %s %s\n    got %s\n", s.Call, s.Request, s.Got)
		if s.Expected != "" {
			fmt.Fprintf(&b, "    expected %s\n", s.Expected)
		}
	}
	return b.String()
}
