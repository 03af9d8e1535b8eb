package conformance_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// checkLate checks a late server in virtual time.
func checkLate(t *testing.T, l *late, tolerances conformance.Tolerances, run string, options conformance.Options) (rep *conformance.Report) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		target := conformance.Target{Transport: l, Tolerances: tolerances}
		if !l.open {
			target.Profile = conformance.Profile(contract())
		}
		if !l.powerless {
			if _, err := conformance.Discover(t.Context(), &target); err != nil {
				t.Fatal(err)
			}
			// The clock runs, and the target can't be reset.
			target.Clock = nil
			target.Reset = nil
		}
		if run != "" {
			options.Run = regexp.MustCompile(run)
		}
		began := time.Now()
		var err error
		if rep, err = conformance.Check(t.Context(), contract(), target, options); err != nil {
			t.Fatal(err)
		}
		t.Logf("seed %d: %d calls in %v, lag %v, skew %v, retries %+v", options.Seed, rep.Calls, time.Since(began).Round(time.Second), rep.Lag, rep.Skew, rep.Retries)
	})
	return rep
}

// TestLateServerPasses shows that a server passes that is eventually
// consistent, unreliable and has another time.
func TestLateServerPasses(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	seeds := uint64(1)
	if n, err := strconv.ParseUint(os.Getenv("SEEDS"), 10, 64); err == nil {
		seeds = n
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			l := newLate(t, "", seed)
			l.lag, l.throttles, l.faults, l.skew, l.reaped = 5*time.Second, 20, 5, 30*time.Second, 20*time.Second
			// A case of validation breaks each constraint of an operation.
			some := someOfEachKind(contract(), 1, 8, "validation", "validation/text")
			rep := checkLate(t, l, conformance.CloudTolerances(), "", conformance.Options{Seed: seed + 1, Checks: 1, Run: some})
			for _, c := range append(rep.Clauses, rep.Checks...) {
				if c.Outcome == report.Fail {
					t.Errorf("%s fails: %s", c.ID, example(c))
				}
				if c.Outcome == report.Skip {
					t.Logf("%s is skipped: %s", c.ID, c.Reason)
				}
			}
		})
	}
}

// unseen are the defects that can't be distinguished from the fault profile, or
// not without a clock that can be set.
var unseen = map[string]string{
	"exceptions expire a second early":           "a second is less than is known of the clock",
	"an exception outlives its time by a moment": "a moment is less than what has expired may linger",
	"errors with status 500":                     "an error with that status is a fault",
	"what has expired can be deleted":            "that is tried where the clock can be set",
	"the default size is another":                "a page may be short",
	"a dry run needs the rule":                   "a result token is not to be had of a service in earnest",
}

// TestLateFaultyServersFail shows that defects are found under the same fault
// profile, and confirmed in the shortened case. FAULTY=all tries all defects.
func TestLateFaultyServersFail(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	some := []string{
		"puts pile up", "exceptions never expire", "no guard", "a deletion takes all", "a page loses one", "any account's token does",
		"keys are no filter", "text for a content type", "one id for all",
	}
	n := 0
	for i, s := range faultyServers {
		if len(s.fails) == 0 || unseen[s.defect] != "" {
			continue
		}
		if os.Getenv("FAULTY") == "" {
			if !slices.Contains(some, s.defect) {
				continue
			}
			if n++; !sample.OneIn(6, n) {
				continue
			}
		}
		t.Run(strings.ReplaceAll(s.defect, " ", "-"), func(t *testing.T) {
			t.Parallel()
			server := newLate(t, s.defect, uint64(i))
			server.lag, server.throttles, server.faults, server.skew, server.reaped = 3*time.Second, 10, 3, -10*time.Second, 20*time.Second
			var ids []string
			for _, id := range s.fails {
				ids = append(ids, regexp.QuoteMeta(id))
			}
			rep := checkLate(t, server, conformance.CloudTolerances(), "^("+strings.Join(ids, "|")+")$", conformance.Options{Seed: seed, Checks: 15, Costly: i%2 == 0})
			for _, c := range rep.Clauses {
				if c.Outcome != report.Fail {
					t.Errorf("%s: %s %s%s", c.ID, c.Outcome, c.Reason, example(c))
				} else if c.Counterexample.Confirmed != "yes" && c.Kind != "protocol/reply" {
					t.Errorf("%s is not confirmed", c.ID)
				}
			}
		})
	}
}

// TestLagIsMeasured shows that the report has the lag of reads.
func TestLagIsMeasured(t *testing.T) {
	t.Parallel()
	for _, lag := range []time.Duration{0, 4 * time.Second} {
		l := newLate(t, "", 1)
		l.lag, l.steady = lag, true
		rep := checkLate(t, l, conformance.CloudTolerances(), "^(upsert|delete-removal)$", conformance.Options{Seed: seed, Checks: 6})
		counted, late := 0, 0
		for _, bin := range rep.Lag {
			counted += bin.Count
			if upTo, err := time.ParseDuration(bin.UpTo); bin.Count > 0 && (err != nil || upTo > 0) {
				late += bin.Count
				if upTo < lag || upTo > 3*lag {
					t.Errorf("a lag of %v is counted up to %s", lag, bin.UpTo)
				}
			}
		}
		if counted == 0 || (late > 0) != (lag > 0) {
			t.Errorf("lag %v: %v", lag, rep.Lag)
		}
	}
}

