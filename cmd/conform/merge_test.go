package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestMergeCommand checks some clauses in three shards, which have a fake each, and
// makes one report, with the exit status that the run would have had.
func TestMergeCommand(t *testing.T) {
	dir := t.TempDir()
	profile := file(t, `{"omitted-members": "kept"}`)
	var names []string
	for i := range 5 { // of which the last has nothing to do
		name := filepath.Join(dir, fmt.Sprintf("shard-%d.json", i))
		status, stdout, stderr := conform(t.Context(), "-profile", profile, "-run", "^(upsert|omitted-members|expiry|past-expiry)$", "-checks", "3", "-seed", "7",
			"-shard", fmt.Sprintf("%d/5", i), "-report", name)
		if want := map[bool]int{true: exitFail, false: exitPass}[strings.Contains(stdout, "omitted-members fails")]; status != want || stderr != "" {
			t.Errorf("conform -shard %d/5 = %d, want %d\n%s%s", i, status, want, stdout, stderr)
		}
		if want := fmt.Sprintf("(shard %d/5)", i); !strings.Contains(stdout, want) {
			t.Errorf("conform -shard %d/5 prints no %q:\n%s", i, want, stdout)
		}
		names = append(names, name)
	}
	whole := filepath.Join(dir, "whole.json")
	status, stdout, stderr := conform(t.Context(), append([]string{"merge", "-report", whole}, names...)...)
	if status != exitFail || stderr != "" || !strings.Contains(stdout, "✗ omitted-members") || !strings.Contains(stdout, "○ past-expiry") {
		t.Errorf("conform merge = %d\n%s%s", status, stdout, stderr)
	}
	src, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	var rep conformance.Report
	if err := json.Unmarshal(src, &rep); err != nil {
		t.Fatal(err)
	}
	if len(rep.Clauses) != 4 || rep.Seed != 7 || rep.Count(report.Fail) != 1 {
		t.Errorf("the merged report is %+v", rep)
	}
	// A counterexample is found again without shards.
	for _, c := range rep.Clauses {
		if want := "conform -checks 3 -profile " + profile + " -run '^omitted-members$' -seed 7"; c.Counterexample != nil && c.Counterexample.Reproduce != want {
			t.Errorf("reproduce = %s, want %s", c.Counterexample.Reproduce, want)
		}
	}

	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"merge"}, "the reports of all shards are required"},
		{append([]string{"merge"}, names[:3]...), "these shards are missing: 3/5, 4/5"},
		{[]string{"merge", whole}, "it is no shard: -shard I/N makes one"},
		{[]string{"merge", file(t, "{}"), "no such file"}, "this is no report"},
		{[]string{"merge", file(t, "{}"), "no such file"}, "open no such file"},
		{[]string{"-shard", "0/2"}, "-shard takes -seed N"},
		{[]string{"-shard", "2/2", "-seed", "7"}, "the first of 2 shards is 0/2, and the last 1/2"},
	} {
		status, _, stderr := conform(t.Context(), tt.args...)
		if status != exitError || !strings.Contains(stderr, tt.want) {
			t.Errorf("conform %q = %d %s, want %d and %q", tt.args, status, stderr, exitError, tt.want)
		}
	}
}
