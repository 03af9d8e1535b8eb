package conformance_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// contract returns the API of our model.
var contract = sync.OnceValue(func() *model.API {
	const name = "../model/putremediationexceptions.json"
	src, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	api, err := openapi.Read(name, src)
	if err != nil {
		panic(err)
	}
	return api
})

// seed makes all tests try the same cases.
const seed = 20261125

// casesGiven is whether the command line says how many cases Run tries. Tests that have
// begun set the flag too.
var casesGiven bool

// TestMain sets the seed of the tests that use Run and Clause, and how many tests run
// at the same time, unless the command line does.
func TestMain(m *testing.M) {
	sample.Parallel(16)
	flag.Visit(func(f *flag.Flag) { casesGiven = casesGiven || f.Name == "rapid.checks" })
	if f := flag.Lookup("rapid.seed"); f.Value.String() == "0" {
		if err := flag.Set("rapid.seed", fmt.Sprint(seed)); err != nil {
			panic(err)
		}
	}
	debug.SetGCPercent(400) // little is kept from one case to the next
	os.Exit(m.Run())
}

// check checks a target. run selects clauses, all of them if it is empty.
func check(t *testing.T, target conformance.Target, run string) *conformance.Report {
	t.Helper()
	return checkCases(t, target, run, 0)
}

// checkCases is check with a number of cases for each property, unless it is 0.
func checkCases(t *testing.T, target conformance.Target, run string, cases int) *conformance.Report {
	t.Helper()
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	options := conformance.Options{Seed: seed, Checks: cases, Shrink: time.Nanosecond}
	if run != "" {
		options.Run = regexp.MustCompile(run)
	}
	rep, err := conformance.Check(t.Context(), contract(), target, options)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

// wants fails the test for each clause with another outcome.
func wants(t *testing.T, rep *conformance.Report, want func(report.Clause) report.Outcome) {
	t.Helper()
	for _, c := range rep.Clauses {
		if w := want(c); c.Outcome != w {
			t.Errorf("%s: %s %s%s, want %s%s", c.ID, c.Outcome, c.Observed, c.Reason, w, example(c))
		}
	}
}

// example returns the counterexample as text.
func example(c report.Clause) string {
	if c.Counterexample == nil {
		return ""
	}
	text := "\n  " + c.Counterexample.Property
	for _, s := range c.Counterexample.Steps {
		text += "\n    " + s.Call + " " + s.As + " " + short(string(s.Request)) + "\n      got  " + short(s.Got)
		if s.Expected != "" {
			text += "\n      want " + short(s.Expected)
		}
	}
	return text
}

func short(s string) string {
	if len(s) > 600 {
		return s[:600] + "..."
	}
	return s
}

// TestReferenceServerPasses shows that every clause is checked, and passes. That it
// does so in more cases is shown by [TestRun], which has nothing to say of clauses that
// are skipped.
func TestReferenceServerPasses(t *testing.T) {
	t.Parallel()
	rep := checkCases(t, conformance.Target{Transport: newReference(t, ""), Profile: conformance.Profile(contract())}, os.Getenv("CLAUSES"), sample.Cases(6, 1))
	wants(t, rep, func(c report.Clause) report.Outcome { return report.Pass })
	t.Logf("%d clauses, %d calls, %.2f s", len(rep.Clauses), rep.Calls, rep.Seconds)
}

// TestClockFarAhead shows that a target passes whose clock is far ahead of
// ours.
func TestClockFarAhead(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	target := conformance.Target{Transport: newReference(t, ""), Profile: conformance.Profile(contract())}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	if err := target.Clock.Set(t.Context(), time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	rep := checkCases(t, target, "^(upsert|omitted-members|expiry.*|past-expiry|describe-keys|describe-pages|non-compliant-only|random|.*ExpirationTime.*)$", sample.Cases(0, 5))
	wants(t, rep, func(c report.Clause) report.Outcome { return report.Pass })
	if n := rep.Count(report.Fail); n > 0 || len(rep.Clauses) < 7 {
		t.Errorf("of %d clauses and %d checks %d fail", len(rep.Clauses), len(rep.Checks), n)
	}
}
