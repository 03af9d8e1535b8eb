package conformance_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/fakesmith/fakesmith/conformance"
)

// TestCheckInABubble: Check and Clause run where Run can't.
func TestCheckInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target := conformance.Target{Transport: newReference(t, "")}
		rep, err := conformance.Check(t.Context(), contract(), target, conformance.Options{Seed: seed, Checks: 2, Run: regexp.MustCompile("^(upsert|empty-body)$")})
		if err != nil || rep.Failures() > 0 || len(rep.Clauses) != 2 {
			t.Errorf("Check = %+v, %v, want two clauses that pass", rep, err)
		}
		conformance.Clause(t, contract(), target, "empty-body")
	})
}

// TestRunInABubble fails: [TestRunIsRejectedInABubble] runs it in a process of its own.
func TestRunInABubble(t *testing.T) {
	if os.Getenv("CONFORMANCE_BUBBLE") == "" {
		t.Skip("it is run by TestRunIsRejectedInABubble")
	}
	synctest.Test(t, func(t *testing.T) {
		conformance.Run(t, contract(), conformance.Target{Transport: newReference(t, "")})
	})
}

// TestRunIsRejectedInABubble with what can be done there, and without a panic.
func TestRunIsRejectedInABubble(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run=^TestRunInABubble$")
	cmd.Env = append(os.Environ(), "CONFORMANCE_BUBBLE=yes")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "in it call conformance.Check") || strings.Contains(string(out), "panic") {
		t.Errorf("Run in a bubble: %v\n%s", err, out)
	}
}
