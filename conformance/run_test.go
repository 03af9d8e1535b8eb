package conformance_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestRun uses Run as users do: in the sample with one case for each property, which
// takes a process of its own.
func TestRun(t *testing.T) {
	t.Parallel()
	if !sample.Whole() && !casesGiven {
		if out, err := exec.Command(os.Args[0], "-test.run=^TestRun$", "-test.v", "-rapid.checks=1").CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: TestRun/upsert") {
			t.Errorf("with one case it is %v:\n%s", err, out)
		}
		return
	}
	conformance.Run(t, contract(), conformance.Target{Transport: newReference(t, ""), Profile: conformance.Profile(contract())})
}

// TestClause uses Clause as users do.
func TestClause(t *testing.T) {
	t.Parallel()
	conformance.Clause(t, contract(), conformance.Target{Transport: newReference(t, "")}, "upsert")
}

// TestRunOfAFaultyServer fails: [TestRunFails] runs it in a process of its own.
func TestRunOfAFaultyServer(t *testing.T) {
	defect := os.Getenv("CONFORMANCE_DEFECT")
	if defect == "" {
		t.Skip("it is run by TestRunFails")
	}
	conformance.Run(t, contract(), conformance.Target{Transport: newReference(t, defect)})
}

// TestRunFails shows what go test prints for a target that fails: the clause,
// its description and source, the calls, and the command to run it again.
func TestRunFails(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run=^TestRunOfAFaultyServer$/^(upsert|omitted-members|expiry)$", "-test.v", "-rapid.checks=10", "-rapid.seed=99")
	cmd.Env = append(os.Environ(), "CONFORMANCE_DEFECT=the first put counts")
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("the test of a faulty server passes:\n%s", out)
	}
	for _, want := range []string{
		"--- FAIL: TestRunOfAFaultyServer/upsert", "=== ATTR  TestRunOfAFaultyServer/upsert clause upsert", "✗ upsert fails", "description: A put adds",
		"source:      API reference, PutRemediationExceptions, introduction (documented)", "DescribeRemediationExceptions {",
		"run again:   go test github.com/fakesmith/fakesmith/conformance -run '^TestRunOfAFaultyServer$/^upsert$' -rapid.seed=99 -rapid.checks=10\n",
		// Without a profile, choices are observed.
		"--- PASS: TestRunOfAFaultyServer/omitted-members", "observed: kept",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	// How many resources the shortest trace has depends on the load of the
	// machine.
	if !regexp.MustCompile(`want [1-9]\d*: \[\{(?s:.)*got +[1-9]\d*: \[\{`).Match(out) {
		t.Errorf("the output lacks what was wanted beside what was got:\n%s", out)
	}
	if _, err := os.Stat("testdata/rapid"); err == nil {
		t.Error("the suite leaves files behind in testdata/rapid")
	}
}
