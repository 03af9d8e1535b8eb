package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestRequired shows that a module with gen as a tool, once go mod tidy has looked
// at it, has all that generated code and its suite import.
func TestRequired(t *testing.T) {
	t.Parallel()
	given := dependencies(t, "-tags", "required", ".")
	for _, path := range dependencies(t, "../../generated/remediation", "../../generated/remediationtest") {
		if !slices.Contains(given, path) && !strings.Contains(path, "/generated/") {
			t.Errorf("generated code needs %s, and required.go leads to no package that does", path)
		}
	}
}

// dependencies returns the paths of packages and of all that they import.
func dependencies(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", append([]string{"list", "-deps"}, args...)...).Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return strings.Fields(string(out))
}
