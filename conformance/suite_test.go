package conformance_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
)

// TestRun runs the suite as its users do.
func TestRun(t *testing.T) {
	t.Parallel()
	conformance.Run(t, contract(), conformance.Target{Transport: newHonest(t, ""), Profile: conformance.Profile(contract())})
}

// TestClause runs one clause as its users do.
func TestClause(t *testing.T) {
	t.Parallel()
	conformance.Clause(t, contract(), conformance.Target{Transport: newHonest(t, "")}, "upsert")
}

// TestRunOfALiar is no test by itself: [TestRunFails] runs it in a process of
// its own, for it fails.
func TestRunOfALiar(t *testing.T) {
	lie := os.Getenv("CONFORMANCE_LIE")
	if lie == "" {
		t.Skip("it is run by TestRunFails")
	}
	conformance.Run(t, contract(), conformance.Target{Transport: newHonest(t, lie)})
}

// TestRunFails shows what go test prints of a target that does not conform:
// the clause, its words and source, the calls, and how to see it again.
func TestRunFails(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(os.Args[0], "-test.run=^TestRunOfALiar$/^(upsert|omitted-members|expiry)$", "-test.v", "-rapid.checks=10", "-rapid.seed=99")
	cmd.Env = append(os.Environ(), "CONFORMANCE_LIE=the first put counts")
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("the test of a liar passes:\n%s", out)
	}
	for _, want := range []string{
		"--- FAIL: TestRunOfALiar/upsert", "=== ATTR  TestRunOfALiar/upsert clause upsert", "✗ upsert fails", "description: A put adds",
		"source:      API reference, PutRemediationExceptions, introduction (documented)", "DescribeRemediationExceptions {",
		"run again:   go test -run '^TestRunOfALiar$/^upsert$' -rapid.seed=99",
		// Without a profile a choice is seen, and none is wrong.
		"--- PASS: TestRunOfALiar/omitted-members", "observed: kept",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the output lacks %q:\n%s", want, out)
		}
	}
	// How many things are left in the shortest trace is for shrinking to say,
	// which comes less far on a busy machine.
	if !regexp.MustCompile(`want [1-9]\d*: \[\{(?s:.)*got +[1-9]\d*: \[\{`).Match(out) {
		t.Errorf("the output lacks what was wanted beside what was got:\n%s", out)
	}
	if _, err := os.Stat("testdata/rapid"); err == nil {
		t.Error("the suite leaves files behind in testdata/rapid")
	}
}
