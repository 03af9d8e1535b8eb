package matrix

import (
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/check"
)

// TestSurvivorsAreReported checks mutants against a list of excuses: one that
// survives and is excused, one that survives and is not, one that is killed and
// excused all the same, and an excuse for none.
func TestSurvivorsAreReported(t *testing.T) {
	kill := []check.Kill{{Clause: "expiry", Property: "expiry: there before its time", Shows: "it is still there"}}
	r := &Report{Model: "library.json", Seed: 7, Mutants: []Mutant{
		{ID: "batch/less", Clause: "batch", Breaks: "a batch is smaller"},
		{ID: "batch/more", Clause: "batch", Breaks: "a batch is larger"},
		{ID: "expiry/dropped", Clause: "expiry", Killed: true, Kills: kill, Cases: 3, Millis: 1.5},
		{ID: "expiry/late", Clause: "expiry", Killed: true, Kills: kill, Cases: 5, Millis: 2.5},
	}}
	excuses, err := ReadExcuses("list.txt", "batch/less\n\tNo such request can be made.\nexpiry/dropped\n\tIt can't be told.\nno-such/mutant\n\tNobody knows.\n")
	if err != nil {
		t.Fatal(err)
	}
	r.excuse("list.txt", excuses)
	want := []string{
		"batch/more survives: a batch is larger. Strengthen a property, or write in list.txt why no client could tell",
		"list.txt:3: expiry/dropped is said to be equivalent, and expiry: there before its time kills it: delete the entry",
		"list.txt:5: there is no mutant no-such/mutant: delete the entry",
	}
	if !slices.Equal(r.Problems, want) {
		t.Errorf("the problems are\n%s\nwant\n%s", strings.Join(r.Problems, "\n"), strings.Join(want, "\n"))
	}
	if r.Killed() != 2 || r.Equivalent() != 1 {
		t.Errorf("%d are killed and %d equivalent, want 2 and 1", r.Killed(), r.Equivalent())
	}
}

// TestWriteReport prints a report of mutants that one property, or one of two, kills.
func TestWriteReport(t *testing.T) {
	one, two := check.Kill{Property: "expiry: gone in time"}, check.Kill{Property: "upsert: put again"}
	r := &Report{Model: "library.json", Seed: 7, Others: 2, Seconds: Seconds{1, 2, 3}, Mutants: []Mutant{
		{ID: "expiry/dropped", Clause: "expiry", Killed: true, Kills: []check.Kill{one}, Cases: 3, Millis: 1.5},
		{ID: "expiry/late", Clause: "expiry", Killed: true, Kills: []check.Kill{one, two}, Cases: 5, Millis: 2.5},
		{ID: "batch/less", Clause: "batch", Breaks: "a batch is smaller", Equivalent: "No such request can be made."},
	}}
	r.weigh([]string{one.Property, two.Property, "batch: many that fail"})
	const want = `library.json: 3 mutants

clause                                               mutants killed  cases       ms  properties that killed first
expiry                                                     2      2      5      2.5  expiry: gone in time (2)
batch                                                      1      0      0      0.0  

properties that are the only guard of something
  expiry: gone in time                                                     only   1 of   2  expiry/dropped

properties that guard nothing: others kill sooner whatever they kill
  batch: many that fail

equivalent: batch/less (a batch is smaller)
  No such request can be made.

3 mutants: 2 killed, 1 equivalent, 0 to be fixed. Written in 1.0 s, built in 2.0 s, checked in 3.0 s, seed 7.
`
	var b strings.Builder
	if err := r.Write(&b); err != nil || b.String() != want {
		t.Errorf("Write() = %v\n%s\nwant\n%s", err, &b, want)
	}
}
