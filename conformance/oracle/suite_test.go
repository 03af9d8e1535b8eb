package oracle_test

import (
	"regexp"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// TestTheOraclePassesTheSuite shows that the two readings of the contract that
// the suite has, the properties and the oracle, are one.
func TestTheOraclePassesTheSuite(t *testing.T) {
	api := &remediationtest.Contract
	target := conformance.Target{Transport: newServed(api, nil), Profile: conformance.Profile(api)}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	rep, err := conformance.Check(t.Context(), api, target, conformance.Options{Checks: 12})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rep.Clauses {
		if c.ID == "validation-text" {
			continue // messages are none of the oracle's business
		}
		if c.Outcome != report.Pass {
			t.Errorf("%s: %s: %s", c.ID, c.Outcome, c.Reason)
			if c.Counterexample != nil {
				for _, s := range c.Counterexample.Steps {
					t.Logf("\t%s(%.300s) expected %.300s got %.600s", s.Call, s.Request, s.Expected, s.Got)
				}
			}
		}
	}
	t.Logf("%d clauses, %d calls", len(rep.Clauses), rep.Calls)
}

// TestEveryChoiceIsTold shows that the oracle makes each choice of each clause
// when it is told to, and that the experiments of the suite, which know
// nothing of it, see just that choice.
func TestEveryChoiceIsTold(t *testing.T) {
	api := &remediationtest.Contract
	for _, p := range api.AllClauses() {
		for _, choice := range p.Clause.Choices {
			t.Run(p.Clause.ID+"/"+choice, func(t *testing.T) {
				target := conformance.Target{Transport: newServed(api, map[string]string{p.Clause.ID: choice})}
				if _, err := conformance.Discover(t.Context(), &target); err != nil {
					t.Fatal(err)
				}
				rep, err := conformance.Check(t.Context(), api, target, conformance.Options{
					Checks: 5, Run: regexp.MustCompile("^" + regexp.QuoteMeta(p.Clause.ID) + "$"),
				})
				if err != nil {
					t.Fatal(err)
				}
				if c := rep.Clauses[0]; c.Observed != choice {
					t.Errorf("%s: %s %q: %s", c.ID, c.Outcome, c.Observed, c.Reason)
				}
			})
		}
	}
}
