package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/internal/printable"
	"github.com/fakesmith/fakesmith/model"
)

// A Text says how a report is printed for people.
type Text struct {
	// Width is how many columns there are: 100 if zero.
	Width int
	// All prints each clause in a line of its own, also the many constraints
	// of the schemas that hold.
	All bool
	// Paint colours a text that is about a outcome. It may be nil.
	Paint func(v Outcome, text string) string
	// Quiet prints only what fails, and the summary.
	Quiet bool
}

// Write prints a report: the clauses by operation, each with its outcome,
// ground and cases, and after them, for each clause that fails, what it
// says, where that is from, and the shortest calls that show it.
func (l Text) Write(w io.Writer, r *Report) error {
	// What a target says can't steer the terminal; all colours are ours.
	r = printable.Of(r.Bounded())
	p := &printer{width: cmp.Or(l.Width, 100), colour: l.Paint}
	if !l.Quiet {
		fmt.Fprintf(&p.b, "%s, judged by %s\n", r.Target, r.Model)
		p.world(r.Setup)
		l.clauses(p, r)
		l.checks(p, r)
	}
	for _, c := range slices.Concat(r.Clauses, r.Checks) {
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

// checks prints what was found of all clauses together.
func (l Text) checks(p *printer, r *Report) {
	if len(r.Checks) == 0 {
		return
	}
	fmt.Fprintf(&p.b, "\nAll clauses together\n")
	observable := 0
	for i := range r.Checks {
		c := r.Checks[i]
		if c.Kind == "exhaustive" && c.Outcome == Pass {
			c.Reason = "" // it stands at the end
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

// run returns how many constraints that hold, of one operation, stand at the
// beginning.
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

type printer struct {
	b     strings.Builder
	width int
	// colour is nil where texts stay as they are.
	colour func(Outcome, string) string
}

// paint colours a text that is about a outcome.
func (p *printer) paint(v Outcome, text string) string {
	if p.colour == nil {
		return text
	}
	return p.colour(v, text)
}

// row prints a line of the table.
func (p *printer) row(v Outcome, name, ground string, cases int) {
	fmt.Fprintf(&p.b, "  %s %-40s %s %-10s %6d\n", p.paint(v, Symbol(v)), name, p.paint(v, fmt.Sprintf("%-12s", v)), ground, cases)
}

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

func (p *printer) group(clauses []Clause) {
	cases := 0
	for i := range clauses {
		cases += clauses[i].Cases
	}
	p.row(Pass, fmt.Sprintf("%d constraints of the schemas", len(clauses)), clauses[0].Provenance, cases)
}

// note prints what is to be said of a clause, in lines below it.
func (p *printer) note(text string) {
	for _, line := range wrap(text, p.width-8) {
		fmt.Fprintf(&p.b, "        %s\n", line)
	}
}

// circumstances prints how the run went, as far as that bears on what was found.
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
		say("Until reads showed a write: %s.", strings.Join(bins, ", "))
	}
	if r.Skew != nil {
		say("The target's clock is ahead of ours %s.", r.Skew)
	}
	if r.Ended != "" {
		say("The run ended before its time: %s.", r.Ended)
	}
	if p.b.Len() > before {
		p.b.WriteByte('\n')
	}
}

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
	subject := fmt.Sprintf("%d clauses", len(r.Clauses))
	switch n := len(r.Checks); {
	case n == 1:
		subject += " and a check of all together"
	case n > 1:
		subject += fmt.Sprintf(" and %d checks of all together", n)
	}
	fmt.Fprintf(&p.b, "\n%s: %s. %d calls in %.1f s, seed %d.\n",
		subject, strings.Join(counts, ", "), r.Calls, r.Seconds, r.Seed)
}

// Symbol is a sign for a outcome that is seen from afar.
func Symbol(v Outcome) string {
	switch v {
	case Pass:
		return "✓"
	case Fail:
		return "✗"
	case Observed:
		return "○"
	}
	return "·"
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
