package conformance_test

import (
	"regexp"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// TestCompareFollowsKeys shows that targets are found to agree which make other keys for
// what they put, and that one is told from another which differs in more than that.
func TestCompareFollowsKeys(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	api, _, err := frontend.Open("../model/pipelines/sagemaker.json", "../model/pipelines/contract.json")
	if err != nil {
		t.Fatal(err)
	}
	server := func(defect string, made int) conformance.Target {
		h := newPipelines(defect)
		h.firstKey = made
		target := conformance.Target{Transport: h, URL: "http://pipelines.test"}
		if _, err := conformance.Discover(t.Context(), &target); err != nil {
			t.Fatal(err)
		}
		return target
	}
	for _, c := range []struct {
		defect string
		same   bool
	}{{"", true}, {"what is not there is described with nothing", false}, {"deleted apps are described", false}} {
		t.Run("defect "+c.defect, func(t *testing.T) {
			t.Parallel()
			found, err := conformance.Compare(t.Context(), api, []conformance.Target{server("", 0), server(c.defect, 500)},
				conformance.Options{Seed: seed, Checks: 6, Run: regexp.MustCompile("^(app-.*|describe-.*|delete-app-.*|list-apps-pages|random)$")})
			if err != nil {
				t.Fatal(err)
			}
			if same := found.Difference == nil; same != c.same { // neither has the operations on tags
				t.Errorf("the targets agree: %v, want %v\n%s", same, c.same, printed(t, found))
			}
			if c.same && found.Cases < 30 {
				t.Errorf("%d cases were tried, want more", found.Cases)
			}
		})
	}
}
