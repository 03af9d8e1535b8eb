package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/internal/printable"
	"github.com/fakesmith/fakesmith/model"
)

// A Text says how a report is printed for people.
type Text struct {
	// Width is how many columns there are: 100 if zero.
	Width int
	// All prints every clause in a line of its own, even the many constraints of
	// the schemas that pass.
	All bool
	// Paint colours a text by an outcome. It may be nil.
	Paint func(o Outcome, text string) string
	// Quiet prints only the failures with their causes, and the summary.
	Quiet bool
}

// Write prints a report: the clauses by operation, each with its outcome,
// provenance and number of cases, after them the causes of the failures, and the
// counterexample of each clause that fails.
func (l Text) Write(w io.Writer, r *Report) error {
	// Texts from the target must not control the terminal.
	r = printable.Of(r.Bounded())
	p := &printer{width: cmp.Or(l.Width, 100), colour: l.Paint}
	if !l.Quiet {
		fmt.Fprintf(&p.b, "%s, checked against %s\n", r.Target, r.Model)
		p.setup(r.Setup)
		l.clauses(p, r)
		l.checks(p, r)
	}
	p.causes(r.Causes)
	p.strays(r.Strays())
	for _, c := range r.all() {
		if c.Outcome == Fail && (c.Divergence == nil || l.All) {
			p.b.WriteByte('\n')
			p.explain(&c)
		}
	}
	p.circumstances(r)
	p.summary(r)
	for _, c := range r.Checks {
		if c.Kind == "exhaustive" && c.Outcome == Pass {
			fmt.Fprintf(&p.b, "%s.\n", c.Reason)
		}
	}
	_, err := io.WriteString(w, p.b.String())
	return err
}

// clauses prints the clauses by operation.
func (l Text) clauses(p *printer, r *Report) {
	operation := "-"
	for i := 0; i < len(r.Clauses); i++ {
		c := &r.Clauses[i]
		if c.Operation != operation {
			operation = c.Operation
			fmt.Fprintf(&p.b, "\n%s\n", cmp.Or(operation, "Every operation"))
		}
		if n := l.run(r.Clauses[i:]); n > 1 {
			p.group(r.Clauses[i : i+n])
			i += n - 1
			continue
		}
		p.clause(c)
	}
}

// checks prints the checks of the contract as a whole.
func (l Text) checks(p *printer, r *Report) {
	if len(r.Checks) == 0 {
		return
	}
	fmt.Fprintf(&p.b, "\nThe contract as a whole\n")
	observable := 0
	for i := range r.Checks {
		c := r.Checks[i]
		if c.Kind == "exhaustive" && c.Outcome == Pass {
			c.Reason = "" // it is printed at the end
		}
		if c.Kind == "observable" && c.Outcome == Pass && !l.All {
			observable++
		} else {
			p.clause(&c)
		}
	}
	if observable > 0 {
		p.row(Pass, fmt.Sprintf("%d members, each observable", observable), string(model.Documented), observable)
	}
}

// run returns how many of the first clauses are constraints of one operation
// that pass.
func (l Text) run(clauses []Clause) int {
	if l.All {
		return 0
	}
	n := 0
	for n < len(clauses) && clauses[n].Kind == "constraint" && clauses[n].Outcome == Pass && clauses[n].Operation == clauses[0].Operation {
		n++
	}
	return n
}

// A printer prints a report in lines of some width.
type printer struct {
	b     strings.Builder
	width int
	// colour is nil where texts stay as they are.
	colour func(Outcome, string) string
}

// paint colours a text by an outcome.
func (p *printer) paint(o Outcome, text string) string {
	if p.colour == nil {
		return text
	}
	return p.colour(o, text)
}

// mostNamed is how many clauses of a cause are named in a text.
const mostNamed = 8

// causes prints the causes of the failures, each with its clauses. Nothing is
// printed if there is none.
func (p *printer) causes(causes []Cause) {
	if len(causes) == 0 {
		return
	}
	fmt.Fprintf(&p.b, "\nCauses of the failures\n")
	for i := range causes {
		c := &causes[i]
		for j, line := range wrap(c.Text(), p.width-4) {
			fmt.Fprintf(&p.b, "  %s %s\n", p.paint(Fail, []string{symbol(Fail), " "}[min(j, 1)]), line)
		}
		ids := strings.Join(c.Clauses[:min(len(c.Clauses), mostNamed)], ", ")
		if more := len(c.Clauses) - mostNamed; more > 0 {
			ids += fmt.Sprintf(" and %d more", more)
		}
		p.note(ids)
	}
}

// strays prints a line for each fault that was met beside what was checked.
func (p *printer) strays(strays []Stray) {
	if len(strays) == 0 {
		return
	}
	fmt.Fprintf(&p.b, "\nFaults of calls that no clause was about\n")
	for _, s := range strays {
		for j, line := range wrap(s.Fault+": "+Counted(len(s.Clauses), "clause")+" met it", p.width-4) {
			fmt.Fprintf(&p.b, "  %s %s\n", p.paint(Fail, []string{"!", " "}[min(j, 1)]), line)
		}
	}
}

