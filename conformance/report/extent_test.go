package report_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestTerminalAndPageCountAlike: as many clauses, and as many checks of the whole.
func TestTerminalAndPageCountAlike(t *testing.T) {
	clause := func(o report.Outcome) report.Clause { return report.Clause{ID: string(o), Outcome: o} }
	for _, test := range []struct {
		outcomes []report.Outcome
		checks   int
		text     string // what the terminal says
		title    string // what the page does
	}{
		{[]report.Outcome{report.Pass}, 0, "\n1 clause: 1 pass.", "The 1 clause passes"},
		{[]report.Outcome{report.Pass, report.Observed}, 1, "\n2 clauses and 1 check of the whole: 2 pass, 1 observed.", "All 2 clauses and 1 check of the whole pass"},
		{[]report.Outcome{report.Pass, report.Fail}, 2, "\n2 clauses and 2 checks of the whole: 3 pass, 1 fail.", "1 of 2 clauses and 2 checks of the whole fails"},
	} {
		r := &report.Report{Target: "http://t", Model: "m"}
		for _, o := range test.outcomes {
			r.Clauses = append(r.Clauses, clause(o))
		}
		for range test.checks {
			r.Checks = append(r.Checks, clause(report.Pass))
		}
		var text, page strings.Builder
		if err := (report.Text{}).Write(&text, r); err != nil || !strings.Contains(text.String(), test.text) {
			t.Errorf("the text of %v: %v, %s, want %s", test.outcomes, err, text.String(), test.text)
		}
		if err := report.WriteHTML(&page, r); err != nil {
			t.Fatal(err)
		}
		title := regexp.MustCompile(`<h1>(.*)</h1>`).FindStringSubmatch(page.String())
		extent, _, _ := strings.Cut(strings.TrimPrefix(test.text, "\n"), ":")
		if title == nil || title[1] != test.title || !strings.Contains(page.String(), `data-all="`+extent+`"`) {
			t.Errorf("the page of %v is headed %q, want %q, and counts of %q", test.outcomes, title, test.title, extent)
		}
	}
}

// TestEachOutcomeHasASignOfItsOwn: one that is not the other's at a glance.
func TestEachOutcomeHasASignOfItsOwn(t *testing.T) {
	r := &report.Report{Target: "http://t", Model: "m"}
	outcomes := []report.Outcome{report.Pass, report.Fail, report.Observed, report.Skip, report.Unsupported}
	for _, o := range outcomes {
		r.Clauses = append(r.Clauses, report.Clause{ID: "clause-" + string(o), Outcome: o})
	}
	var b strings.Builder
	if err := (report.Text{All: true}).Write(&b, r); err != nil {
		t.Fatal(err)
	}
	of := map[string]string{}
	for _, o := range outcomes {
		sign := regexp.MustCompile(`(?m)^  (\S+) clause-` + string(o) + `\b`).FindStringSubmatch(b.String())
		if sign == nil || of[sign[1]] != "" {
			t.Fatalf("%s has the sign %q, as %q: %s", o, sign, of, b.String())
		}
		of[sign[1]] = string(o)
	}
}
