package conformance_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// choosing returns the generated fake with some choices of its own, as a
// target of which nothing is said.
func choosing(t *testing.T, choices map[string]string) conformance.Target {
	t.Helper()
	text, err := json.Marshal(choices)
	if err != nil {
		t.Fatal(err)
	}
	var profile remediation.Profile
	if err := json.Unmarshal(text, &profile); err != nil {
		t.Fatal(err)
	}
	f := remediation.New(remediation.State{})
	if err := f.SetProfile(profile); err != nil {
		t.Fatal(err)
	}
	target := conformance.Target{Transport: fake.Transport(f), Profile: conformance.Profile(contract())}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	return target
}

// TestRandomCallsUnderAnyProfile has the fake and the oracle make the same
// choices, drawn at random, and answer the same calls: they have to mean the
// same by every choice, and by what comes of two of them together.
func TestRandomCallsUnderAnyProfile(t *testing.T) {
	for n := range 10 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			dice := rand.New(rand.NewPCG(seed, uint64(n)))
			choices := map[string]string{}
			for _, p := range contract().AllClauses() {
				// Where something is asked for that can't be had, all puts fail.
				if of := p.Clause.Choices; len(of) > 0 && p.Clause.Kind != "reference/unneeded" && dice.IntN(2) == 0 {
					choices[p.Clause.ID] = of[dice.IntN(len(of))]
				}
			}
			target := choosing(t, choices)
			for id, choice := range choices {
				target.Profile[id] = choice
			}
			if c := check(t, target, "random", conformance.Options{Checks: 20}); c.Outcome != report.Pass {
				holds(t, c)
				t.Logf("the choices: %v", choices)
			}
		})
	}
}

// TestRandomCallsTellChoicesApart shows that random calls find out a fake that
// makes another choice than it is said to, whichever it is: but for one that
// takes more things than a random trace has.
func TestRandomCallsTellChoicesApart(t *testing.T) {
	for _, p := range contract().AllClauses() {
		for _, choice := range p.Clause.Choices {
			if choice == p.Clause.Choice || p.Clause.Kind == "pagination/cap" {
				continue
			}
			t.Run(p.Clause.ID+"/"+strings.ReplaceAll(choice, " ", "-"), func(t *testing.T) {
				t.Parallel()
				target := choosing(t, map[string]string{p.Clause.ID: choice})
				// So many cases are seldom needed: the first that fails is the last.
				violated(t, check(t, target, "random", conformance.Options{Checks: 500, Shrink: time.Nanosecond}))
			})
		}
	}
}
