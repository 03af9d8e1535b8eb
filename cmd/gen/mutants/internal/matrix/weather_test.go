package matrix_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/internal/matrix"
)

// TestSampleUnderWeather judges a few mutants under a cloud: some that can be seen
// there, and one that can't.
func TestSampleUnderWeather(t *testing.T) {
	want := map[string]bool{
		"upsert/first":                         true,
		"non-compliant-only/accepts:COMPLIANT": true,
		"rule-removal/ignored":                 true,
		"expiry/dropped":                       true,
		"evaluations-findings/ignored":         false,
	}
	var ids []string
	for id := range want {
		ids = append(ids, regexp.QuoteMeta(id))
	}
	r, err := matrix.Run(t.Context(), matrix.Options{
		Model: modelFile, Equivalent: equivalent, Seed: 1, Weather: "cloud", Checks: 1,
		Run: regexp.MustCompile("^(" + strings.Join(ids, "|") + ")$"), Every: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Mutants) != len(want) || len(r.Problems) > 0 {
		t.Errorf("there are %d mutants, want %d; problems %v", len(r.Mutants), len(want), r.Problems)
	}
	for _, m := range r.Mutants {
		if m.Killed != want[m.ID] || m.Killed == (m.Why != "") {
			t.Errorf("%s: killed %v, which is said to be because %q", m.ID, m.Killed, m.Why)
		}
	}
}
