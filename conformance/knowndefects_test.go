package conformance_test

import (
	"context"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// A knownDefect is a defect of real emulators, as in
// testdata/knowndefects.json.
type knownDefect struct {
	ID     string `json:"id"`
	Defect string `json:"defect"`
	// Seen are the emulators that have it, as far as that was recorded.
	Seen []string `json:"seen"`
	// Clause is the clause that has to fail.
	Clause string `json:"clause"`
	// Observed is the choice that has to be observed, if the behaviour is
	// unspecified so that nothing fails.
	Observed string `json:"observed"`
	// Reported is what the report has to say of the clause, which passes, if the
	// behaviour is permitted and yet worth knowing.
	Reported string `json:"reported"`
}

// A checkedDefect is the result of the suite for a known defect.
type checkedDefect struct {
	knownDefect
	// held is the result of the clause with the choices of the model as
	// profile, free the one without a profile.
	held, free report.Clause
	err        error
}

// knownDefects checks every known defect once for all tests.
var knownDefects = sync.OnceValue(func() []checkedDefect {
	src, err := os.ReadFile("../testdata/knowndefects.json")
	if err != nil {
		panic(err)
	}
	var defects []knownDefect
	if err := json.Unmarshal(src, &defects); err != nil {
		panic(err)
	}
	all := make([]checkedDefect, len(defects))
	var done sync.WaitGroup
	for i, p := range defects {
		done.Go(func() {
			j := checkedDefect{knownDefect: p}
			run := "^" + regexp.QuoteMeta(p.Clause) + "$"
			held, err := checkDefect(p.ID, conformance.Profile(contract()), run, 0)
			if err == nil {
				j.held = held.Clauses[0]
				held, err = checkDefect(p.ID, nil, run, 0)
			}
			if err == nil {
				j.free = held.Clauses[0]
			}
			j.err = err
			all[i] = j
		})
	}
	done.Wait()
	return all
})

// checkDefect checks the generated fake with a known defect, or with none if
// the id is empty, with a number of cases for each property, unless it is 0.
func checkDefect(id string, profile map[string]string, run string, cases int) (*conformance.Report, error) {
	show := &intermediary{RoundTripper: fake.Transport(remediation.New(remediation.State{})), behaviour: (*exchange).pass}
	if make := recreated[id]; make != nil {
		show.behaviour = make()
	}
	// Only with -v are the counterexamples read.
	shrink := 20 * time.Millisecond
	if testing.Verbose() {
		shrink = 3 * time.Second
	}
	target := conformance.Target{Transport: show, Profile: profile, Exact: len(profile) > 0}
	if _, err := conformance.Discover(context.Background(), &target); err != nil {
		return nil, err
	}
	options := conformance.Options{Seed: seed, Run: regexp.MustCompile(run), Shrink: shrink, Checks: cases}
	return conformance.Check(context.Background(), contract(), target, options)
}

// TestKnownDefects shows that the suite rejects the known defects of real
// emulators, each by the clause that it breaks. With -v it prints the
// counterexamples.
func TestKnownDefects(t *testing.T) {
	var made []string
	for _, j := range knownDefects() {
		made = append(made, j.ID)
		t.Run(j.ID, func(t *testing.T) {
			if j.err != nil {
				t.Fatal(j.err)
			}
			if recreated[j.ID] == nil {
				t.Fatal("nothing re-creates it")
			}
			if j.Observed != "" {
				if j.free.Outcome != report.Observed || j.free.Observed != j.Observed {
					t.Errorf("%s: %s %s, want observed %s", j.Clause, j.free.Outcome, j.free.Observed, j.Observed)
				}
				return
			}
			if j.Reported != "" {
				if j.free.Outcome != report.Pass || !strings.Contains(j.free.Reason, j.Reported) {
					t.Errorf("%s: %s %s, want pass and %s", j.Clause, j.free.Outcome, j.free.Reason, j.Reported)
				}
				return
			}
			if j.held.Outcome != report.Fail {
				t.Fatalf("%s: %s, want fail", j.Clause, j.held.Outcome)
			}
			t.Logf("%s %s fails%s", j.Defect, j.Clause, example(j.held))
		})
	}
	for id := range recreated {
		if !slices.Contains(made, id) {
			t.Errorf("testdata/knowndefects.json has no %s", id)
		}
	}
}

// TestIntermediaryPasses is the control: without a defect, the intermediary and
// the fake behind it pass.
func TestIntermediaryPasses(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	rep, err := checkDefect("", conformance.Profile(contract()), "", sample.Cases(4, 1))
	if err != nil {
		t.Fatal(err)
	}
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
}

// TestUnspecifiedBehaviourIsObserved shows that an emulator passes that differs
// in unspecified behaviour.
func TestUnspecifiedBehaviourIsObserved(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	// On few cases: make profiles tries the same choices on many.
	for i, j := range knownDefects() {
		if j.Observed == "" && j.Reported == "" {
			continue
		}
		rep, err := checkDefect(j.ID, nil, and(someOfEachKind(contract(), i, 6), j.Clause), sample.Cases(4, 1))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range rep.Clauses {
			if c.Outcome == report.Fail {
				t.Errorf("%s: %s fails%s", strings.ToLower(j.Defect), c.ID, example(c))
			}
		}
	}
}
