package conformance_test

import (
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestAnyPrefix: by itself a run begins its names with a time, and so with any
// letters. However long the names are made, they differ.
func TestAnyPrefix(t *testing.T) {
	t.Parallel()
	target := conformance.Target{Transport: newReference(t, ""), Prefix: "fs-49hxxi8-"}
	rep := check(t, target, "^(one-per-key|delete-each|configurations-each|evaluations-each)$")
	wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
	if len(rep.Clauses) != 4 {
		t.Errorf("%d clauses are checked, want 4", len(rep.Clauses))
	}
}