// TestAbsenceIsReadAgain shows that a read without the resource of a rejected
// put counts only once it would have to return the resource.
func TestAbsenceIsReadAgain(t *testing.T) {
	t.Parallel()
	l := newLate(t, "what is rejected is half done", 1)
	l.lag, l.steady = 3*time.Second, true
	rep := checkLate(t, l, conformance.CloudTolerances(), "^incomplete-key$", conformance.Options{Seed: seed, Checks: 12})
	if c := rep.Clauses[0]; c.Outcome != report.Fail || c.Counterexample.Confirmed != "yes" {
		t.Errorf("%s %s%s", c.Outcome, c.Reason, example(c))
	}
}

// TestRareLatenessIsTolerated shows that a target passes whose reads return
// most writes at once, and a few much later: a read that came too early is
// repeated.
func TestRareLatenessIsTolerated(t *testing.T) {
	t.Parallel()
	for i := range 3 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			l := newLate(t, "", uint64(i))
			l.lag, l.slow, l.open = 40*time.Second, 250, true
			run := "^(resources-summary|details-foreign-token)$"
			rep := checkLate(t, l, conformance.CloudTolerances(), run, conformance.Options{Seed: seed + uint64(i), Checks: 8})
			for _, c := range rep.Clauses {
				if c.Outcome != report.Pass && c.Outcome != report.Observed || strings.Contains(c.Observed, ",") {
					t.Errorf("%s: %s %s %s%s", c.ID, c.Outcome, c.Observed, c.Reason, example(c))
				}
			}
		})
	}
}

// TestExpiryWithinTolerance shows that cases wait for an expiry while other
// properties are tried, that an expired resource may remain as long as is
// tolerated and no longer, and that it must not go before its time.
func TestExpiryWithinTolerance(t *testing.T) {
	t.Parallel()
	tolerances := conformance.CloudTolerances()
	for i, tt := range []struct {
		reaped time.Duration
		want   report.Outcome
	}{
		{0, report.Pass},
		{tolerances.Expired - time.Second, report.Pass},
		{tolerances.Expired + 30*time.Minute, report.Fail},
		{-2 * time.Minute, report.Fail},
	} {
		if !sample.OneIn(2, i) {
			continue
		}
		l := newLate(t, "", 1)
		l.lag, l.reaped, l.skew = time.Second, tt.reaped, 40*time.Second
		rep := checkLate(t, l, tolerances, "^(upsert|expiry|delete-removal)$", conformance.Options{Seed: seed, Checks: 4})
		var waited float64
		for _, c := range rep.Clauses {
			switch want := report.Pass; {
			case c.ID == "expiry" && c.Outcome != tt.want:
				t.Errorf("reaped %v late: %s %s%s", tt.reaped, c.Outcome, c.Reason, example(c))
			case c.ID != "expiry" && c.Outcome != want:
				t.Errorf("reaped %v late: %s is %s%s", tt.reaped, c.ID, c.Outcome, example(c))
			case c.ID == "expiry" && tt.want == report.Pass && !strings.Contains(c.Reason, "the clock can't be set: resources that expire soon were read"):
				t.Errorf("the reason is %q", c.Reason)
			}
			waited = rep.Seconds
		}
		// Eight cases, each of which takes ten minutes by itself.
		if tt.want == report.Pass && waited > 30*60 {
			t.Errorf("it took %v seconds", waited)
		}
	}
}

// TestLateChoicesAreObserved shows that the choices of a late server are
// observed, and are no failures. FAULTY=all tries the whole contract, and more
// choices.
func TestLateChoicesAreObserved(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	all := os.Getenv("FAULTY") != ""
	for i, tt := range []struct{ choice, clause, seen string }{
		{"rejected silently", "rejected-keys", "silent"},
		{"all or nothing", "mixed-batch", "none-stored"},
		{"a put merges", "omitted-members", "kept"},
		{"a listing needs the rule", "describe-unknown-rule", "error:NoSuchConfigRuleException"},
		{"some absent, none deleted", "delete-some-absent", "error-none-deleted"},
		{"twice is rejected", "duplicate-keys", "error:InvalidParameterValueException"},
		{choice: "rejections are errors"}, {choice: "some absent, rest deleted, error"}, {choice: "keys are trimmed and lowered"},
		{choice: "the unknown passes"}, {choice: "exceptions go when compliance comes"}, {choice: "past times are accepted"},
		{choice: "a deletion needs the rule"}, {choice: "linked rules accept exceptions"}, {choice: "rules merge"},
	} {
		if tt.seen == "" && !all {
			continue
		}
		t.Run(strings.ReplaceAll(tt.choice, " ", "-"), func(t *testing.T) {
			t.Parallel()
			l := newLate(t, tt.choice, uint64(i))
			l.lag, l.throttles, l.faults, l.open = 4*time.Second, 10, 3, true
			run := "^(upsert|content-type-parameters|" + tt.clause + ")$"
			if all {
				run = ""
			}
			rep := checkLate(t, l, conformance.CloudTolerances(), run, conformance.Options{Seed: seed + uint64(i), Checks: 3})
			found := tt.clause == ""
			for _, c := range append(rep.Clauses, rep.Checks...) {
				if c.Outcome == report.Fail {
					t.Errorf("%s fails: %s", c.ID, example(c))
				}
				found = found || c.ID == tt.clause
				if c.ID == tt.clause && c.Observed != tt.seen {
					t.Errorf("%s: %s %s %s, want %s", c.ID, c.Outcome, c.Observed, c.Reason, tt.seen)
				}
			}
			if !found {
				t.Errorf("there is no clause %s", tt.clause)
			}
		})
	}
}
