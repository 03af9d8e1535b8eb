package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// TestCompare shows what the command finds between fakes: nothing where there
// is nothing, and otherwise the choice in which one differs.
func TestCompare(t *testing.T) {
	alike := fake.NewServer(t, remediation.New(remediation.State{})).URL
	status, stdout, stderr := conform(t.Context(), "compare", "-endpoint", alike, "-checks", "2", "-seed", "7", "-run", "^(upsert|expiry|describe-pages|random)$")
	if status != exitPass || stderr != "" || !strings.Contains(stdout, "No difference found. ") {
		t.Errorf("conform compare = %d\n%s%s, want no difference", status, stdout, stderr)
	}

	f := remediation.New(remediation.State{})
	f.SetProfile(remediation.Profile{OmittedMembers: remediation.ChoiceKept})
	other := fake.NewServer(t, f).URL
	name := filepath.Join(t.TempDir(), "difference.json")
	status, stdout, stderr = conform(t.Context(), "compare", "-endpoint", alike, "-endpoint", other, "-seed", "7", "-run", "^(upsert|omitted-members)$", "-report", name)
	if status != exitFail || stderr != "" {
		t.Fatalf("conform compare = %d\n%s%s, want %d", status, stdout, stderr, exitFail)
	}
	for _, part := range []string{
		"✗ the targets differ after 5 steps, in the answer to DescribeRemediationExceptions\n",
		"clause:      omitted-members (assumed): " + other + " does what the choice kept says\n",
		"  run again:   conform compare -endpoint " + alike + " -endpoint " + other + " -run '^omitted-members$' -seed 7\n",
		"\nThe targets differ. ",
	} {
		if !strings.Contains(stdout, part) {
			t.Errorf("conform compare prints\n%s, which lacks %q", stdout, part)
		}
	}
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var found conformance.Comparison
	if err := json.Unmarshal(src, &found); err != nil || found.Same() || len(found.Difference.Steps) != 5 || found.Seed != 7 {
		t.Errorf("the report is %+v, %v", found, err)
	}
}

// TestCompareMisused shows what the command says where it can't do anything.
func TestCompareMisused(t *testing.T) {
	for want, args := range map[string][]string{
		"-endpoint URL is required":            {},
		"is not a URL: write http://HOST:PORT": {"-endpoint", "here"},
		"http://127.0.0.1:1 can't be reached":  {"-endpoint", "http://127.0.0.1:1"},
		"-checks -1: write 1 or more":          {"-endpoint", "http://127.0.0.1:1", "-checks", "-1"},
	} {
		status, stdout, stderr := conform(t.Context(), append([]string{"compare"}, args...)...)
		if status != exitError || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("conform compare %v = %d, %q, %q, want %d and %q", args, status, stdout, stderr, exitError, want)
		}
	}
}
