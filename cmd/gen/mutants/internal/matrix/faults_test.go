package matrix_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/internal/matrix"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestSampleUnderFaults checks a few mutants under the typical fault profile: some
// that can be detected there, and one that can't. The sample has none of the latter, on
// which all properties have to be tried.
func TestSampleUnderFaults(t *testing.T) {
	sample.SkipRace(t)
	want := map[string]bool{"upsert/first": true}
	if sample.Whole() {
		want["expiry/dropped"] = true
		want["non-compliant-only/accepts:COMPLIANT"] = true
		want["rule-removal/ignored"] = true
		want["evaluations-findings/ignored"] = false
	}
	var ids []string
	for id := range want {
		ids = append(ids, regexp.QuoteMeta(id))
	}
	r, err := matrix.Run(t.Context(), matrix.Options{
		Model: modelFile, Equivalent: equivalent, Seed: 1, Faults: "typical", Checks: 1,
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
			t.Errorf("%s: killed %v, reason %q", m.ID, m.Killed, m.Why)
		}
	}
}

// TestPageIsFresh: the page on the effectiveness of the suite under faults is
// generated from its records.
func TestPageIsFresh(t *testing.T) {
	text, err := os.ReadFile(root + "testdata/outofsight.txt")
	if err != nil {
		t.Fatal(err)
	}
	excuses, err := matrix.ReadExcuses("outofsight.txt", string(text))
	if err != nil {
		t.Fatal(err)
	}
	truth, err := os.ReadFile(root + "records/faultprofiles.json")
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(root + "records/mutants-*.json")
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no records of mutants under faults: %v", err)
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
	got, err := os.ReadFile(root + "docs/effectiveness-under-faults.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Error("docs/effectiveness-under-faults.md is stale; to update it: go run ./cmd/gen/mutants -page docs/effectiveness-under-faults.md records/faultprofiles.json records/mutants-*.json")
	}
}
