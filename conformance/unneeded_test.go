package conformance_test

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestPreconditionsOfTheTargetAreSetUp shows that what a target needs, and need not
// need, is set up there, and is observed.
func TestPreconditionsOfTheTargetAreSetUp(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	const clauses = "^(upsert|non-compliant-only|delete-removal|describe-pages|rule-exceptions|no-configuration-needed)$"
	target := conformance.Target{Transport: newReference(t, "a configuration is needed")}
	wants(t, check(t, target, clauses), func(c report.Clause) report.Outcome {
		if c.ID == "rule-exceptions" || c.ID == "no-configuration-needed" {
			return report.Observed
		}
		return report.Pass
	})
	target.Profile = conformance.Profile(contract())
	target.Profile["no-configuration-needed"] = "error:NoSuchRemediationConfigurationException"
	wants(t, check(t, target, clauses), func(report.Clause) report.Outcome { return report.Pass })
	// With a profile that says that nothing is needed, the clause fails.
	target.Profile = map[string]string{"no-configuration-needed": "not-needed"}
	wants(t, check(t, target, "^(upsert|no-configuration-needed)$"), func(report.Clause) report.Outcome {
		return report.Fail
	})
}

// TestUnknownPreconditionsAreSkipped shows that clauses are skipped whose
// preconditions the target can't have, and that none fails.
func TestUnknownPreconditionsAreSkipped(t *testing.T) {
	t.Parallel()
	server := lacking{newReference(t, "a configuration is needed"), []string{"PutRemediationConfigurations"}, always("UnknownOperationException")}
	target := conformance.Target{Transport: server}
	wants(t, check(t, target, "^(upsert|non-compliant-only|delete-removal|describe-pages|rule-upsert|no-configuration-needed)$"), func(c report.Clause) report.Outcome {
		switch c.ID {
		case "rule-upsert":
			return report.Pass
		case "no-configuration-needed":
			return report.Observed
		}
		if !strings.Contains(c.Reason, "it takes a remediation configuration of the rule") && !strings.Contains(c.Reason, "PutRemediationConfigurations") {
			t.Errorf("%s is skipped because %s", c.ID, c.Reason)
		}
		return report.Skip
	})
}
