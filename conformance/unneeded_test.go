package conformance_test

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestWhatCantBeArrangedIsNoViolation shows that a target which asks for
// something that the model does not hold, as it may, is found to violate
// nothing: what takes it is skipped.
func TestWhatCantBeArrangedIsNoViolation(t *testing.T) {
	t.Parallel()
	target := conformance.Target{Transport: newHonest(t, "a configuration is needed")}
	wants(t, judge(t, target, "^(upsert|non-compliant-only|delete-removal|describe-pages|rule-upsert|no-configuration-needed)$"), func(c report.Clause) report.Outcome {
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
	// A target that is known to need nothing is taken at its word.
	target.Profile = map[string]string{"no-configuration-needed": "not-needed"}
	wants(t, judge(t, target, "^(upsert|no-configuration-needed)$"), func(report.Clause) report.Outcome {
		return report.Fail
	})
}
