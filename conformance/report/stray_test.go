package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestStraysAreOneLineEach shows that a fault which several clauses met, and none is
// about, is told once, and not at all where a clause fails for it.
func TestStraysAreOneLineEach(t *testing.T) {
	met := func(id, fault string) report.Clause {
		return report.Clause{ID: id, Outcome: report.Skip, Reason: "met a fault", Stray: fault}
	}
	r := &report.Report{Clauses: []report.Clause{
		met("a", "Put met a fault: 500 InternalFailure: no such key"),
		met("b", "Put met a fault: 500 InternalFailure: no such row"),
		met("c", "List met a fault: no answer: reset"),
		met("d", "Delete met a fault: 500 InternalFailure: no"),
		{ID: "e", Outcome: report.Fail, Counterexample: &report.Counterexample{Steps: []report.Step{{Call: "Delete", Status: 500}}}},
		{ID: "f", Outcome: report.Fail, Counterexample: &report.Counterexample{Steps: []report.Step{{Call: "Put", Status: 200}}}},
	}}
	want := "[{Put met a fault: 500 InternalFailure: no such key [a b]} {List met a fault: no answer: reset [c]}]"
	if got := fmt.Sprint(r.Strays()); got != want {
		t.Errorf("Strays() = %s, want %s", got, want)
	}
	var text bytes.Buffer
	if err := (report.Text{}).Write(&text, r); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"Faults of calls that no clause was about", "  ! Put met a fault: 500 InternalFailure: no such key: 2 clauses met it"} {
		if strings.Count(text.String(), line) != 1 {
			t.Errorf("the text has not one line %q:\n%s", line, &text)
		}
	}
}
