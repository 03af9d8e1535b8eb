package conformance_test

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// checkShard checks a new target as one shard of a run, or as the whole of it, and
// returns the report as it is read from a file.
func checkShard(t *testing.T, target conformance.Target, part shard.Shard) *conformance.Report {
	t.Helper()
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	some := someOfEachKind(contract(), 2, 8)
	if some != nil { // with what the faulty server fails
		some = regexp.MustCompile(and(some, "reply-error-body"))
	}
	rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: 1, Shrink: time.Nanosecond, Shard: part, Run: some})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := rep.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	read, err := report.Read(part.String(), b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// results returns what a report says of each clause and check, a line for each.
func results(rep *conformance.Report) []string {
	var lines []string
	for _, list := range [][]report.Clause{rep.Clauses, rep.Checks} {
		for _, c := range list {
			lines = append(lines, fmt.Sprintf("%s %s %s %d cases, counterexample %t", c.ID, c.Outcome, c.Observed, c.Cases, c.Counterexample != nil))
		}
	}
	return lines
}

// TestSevenShardsAreTheWhole: the reports of seven machines become the report of one,
// with the same clauses, outcomes and cases, though choices are shown by clauses
// that another machine checks, and replies break a rule that another one reports.
func TestSevenShardsAreTheWhole(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	const of = 7
	for _, test := range []struct {
		name, defect string
		profile      map[string]string
	}{
		{"the correct server", "", conformance.Profile(contract())},
		{"the correct server of unknown choices", "", nil},
		{"a faulty server of unknown choices", "errors with status 500", nil},
	} {
		t.Run(strings.ReplaceAll(test.name, " ", "-"), func(t *testing.T) {
			if test.profile == nil && test.defect == "" && !sample.Whole() {
				t.Skip(sample.Reason) // the faulty server's choices are unknown too
			}
			t.Parallel()
			target := func() conformance.Target {
				return conformance.Target{Transport: newReference(t, test.defect), Profile: test.profile}
			}
			whole := checkShard(t, target(), shard.Shard{})
			var shards []report.Named
			calls := 0
			for i := range of {
				part := shard.Shard{Index: (i + 3) % of, Of: of} // in any order
				rep := checkShard(t, target(), part)
				shards = append(shards, report.Named{Name: part.String(), Report: rep})
				calls = max(calls, rep.Calls)
			}
			merged, err := report.Merge(shards)
			if err != nil {
				t.Fatal(err)
			}
			got, want := results(merged), results(whole)
			if len(got) != len(want) {
				t.Fatalf("the shards have %d clauses and checks, and the whole %d", len(got), len(want))
			}
			for i := range got {
				if got[i] != want[i] {
					t.Errorf("the shards say\n\t%s, and the whole\n\t%s", got[i], want[i])
				}
			}
			if len(merged.Causes) != len(whole.Causes) || merged.Failures() != whole.Failures() || test.defect != "" && whole.Failures() == 0 {
				t.Errorf("the shards have %d causes and %d failures, and the whole %d and %d", len(merged.Causes), merged.Failures(), len(whole.Causes), whole.Failures())
			}
			if calls > whole.Calls/2 {
				t.Errorf("a shard of %d makes %d calls, and the whole makes %d", of, calls, whole.Calls)
			}
		})
	}
}

// TestShardsTakeASeed: two shards with seeds of their own would not be of one run.
func TestShardsTakeASeed(t *testing.T) {
	_, err := conformance.Check(t.Context(), contract(), conformance.Target{Transport: newReference(t, "")}, conformance.Options{Shard: shard.Shard{Index: 0, Of: 2}})
	if err == nil || !strings.Contains(err.Error(), "seed") {
		t.Errorf("Check of a shard without a seed = %v, want an error", err)
	}
	for _, odd := range []shard.Shard{{Index: 2, Of: 2}, {Index: -1, Of: 2}, {Index: 1}} {
		_, err := conformance.Check(t.Context(), contract(), conformance.Target{Transport: newReference(t, "")}, conformance.Options{Seed: seed, Shard: odd})
		if err == nil || !strings.Contains(err.Error(), "there is no shard") {
			t.Errorf("Check of shard %+v = %v, want an error", odd, err)
		}
	}
}
