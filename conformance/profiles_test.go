package conformance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// choosing returns the generated fake with some choices, as a target without a
// profile for them.
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
	target := conformance.Target{Transport: fake.Transport(f), Profile: conformance.Profile(contract()), Exact: true}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	return target
}

// TestRandomCallsUnderAnyProfile shows that the fake and the oracle give the
// same answers under random profiles: they agree on every choice, and on every
// pair.
func TestRandomCallsUnderAnyProfile(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for n := range 10 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			dice := rand.New(rand.NewPCG(seed, uint64(n)))
			choices := map[string]string{}
			for _, p := range contract().AllClauses() {
				if of := p.Clause.Choices; len(of) > 0 && dice.IntN(2) == 0 {
					choices[p.Clause.ID] = of[dice.IntN(len(of))]
				}
			}
			target := choosing(t, choices)
			for id, choice := range choices {
				target.Profile[id] = choice
			}
			if c := checkWhole(t, target, "random", conformance.Options{Checks: sample.Cases(20, 4)}); c.Outcome != report.Pass {
				wantPass(t, c)
				t.Logf("the choices: %v", choices)
			}
		})
	}
}

// alike are the kinds of clauses whose choices random calls do not tell apart, with
// the reasons.
var alike = map[string]string{
	"pagination/cap":    "a random trace has fewer resources than a page",
	"combination":       "random calls put members together only where that is accepted",
	"members/supplied":  "what the service does with the member, it may do otherwise for another resource, so its property alone looks",
	"members/defaulted": "as for members/supplied",
	"members/withheld":  "as for members/supplied",
	"members/moved":     "as for members/supplied",
}

// TestRandomCallsDistinguishChoices shows that random calls fail on a fake that
// makes another choice than its profile, for every choice of the kinds that they
// look at: for a fourth of them in make whole, for one in 32 in the sample, and for all
// of them in make profiles.
func TestRandomCallsDistinguishChoices(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	n := 0
	for _, p := range contract().AllClauses() {
		for _, choice := range p.Clause.Choices {
			if n++; !sample.Campaign() && (n%4 != 0 || !sample.OneIn(32, n)) || choice == p.Clause.Choice || alike[p.Clause.Kind] != "" {
				continue
			}
			t.Run(p.Clause.ID+"/"+strings.ReplaceAll(choice, " ", "-"), func(t *testing.T) {
				t.Parallel()
				choices := map[string]string{p.Clause.ID: choice}
				if p.Clause.Kind == "reference/without" {
					// Random calls make what another service manages by a put alone.
					choices["rule-creator-given"] = "accepted"
				}
				target := choosing(t, choices)
				choices[p.Clause.ID] = p.Clause.Choice
				maps.Copy(target.Profile, choices)
				// So many cases are rarely needed: the first failure ends the
				// check.
				wantFail(t, checkWhole(t, target, "random", conformance.Options{Checks: 400, Shrink: time.Nanosecond}))
			})
		}
	}
}
