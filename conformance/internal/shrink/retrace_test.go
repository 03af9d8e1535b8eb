package shrink

import (
	"testing"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestSameFailure shows that a failure counts as repeated only if the same is
// expected, and is failed in the same way.
func TestSameFailure(t *testing.T) {
	failure := func(call string, status int, expected string) *testcase.Failure {
		return testcase.NewFailure(report.Counterexample{}, []testcase.Step{{Step: report.Step{Call: call, Status: status, Expected: expected}}})
	}
	first := failure("List", 200, `1: [{"Name":"a-17"}]`)
	for _, tt := range []struct {
		again *testcase.Failure
		same  bool
	}{
		{failure("List", 200, `2: [{"Name":"a-18"}, {"Name":"a-19"}]`), true},
		{failure("List", 500, `1: [{"Name":"a-17"}]`), false},
		{failure("Put", 200, `1: [{"Name":"a-17"}]`), false},
		{failure("List", 200, "no row that was on a page before"), false},
		{testcase.NewFailure(report.Counterexample{}, nil), false},
	} {
		if got := SameFailure(first, tt.again); got != tt.same {
			t.Errorf("SameFailure(%+v) = %v, want %v", tt.again.Steps, got, tt.same)
		}
	}
}
