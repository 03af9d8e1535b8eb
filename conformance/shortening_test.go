package conformance_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// shortened checks clauses of a server that loses what is put, with as much time to
// shorten counterexamples as it takes, and returns how many calls that took.
func shortened(t *testing.T, run string, fails int) int {
	t.Helper()
	target := conformance.Target{Transport: trivial(emptyLists)}
	options := conformance.Options{Seed: seed, Run: regexp.MustCompile(run), Shrink: time.Hour}
	rep, err := conformance.Check(t.Context(), contract(), target, options)
	if err != nil {
		t.Fatal(err)
	}
	if got := rep.Failures(); got != fails {
		t.Fatalf("of %s %d fail, want %d", run, got, fails)
	}
	return rep.Calls
}

// TestShorteningIsBounded shows that a counterexample is shortened with a limited
// number of calls, and not at all where another one has the same cause.
func TestShorteningIsBounded(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	if pages := shortened(t, "^rules-pages$", 1); pages > 5000 {
		t.Errorf("one failure takes %d calls, want at most 5000", pages) // without a limit, 15,649
	}
	put, expiry := shortened(t, "^upsert$", 1), shortened(t, "^expiry$", 1)
	if both := shortened(t, "^(upsert|expiry)$", 2); both > put+expiry/4 {
		t.Errorf("two failures for one reason take %d calls, want hardly more than %d: alone, the second takes %d", both, put, expiry)
	}
}