// row prints a line of the table.
func (p *printer) row(o Outcome, name, provenance string, cases int) {
	fmt.Fprintf(&p.b, "  %s %-40s %s %-10s %6d\n", p.paint(o, symbol(o)), name, p.paint(o, fmt.Sprintf("%-12s", o)), provenance, cases)
}

// clause prints a clause, with a note below it if there is one.
func (p *printer) clause(c *Clause) {
	p.row(c.Outcome, c.ID, c.Provenance, c.Cases)
	if c.Divergence != nil {
		p.note(c.Divergence.Text())
	}
	switch {
	case c.Outcome == Observed:
		p.note(cmp.Or(c.Observed, "nothing"))
	case c.Reason != "" && c.Outcome != Fail:
		p.note(c.Reason)
	}
}

// group prints constraints that pass in one line.
func (p *printer) group(clauses []Clause) {
	cases := 0
	for i := range clauses {
		cases += clauses[i].Cases
	}
	p.row(Pass, fmt.Sprintf("%d constraints of the schemas", len(clauses)), clauses[0].Provenance, cases)
}

// note prints a text in lines below a clause.
func (p *printer) note(text string) {
	for _, line := range wrap(text, p.width-8) {
		fmt.Fprintf(&p.b, "        %s\n", line)
	}
}

// setup prints how facts were set up, and what could not be. It prints nothing
// if all could.
func (p *printer) setup(s *Setup) {
	if s == nil || s.Strategy == ByControl && len(s.Lacks) == 0 {
		return
	}
	how := map[string]string{
		ByControl: "Facts are set by " + s.By + ".",
		ByWire:    "Facts are set by operations of the API: " + s.By + ".",
		ByFile:    "Facts are those of the fixtures file, and nothing else is changed.",
		ByNone:    "Facts can't be set.",
	}[s.Strategy]
	if s.Why != "" && s.Strategy != ByFile {
		how += " Reason: " + s.Why + "."
	}
	p.b.WriteByte('\n')
	p.paragraph(how)
	if len(s.Lacks) > 0 {
		p.paragraph("Not available: " + strings.Join(s.Lacks, "; ") + ".")
	}
	if len(s.Left) > 0 {
		p.paragraph("NOT RESTORED: " + strings.Join(s.Left, "; ") + ".")
	}
}

// paragraph prints a text in lines as wide as there are columns.
func (p *printer) paragraph(text string) {
	for _, line := range wrap(text, p.width) {
		p.b.WriteString(line)
		p.b.WriteByte('\n')
	}
}

// circumstances prints the lag and skew of the target, and why the run ended
// early, if it did.
func (p *printer) circumstances(r *Report) {
	say := func(format string, args ...any) {
		for _, line := range wrap(fmt.Sprintf(format, args...), p.width) {
			fmt.Fprintf(&p.b, "\n%s", line)
		}
	}
	before := p.b.Len()
	if len(r.Lag) > 0 {
		var bins []string
		for _, bin := range r.Lag {
			bins = append(bins, fmt.Sprintf("%d within %s", bin.Count, bin.UpTo))
		}
		say("Time until reads returned a write: %s.", strings.Join(bins, ", "))
	}
	if r.Skew != nil {
		say("The target's clock is ahead of ours by %s.", r.Skew)
	}
	if r.Ended != "" {
		say("The run ended early: %s.", r.Ended)
	}
	if p.b.Len() > before {
		p.b.WriteByte('\n')
	}
}

// summary prints the number of clauses by outcome.
func (p *printer) summary(r *Report) {
	var counts []string
	for _, v := range []Outcome{Pass, Fail, Observed, Skip, Unsupported} {
		if n := r.Count(v); n > 0 {
			counts = append(counts, p.paint(v, fmt.Sprintf("%d %s", n, v)))
		}
		if known := r.Count(Fail) + len(r.Unexpected) - r.Failures(); v == Fail && known > 0 {
			counts[len(counts)-1] += fmt.Sprintf(" (%d known)", known)
		}
	}
	subject := r.extent()
	if r.Shard != nil {
		subject += fmt.Sprintf(" (shard %v)", r.Shard)
	}
	fmt.Fprintf(&p.b, "\n%s: %s. %d calls in %.1f s, seed %d.\n",
		subject, cmp.Or(strings.Join(counts, ", "), "none"), r.Calls, r.Seconds, r.Seed)
}

// abridge leaves out the middle of a long text.
func abridge(text string, most int) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	return fmt.Sprintf("%s ... (%d characters) ... %s", string(runes[:most*2/3]), len(runes)-most, string(runes[len(runes)-most/3:]))
}

// wrap breaks a text into lines of at most that many characters, at spaces.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > max(width, 20) {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
