package oracle_test

import (
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// TestTheOraclePassesTheSuite shows that the two readings of the contract that
// the suite has, the laws and the oracle, are one.
func TestTheOraclePassesTheSuite(t *testing.T) {
	api := &remediationtest.Contract
	target := conformance.Target{Transport: newServed(api, nil), Profile: conformance.Profile(api)}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	report, err := conformance.Judge(t.Context(), api, target, conformance.Options{Checks: 5})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Clauses {
		if c.ID == "validation-text" {
			continue // messages are none of the oracle's business
		}
		if c.Verdict != conformance.Holds {
			t.Errorf("%s: %s: %s", c.ID, c.Verdict, c.Reason)
			if c.Counterexample != nil {
				for _, s := range c.Counterexample.Steps {
					t.Logf("\t%s(%.300s) expected %.300s got %.600s", s.Call, s.Request, s.Expected, s.Got)
				}
			}
		}
	}
	t.Logf("%d clauses, %d calls", len(report.Clauses), report.Calls)
}
