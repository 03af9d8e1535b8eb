package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestExhaustive shows that what all short traces come to is the last thing
// said.
func TestExhaustive(t *testing.T) {
	status, stdout, stderr := conform(t.Context(), "-exhaustive", "2", "-run", "^exhaustive$")
	if status != exitPass || !regexp.MustCompile(`\nall [1-9]\d\d traces to depth 2 pass\.\n$`).MatchString(stdout) {
		t.Errorf("conform = %d\n%s%s", status, stdout, stderr)
	}
	status, stdout, stderr = conform(t.Context(), "-exhaustive", "-1")
	if status != exitError || stdout != "" || !strings.Contains(stderr, "-exhaustive -1: write 1 or more") {
		t.Errorf("conform = %d\n%s%s", status, stdout, stderr)
	}
}
