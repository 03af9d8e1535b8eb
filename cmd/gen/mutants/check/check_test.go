package check_test

import (
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/check"
	"github.com/fakesmith/fakesmith/conformance/mutate"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

// TestSharedKills shows that all properties are found which reject the true fake, and
// that a mutant is not killed by those. The contract is one that the fake does not
// keep.
func TestSharedKills(t *testing.T) {
	for _, m := range mutate.Mutants(&remediationtest.Contract) {
		if m.ID != "failed-batches/less" {
			continue
		}
		api, f := m.API(), fake.Transport(remediation.New(remediation.State{}))
		truth := check.Check(t.Context(), api, f, check.Order{Seed: 1, Checks: 1})
		if len(truth.Kills) == 0 || truth.Error != "" {
			t.Fatalf("what rejects the true fake is not found: %+v", truth)
		}
		order := check.Order{Number: 1, Clause: m.Clause, Seed: 1, Checks: 1}
		if killed := check.Check(t.Context(), api, f, order); len(killed.Kills) != 1 {
			t.Errorf("the kills are %+v, want the first", killed)
		}
		for _, k := range truth.Kills {
			order.Except = append(order.Except, k.Name())
		}
		if killed := check.Check(t.Context(), api, f, order); len(killed.Kills) != 0 || killed.Error != "" {
			t.Errorf("what the true fake shares kills: %+v", killed)
		}
		return
	}
	t.Fatal("there is no mutant failed-batches/less")
}
