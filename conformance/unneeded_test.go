package conformance_test

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestUnknownPreconditionsAreSkipped shows that clauses are skipped whose
// preconditions the model does not have, and that none fails.
func TestUnknownPreconditionsAreSkipped(t *testing.T) {
	t.Parallel()
	target := conformance.Target{Transport: newReference(t, "a configuration is needed")}
	wants(t, check(t, target, "^(upsert|non-compliant-only|delete-removal|describe-pages|rule-upsert|no-configuration-needed)$"), func(c report.Clause) report.Outcome {
		switch c.ID {
		case "rule-upsert":
			return report.Pass
		case "no-configuration-needed":
			return report.Observed
		}
		if !strings.Contains(c.Reason, "it takes a remediation configuration of the rule") {
			t.Errorf("%s is skipped because %s", c.ID, c.Reason)
		}
		return report.Skip
	})
	// With a profile that says that nothing is needed, the clause fails.
	target.Profile = map[string]string{"no-configuration-needed": "not-needed"}
	wants(t, check(t, target, "^(upsert|no-configuration-needed)$"), func(report.Clause) report.Outcome {
		return report.Fail
	})
}
