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
	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// The flags say with how many seeds of each fault profile the suite is tried, and
// how. More than the defaults takes minutes.
var (
	seeds    = flag.Int("faults", 1, "with how many seeds of each fault profile the correct fake is checked")
	first    = flag.Uint64("faults.first", 1, "the first seed")
	profiles = flag.String("faults.profiles", "typical,severe", "the fault profiles, with commas between them")
	checks   = flag.Int("faults.checks", 1, "on how many cases each property is tried under a fault profile")
	record   = flag.String("faults.record", "", "the file to write the results to")
)

// A faultRecord is the result of checking the correct fake under one fault profile.
type faultRecord struct {
	Faults string `json:"faults"`
	Seeds  int    `json:"seeds"`
	First  uint64 `json:"first"`
	Checks int    `json:"checks"`
	Calls  int    `json:"calls"`
	// Hours are those that passed in the bubbles.
	Hours float64 `json:"hours"`
	// Checked is how many clauses were checked with the seed with which the fewest
	// were.
	Checked int `json:"checked"`
	// Fewest and Most are how many clauses had an outcome, over all seeds.
	Fewest map[report.Outcome]int `json:"fewest"`
	Most   map[report.Outcome]int `json:"most"`

	mu sync.Mutex // guards all but the first four
}

// TestCorrectFakeUnderFaults: under no fault profile does the suite fail a correct
// fake. What it can't check it skips, and it still checks most clauses. All waiting
// is in the time of a bubble. With one seed, each clause is checked under one of the
// fault profiles, and a fourth of them are in the sample; make faultprofiles checks all
// under each, with many seeds.
func TestCorrectFakeUnderFaults(t *testing.T) {
	sample.SkipRace(t)
	var records []*faultRecord
	names := strings.Split(*profiles, ",")
	for n, name := range names {
		profile, ok := map[string]faults.Profile{"none": faults.None(), "typical": faults.Typical(), "severe": faults.Severe()}[name]
		if !ok {
			t.Fatalf("-faults.profiles: there is no fault profile %q; there are none, typical and severe", name)
		}
		c := &faultRecord{Faults: name, Seeds: *seeds, First: *first, Checks: *checks}
		records = append(records, c)
		t.Run(name, func(t *testing.T) {
			for i := range *seeds {
				seed := *first + uint64(i)
				part := shard.Shard{}
				if *seeds == 1 && len(names) > 1 {
					part = shard.Shard{Index: n, Of: len(names) * sample.Cases(1, 12)}
				}
				t.Run(fmt.Sprint(seed), func(t *testing.T) {
					t.Parallel()
					synctest.Test(t, func(t *testing.T) { c.check(t, profile, seed, part) })
				})
			}
		})
		if *seeds > 1 {
			t.Logf("%s: %d seeds, %d calls in %.0f hours, with at least %v and at most %v", name, c.Seeds, c.Calls, c.Hours, c.Fewest, c.Most)
		}
	}
	if *record != "" && !t.Failed() {
		text, err := json.MarshalIndent(records, "", "  ")
		if err == nil {
			err = os.WriteFile(*record, append(text, '\n'), 0o666)
		}
		if err != nil {
			t.Error(err)
		}
	}
}

// check checks the correct fake with one seed, and records the outcomes.
func (c *faultRecord) check(t *testing.T, profile faults.Profile, seed uint64, part shard.Shard) {
	began := time.Now()
	rep := checkUnder(t, profile, seed, part)
	count := map[report.Outcome]int{}
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		count[c.Outcome]++
	}
	// A suite that skips what it can't check might skip everything.
	checked := count[report.Pass] + count[report.Observed]
	if checked < len(rep.Clauses)*4/5 {
		t.Errorf("of %d clauses %d are checked, want most: %v", len(rep.Clauses), checked, count)
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
		c.Checked = checked
	}
	c.Checked = min(c.Checked, checked)
	for _, v := range []report.Outcome{report.Pass, report.Observed, report.Skip} {
		c.Fewest[v], c.Most[v] = min(c.Fewest[v], count[v]), max(c.Most[v], count[v])
	}
	c.Calls += rep.Calls
	c.Hours += time.Since(began).Hours()
}

// checkUnder checks the correct fake as an account under that fault profile is
// checked.
func checkUnder(t *testing.T, profile faults.Profile, seed uint64, part shard.Shard) *conformance.Report {
	t.Helper()
	w, err := faults.New(profile, account.Traits(), seed, func() (http.Handler, *fake.Clock) {
		f := remediation.New(remediation.State{})
		return account.New(f, account.Options{Strict: true}), f.Clock
	})
	if err != nil {
		t.Fatal(err)
	}
	target := conformance.Target{Transport: fake.Transport(w), Tolerances: conformance.CloudTolerances()}
	if seed%2 == 0 {
		// The choices are then asserted as well, and random calls are made.
		target.Profile = conformance.Profile(&remediationtest.Contract)
	}
	rep, err := conformance.Check(t.Context(), &remediationtest.Contract, target, conformance.Options{Seed: seed, Checks: *checks, Costly: true, Shard: part})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		// The account has no result token to give, so that PutEvaluations can't be
		// called.
		callable := !strings.Contains(c.Reason, "PutEvaluations can't be called")
		if c.Outcome == report.Fail || c.Outcome == report.Unsupported && callable {
			t.Errorf("%s %s is %s %s\n%s", c.ID, c.Kind, c.Outcome, c.Reason, steps(c.Counterexample))
		}
	}
	return rep
}
