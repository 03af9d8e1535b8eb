package conformance_test

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
)

// TestChoicesAreObserved shows that without a profile the choices of a target
// are observed, and none fails.
func TestChoicesAreObserved(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for _, tt := range []struct{ defect, clause, choice string }{
		{"", "omitted-members", "cleared"},
		{"a put merges", "omitted-members", "kept"},
		{"", "duplicate-keys", "once"},
		{"twice is rejected", "duplicate-keys", "error:InvalidParameterValueException"},
		{"", "incomplete-key", "error:InvalidParameterValueException"},
		{"keys may lack a member", "describe-incomplete-key", "omitted"},
		{"", "key-identity", "exact"},
		{"", "never-evaluated", "rejected"},
		{"the unknown passes", "never-evaluated", "accepted"},
		{"", "later-compliant", "stays"},
		{"exceptions go when compliance comes", "later-compliant", "removed"},
		{"", "past-expiry", "error:InvalidParameterValueException"},
		{"past times are accepted", "past-expiry", "accepted"},
		{"", "expiry-precision", "milliseconds"},
		{"whole seconds", "expiry-precision", "seconds"},
		{"", "unknown-rule", "error:NoSuchConfigRuleException"},
		{"rules need not exist", "unknown-rule", "allowed"},
		{"", "describe-unknown-rule", "allowed"},
		{"a listing needs the rule", "describe-unknown-rule", "error:NoSuchConfigRuleException"},
		{"", "delete-unknown-rule", "error:NoSuchRemediationExceptionException"},
		{"a deletion needs the rule", "delete-unknown-rule", "error:NoSuchConfigRuleException"},
		{"", "no-configuration-needed", "not-needed"},
		{"a configuration is needed", "no-configuration-needed", "error:NoSuchRemediationConfigurationException"},
		{"", "rule-state-given", "error:InvalidParameterValueException"},
		{"any state is accepted", "rule-state-given", "accepted"},
		{"", "rejected-keys", "failed-batch"},
		{"rejected silently", "rejected-keys", "silent"},
		{"rejections are errors", "rejected-keys", "error:InvalidParameterValueException"},
		{"", "mixed-batch", "rest-stored"},
		{"all or nothing", "mixed-batch", "none-stored"},
		{"", "describe-page-cap", "honoured"},
		{"pages are capped", "describe-page-cap", "capped"},
		{"", "service-linked-rule", "error:AccessDeniedException"},
		{"linked rules lack permissions", "service-linked-rule", "error:InsufficientPermissionsException"},
		{"linked rules accept exceptions", "service-linked-rule", "allowed"},
		{"", "unsupported-type", "overlooked"},
		{"odd types are rejected", "unsupported-type", "error:InvalidParameterValueException"},
		{"", "describe-order", "insertion"},
		{"exceptions come by key", "describe-order", "by-key"},
		{"", "describe-last-page", "nothing"},
		{"the last page has a token", "describe-last-page", "empty-page"},
		{"every page has a token", "describe-last-page", "always-empty-page"},
		{"", "describe-empty-token", "first-page"},
		{"an empty token is bad", "describe-empty-token", "error:InvalidNextTokenException"},
		{"", "details-foreign-token", "error:InvalidNextTokenException"},
		{"any rule's token does", "details-foreign-token", "accepted"},
		{"", "describe-keys-unpaged", "ignored"},
		{"", "describe-absent-keys", "omitted"},
		{"an absent key is an error", "describe-absent-keys", "error:InvalidParameterValueException"},
		{"", "delete-some-absent", "failed-batch"},
		{"some absent, none deleted", "delete-some-absent", "error-none-deleted"},
		{"some absent, rest deleted, error", "delete-some-absent", "error-rest-deleted"},
		{"", "rule-exceptions", "deleted"},
		{"exceptions outlive their rule", "rule-exceptions", "kept"},
		{"", "constraints-before-service", "as-said"},
		{"the service before constraints", "constraints-before-service", "otherwise"},
		{"unknown members are rejected", "unknown-member", "otherwise"},
		{"", "empty-body", "as-said"},
		{"empty bodies are malformed", "empty-body", "otherwise"},
	} {
		t.Run(tt.clause+"/"+strings.ReplaceAll(tt.defect, " ", "-"), func(t *testing.T) {
			t.Parallel()
			rep := check(t, conformance.Target{Transport: newReference(t, tt.defect)}, "^"+tt.clause+"$")
			if c := rep.Clauses[0]; c.Outcome != report.Observed || c.Observed != tt.choice {
				t.Errorf("%s: %s %s (%s), want observed %s", c.ID, c.Outcome, c.Observed, c.Reason, tt.choice)
			}
		})
	}
}

// TestNoChoiceIsWrong shows that no documented clause fails because of the
// choices of a target.
func TestNoChoiceIsWrong(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	for turn, defect := range []string{"a put merges", "past times are accepted", "the unknown passes", "whole seconds"} {
		target := conformance.Target{Transport: newReference(t, defect)}
		if _, err := conformance.Discover(t.Context(), &target); err != nil {
			t.Fatal(err)
		}
		rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: sample.Cases(3, 1), Run: someOfEachKind(contract(), turn, 8)})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range rep.Clauses {
			if c.Outcome == report.Fail && c.Provenance == string(model.Assumed) {
				t.Errorf("%s: %s fails, though it leaves a choice%s", defect, c.ID, example(c))
			}
		}
	}
}

// TestReportBecomesProfile shows that the choices observed in one run can be
// asserted in the next.
func TestReportBecomesProfile(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	const defect, run = "whole seconds", "^(expiry-precision|omitted-members|constraints-before-service|upsert)$"
	profile := check(t, conformance.Target{Transport: newReference(t, defect)}, run).Profile()
	if profile["expiry-precision"] != "seconds" || profile["omitted-members"] != "cleared" || profile["constraints-before-service"] != "as-said" || profile["upsert"] != "" {
		t.Errorf("the profile is %v", profile)
	}
	wants(t, check(t, conformance.Target{Transport: newReference(t, defect), Profile: profile}, run), func(report.Clause) report.Outcome {
		return report.Pass
	})
	wants(t, check(t, conformance.Target{Transport: newReference(t, ""), Profile: profile}, "^expiry-precision$"), func(c report.Clause) report.Outcome {
		if c.Observed != "milliseconds" {
			t.Errorf("the choice seen is %s, want milliseconds", c.Observed)
		}
		return report.Fail
	})
}

// TestProfileNamesClauses shows that a profile for another model is rejected.
func TestProfileNamesClauses(t *testing.T) {
	_, err := conformance.Check(t.Context(), contract(), conformance.Target{
		Transport: newReference(t, ""), Profile: map[string]string{"no-such-clause": "x"},
	}, conformance.Options{})
	if err == nil || !strings.Contains(err.Error(), "there is no clause no-such-clause") {
		t.Errorf("Check = %v, want a complaint about no-such-clause", err)
	}
}
