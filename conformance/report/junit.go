package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The elements of JUnit XML that continuous integration reads.
type (
	testSuites struct {
		XMLName  xml.Name    `xml:"testsuites"`
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Time     string      `xml:"time,attr"`
		Suites   []testSuite `xml:"testsuite"`
	}
	testSuite struct {
		Name       string     `xml:"name,attr"`
		Tests      int        `xml:"tests,attr"`
		Failures   int        `xml:"failures,attr"`
		Errors     int        `xml:"errors,attr"`
		Skipped    int        `xml:"skipped,attr"`
		Timestamp  string     `xml:"timestamp,attr"`
		Properties []property `xml:"properties>property,omitempty"`
		Cases      []testCase `xml:"testcase"`
	}
	property struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	testCase struct {
		Name      string   `xml:"name,attr"`
		ClassName string   `xml:"classname,attr"`
		Failure   *problem `xml:"failure,omitempty"`
		Skipped   *problem `xml:"skipped,omitempty"`
		Output    string   `xml:"system-out,omitempty"`
	}
	problem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// WriteJUnit writes a report as JUnit XML: a suite for each operation, and a
// case for each clause. Clauses whose outcome is skip or unsupported are
// skipped cases, and so are known divergences. A clause whose outcome is
// observed is a case that passes; its output names the choice that was seen.
func WriteJUnit(w io.Writer, r *Report) error {
	r = presentable(r)
	all := testSuites{Name: "conform " + r.Target, Time: fmt.Sprintf("%.3f", r.Seconds)}
	whole := properties(r)
	for _, g := range groups(r) {
		s := testSuite{Name: g.Name, Timestamp: r.Started.UTC().Format("2006-01-02T15:04:05"), Properties: whole}
		for _, c := range g.Clauses {
			one := testCase{Name: c.ID, ClassName: cmp.Or(c.Operation, "every operation"), Output: output(c)}
			s.Tests++
			switch {
			case c.Outcome == Fail && c.Divergence != nil:
				s.Skipped++
				one.Skipped = &problem{Message: "known divergence: " + c.Divergence.Reason}
			case c.Outcome == Fail:
				s.Failures++
				one.Failure = &problem{Message: c.Description, Type: c.Kind, Text: Explain(c)}
			case c.Outcome == Skip || c.Outcome == Unsupported:
				s.Skipped++
				one.Skipped = &problem{Message: string(c.Outcome) + ": " + cmp.Or(c.Reason, "no case was generated")}
			}
			s.Cases = append(s.Cases, one)
		}
		all.Tests, all.Failures, all.Skipped = all.Tests+s.Tests, all.Failures+s.Failures, all.Skipped+s.Skipped
		all.Suites = append(all.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// properties returns the properties of the run, which each suite repeats.
func properties(r *Report) []property {
	all := []property{
		{"target", r.Target}, {"model", r.Model}, {"seed", fmt.Sprint(r.Seed)}, {"calls", fmt.Sprint(r.Calls)},
	}
	if r.Setup != nil {
		all = append(all, property{"setup", strings.TrimSpace(r.Setup.Strategy + " " + r.Setup.By)})
	}
	for i := range r.Causes {
		all = append(all, property{"cause", r.Causes[i].Text()})
	}
	for _, text := range r.Unexpected {
		all = append(all, property{"unexpected", text})
	}
	if r.Ended != "" {
		all = append(all, property{"ended", r.Ended})
	}
	return all
}

// output returns what the report says of a clause besides its outcome.
func output(c *Clause) string {
	lines := []string{fmt.Sprintf("%s\n%s (%s), %d cases", c.Description, c.Source, c.Provenance, c.Cases)}
	if c.Observed != "" {
		lines = append(lines, "observed: "+c.Observed)
	}
	if c.Counterexample != nil && c.Counterexample.Reproductions["curl"] != "" {
		lines = append(lines, "To reproduce:\n\n"+c.Counterexample.Reproductions["curl"])
	}
	return strings.Join(lines, "\n")
}

// A group is the clauses of an operation.
type group struct {
	Name    string
	Clauses []*Clause
}

// groups returns the clauses of a report by operation, in the order of the
// report.
func groups(r *Report) []group {
	var all []group
	for i := range r.Clauses {
		c := &r.Clauses[i]
		name := cmp.Or(c.Operation, "Every operation")
		at := slices.IndexFunc(all, func(g group) bool { return g.Name == name })
		if at < 0 {
			at = len(all)
			all = append(all, group{Name: name})
		}
		all[at].Clauses = append(all[at].Clauses, c)
	}
	if len(r.Checks) > 0 {
		g := group{Name: "The contract as a whole"}
		for i := range r.Checks {
			g.Clauses = append(g.Clauses, &r.Checks[i])
		}
		all = append(all, g)
	}
	return all
}
