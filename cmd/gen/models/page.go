package main

import (
	"fmt"
	"strings"
	"time"
)

// write returns the page: what it is, the sums, and a row for each model.
func write(results []result) string {
	var sum result
	good := 0
	for _, r := range results {
		sum.operations += r.operations
		sum.shapes += r.shapes
		sum.lines += r.lines
		sum.took += r.took
		sum.patterns += r.patterns
		sum.examples += r.examples
		sum.contradictions = append(sum.contradictions, r.contradictions...)
		if r.err == nil {
			good++
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, `# Models of AWS

`+"`make models`"+` writes this page. It reads each model that AWS publishes of a service that speaks
awsJson, generates a package from it, and checks the types of what is generated.

%d of %d models generate Go: %d operations, %d shapes, %d lines, in %v. Of all their patterns,
%d are not checked, because RE2 has no equivalent of them; gen warns of each.

| model | operations | shapes | lines | time | not checked |
|---|--:|--:|--:|--:|---|
`, good, len(results), sum.operations, sum.shapes, sum.lines, sum.took.Round(time.Second), sum.patterns)
	for _, r := range results {
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %v | %s |\n", r.name, r.operations, r.shapes, r.lines, r.took.Round(10*time.Millisecond), r.remark())
	}
	writeExamples(&b, results, sum)
	return b.String()
}

// writeExamples writes what came of the worked examples.
func writeExamples(b *strings.Builder, results []result, sum result) {
	with := 0
	for _, r := range results {
		if r.examples > 0 {
			with++
		}
	}
	fmt.Fprintf(b, `
## Worked examples

%d of the models have worked examples, %d in all. The requests in them are checked by the shapes of
the model, and the replies by the suite's own reply checks. The models themselves contradict %d.
`, with, sum.examples, len(sum.contradictions))
	if len(sum.contradictions) == 0 {
		return
	}
	fmt.Fprint(b, "\n| model | operation | example | what is wrong |\n|---|---|---|---|\n")
	for _, r := range results {
		for _, c := range r.contradictions {
			fmt.Fprintf(b, "| %s | %s | %s, %s | %s |\n", r.name, c.operation, cell(c.title), c.part, cell(strings.Join(c.faults, "; ")))
		}
	}
}

// cell returns text for a cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// remark says what of a model is left unchecked.
func (r *result) remark() string {
	if r.err != nil {
		return "**fails**"
	}
	var all []string
	switch r.patterns {
	case 0:
	case 1:
		all = append(all, "1 pattern")
	default:
		all = append(all, fmt.Sprintf("%d patterns", r.patterns))
	}
	return cell(strings.Join(append(all, r.others...), "; "))
}
