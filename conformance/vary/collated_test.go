package vary_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/vary"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestOrderThatWasSeen shows that a target is not held to the order in which rows once
// came: regardless of case, names come in the order of their bytes until two of them
// differ in case. If the profile says that order, it is.
func TestOrderThatWasSeen(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	api := read(t, contracts[0])
	all := vary.Variants(api)
	i := slices.IndexFunc(all, func(v vary.Variant) bool { return v.ID == "order/DescribeConfigRuleEvaluationStatus/collated" })
	if i < 0 {
		t.Fatal("there is no such variant")
	}
	for known, want := range map[string]report.Outcome{"": report.Pass, "by-key": report.Fail} {
		target := conformance.Target{Transport: implement(t, vary.Mixture{all[i]}), Profile: conformance.Profile(api)}
		delete(target.Profile, "status-order")
		if known != "" {
			target.Profile["status-order"] = known
		}
		if _, err := conformance.Discover(t.Context(), &target); err != nil {
			t.Fatal(err)
		}
		rep, err := conformance.Check(t.Context(), api, target, conformance.Options{
			Run: regexp.MustCompile("^(status-order|random)$"), Checks: 20, Seed: 3, Shrink: 1,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
			switch {
			case c.ID == "status-order" && known == "" && c.Observed != "by-key":
				t.Errorf("the order is observed as %q, want by-key: then this test shows nothing", c.Observed)
			case c.ID == "random" && c.Outcome != want:
				t.Errorf("with the order %q in the profile, random calls %s %s, want %s", known, c.Outcome, c.Reason, want)
			}
		}
	}
}
