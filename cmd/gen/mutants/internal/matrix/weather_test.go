package matrix_test

import (
	"bytes"
	"os"
	"path/filepath"
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

// TestThePageIsThatOfTheRecords: the page on what the suite sees under weather is
// the one that its records make.
func TestThePageIsThatOfTheRecords(t *testing.T) {
	text, err := os.ReadFile(root + "testdata/outofsight.txt")
	if err != nil {
		t.Fatal(err)
	}
	excuses, err := matrix.ReadExcuses("outofsight.txt", string(text))
	if err != nil {
		t.Fatal(err)
	}
	truth, err := os.ReadFile(root + "records/weather.json")
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(root + "records/mutants-*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no records of mutants under weather: %v", err)
	}
	var mutants [][]byte
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		mutants = append(mutants, text)
	}
	var want bytes.Buffer
	if err := matrix.WritePage(&want, excuses, truth, mutants...); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(root + "docs/under-weather.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("docs/under-weather.md is not what the records say; to mend: make underweather")
	}
}
