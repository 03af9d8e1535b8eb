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
)

// A piece is a defect that real emulators have, as testdata/known defects.json has it.
type piece struct {
	ID     string `json:"id"`
	Defect string `json:"defect"`
	// Seen are the emulators that have it, as far as that was noted down.
	Seen []string `json:"seen"`
	// Clause is the clause that has to be found failed.
	Clause string `json:"clause"`
	// Observed is set where the documents are silent, so that nothing is
	// wrong: it is the choice that has to be seen instead.
	Observed string `json:"observed"`
}

// A check is what the suite has found of a piece.
type judgement struct {
	piece
	// held is what it says of the clause if the target is held to the choices
	// of the model, free what it says if the target may choose.
	held, free report.Clause
	err        error
}

// known defects checks every piece once for all tests.
var museum = sync.OnceValue(func() []judgement {
	src, err := os.ReadFile("../testdata/museum.json")
	if err != nil {
		panic(err)
	}
	var pieces []piece
	if err := json.Unmarshal(src, &pieces); err != nil {
		panic(err)
	}
	all := make([]judgement, len(pieces))
	var done sync.WaitGroup
	for i, p := range pieces {
		done.Go(func() {
			j := judgement{piece: p}
			run := "^" + regexp.QuoteMeta(p.Clause) + "$"
			held, err := visitMuseum(p.ID, conformance.Profile(contract()), run)
			if err == nil {
				j.held = held.Clauses[0]
				held, err = visitMuseum(p.ID, nil, run)
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

// visitMuseum checks the generated fake behind an known defect. Without an id, it is
// one that changes nothing.
func visitMuseum(id string, profile map[string]string, run string) (*conformance.Report, error) {
	show := &showcase{RoundTripper: fake.Transport(remediation.New(remediation.State{})), exhibit: (*visit).pass}
	if make := exhibits[id]; make != nil {
		show.exhibit = make()
	}
	// Calls that nobody is going to read may be many.
	shrink := 20 * time.Millisecond
	if testing.Verbose() {
		shrink = 3 * time.Second
	}
	target := conformance.Target{Transport: show, Profile: profile}
	if _, err := conformance.Discover(context.Background(), &target); err != nil {
		return nil, err
	}
	return conformance.Check(context.Background(), contract(), target, conformance.Options{Seed: seed, Run: regexp.MustCompile(run), Shrink: shrink})
}

// TestMuseum shows that the suite rejects what real emulators get wrong, each
// by the clause that it breaks. With -v it prints the shortest calls that show it.
func TestMuseum(t *testing.T) {
	var made []string
	for _, j := range museum() {
		made = append(made, j.ID)
		t.Run(j.ID, func(t *testing.T) {
			if j.err != nil {
				t.Fatal(j.err)
			}
			if exhibits[j.ID] == nil {
				t.Fatal("nothing re-creates it")
			}
			if j.Observed != "" {
				if j.free.Outcome != report.Observed || j.free.Observed != j.Observed {
					t.Errorf("%s: %s %s, want observed %s", j.Clause, j.free.Outcome, j.free.Observed, j.Observed)
				}
				return
			}
			if j.held.Outcome != report.Fail {
				t.Fatalf("%s: %s, want violated", j.Clause, j.held.Outcome)
			}
			t.Logf("%s %s is violated%s", j.Defect, j.Clause, example(j.held))
		})
	}
	for id := range exhibits {
		if !slices.Contains(made, id) {
			t.Errorf("testdata/museum.json has no %s", id)
		}
	}
}

// TestMuseumIsOpen shows that nothing is wrong where nothing is made wrong: the
// showcase itself breaks no clause, nor does what stands behind it.
func TestMuseumIsOpen(t *testing.T) {
	rep, err := visitMuseum("", conformance.Profile(contract()), "")
	if err != nil {
		t.Fatal(err)
	}
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
}

// TestObserveOnly shows that where AWS's documents are silent, an emulator that
// does it in another way is not found to violate anything at all.
func TestObserveOnly(t *testing.T) {
	for _, j := range museum() {
		if j.Observed == "" {
			continue
		}
		rep, err := visitMuseum(j.ID, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range rep.Clauses {
			if c.Outcome == report.Fail {
				t.Errorf("%s: %s is violated%s", strings.ToLower(j.Defect), c.ID, example(c))
			}
		}
	}
}
