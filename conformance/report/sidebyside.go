package report

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/internal/printable"
)

// WriteJSON writes the comparison as indented JSON of less than 5 MB. Bodies
// that are too large for that are cut.
func (c *Comparison) WriteJSON(w io.Writer) error {
	bounded := *c
	for most := excerpt.MostBody; ; most /= 2 {
		var b bytes.Buffer
		if err := writeJSON(&b, &bounded); err != nil {
			return err
		}
		if b.Len() <= mostEvidence || most < excerpt.MostWords || c.Difference == nil {
			_, err := w.Write(b.Bytes())
			return err
		}
		bounded.Difference = c.Difference.cut(most)
	}
}

// cut returns a copy of a difference whose texts are cut to about most bytes
// each.
func (d *Difference) cut(most int) *Difference {
	copied := *d
	copied.Steps = slices.Clone(d.Steps)
	for i := range copied.Steps {
		s := &copied.Steps[i]
		s.Request, _ = excerpt.Body(BodyOf(s.Request), most)
		s.Expected = excerpt.Text(s.Expected, most)
		s.Answers = slices.Clone(s.Answers)
		for j := range s.Answers {
			a := &s.Answers[j]
			if len(a.Body) > 0 {
				a.Body, _ = excerpt.Body(BodyOf(a.Body), most)
			}
			a.Got, a.Against = excerpt.Text(a.Got, most), excerpt.Text(a.Against, most)
		}
	}
	return &copied
}

// Write prints the comparison as text of some width, 120 columns if zero: the
// steps to the difference, and the last answers side by side with that of the
// contract.
func (c *Comparison) Write(w io.Writer, width int) error {
	c = printable.Of(c)
	p := &printer{width: max(cmp.Or(width, 120), 60)}
	names := c.names()
	fmt.Fprintf(&p.b, "%s, compared against %s\n", strings.Join(c.Targets, " and "), c.Model)
	p.setup(c.Setup)
	for _, l := range c.Lacks {
		p.note(fmt.Sprintf("%s does not implement %s: %s", l.Target, l.Operation, l.Seen))
	}
	if len(c.Clocks) > 0 {
		var times []string
		for _, at := range c.Clocks {
			times = append(times, at.Time+" at "+at.Target)
		}
		p.paragraph("The clocks differ, and not all can be set: it is " + strings.Join(times, ", and ") + ". What depends on the time may differ for that reason alone.")
	}
	if d := c.Difference; d != nil {
		fmt.Fprintf(&p.b, "\n✗ the targets differ after %s, in the answer to %s\n", Counted(len(d.Steps), "step"), d.Steps[len(d.Steps)-1].Call)
		if d.Once {
			p.note("The targets did not differ again when these steps were repeated.")
		}
		p.clauses(d)
		if d.Clock != "" {
			p.line("clock:", d.Clock+" at the first step")
		}
		p.b.WriteByte('\n')
		p.steps(d)
		p.sideBySide(d.Steps[len(d.Steps)-1], names)
		p.b.WriteByte('\n')
		for i, a := range d.Steps[len(d.Steps)-1].Answers {
			relation := "allowed by the contract"
			if a.Against != "" {
				relation = "not allowed by the contract: " + a.Against
			} else if d.Steps[len(d.Steps)-1].Expected == "" {
				relation = "not specified"
			}
			p.note(fmt.Sprintf("%s: %s", names[i], abridge(relation, 600)))
		}
		p.line("run again:", d.Reproduce)
	}
	result := "No difference found"
	switch {
	case c.Difference != nil:
		result = "The targets differ"
	case len(c.Lacks) > 0:
		result = "No difference found in the operations that all targets implement"
	}
	fmt.Fprintf(&p.b, "\n%s. %s, %d calls of each target in %.1f s, seed %d.\n", result, Counted(c.Cases, "case"), c.Calls, c.Seconds, c.Seed)
	_, err := io.WriteString(w, p.b.String())
	return err
}

// Counted returns a number with a noun, which is in the plural unless n is 1.
func Counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// line prints a text after its name. It is never wrapped.
func (p *printer) line(name, text string) { fmt.Fprintf(&p.b, "  %-12s %s\n", name, text) }

// clauses prints the clauses that a difference is about.
func (p *printer) clauses(d *Difference) {
	for _, c := range d.Clauses {
		p.line("clause:", fmt.Sprintf("%s (%s): %s", c.ID, c.Provenance, c.Why))
		p.line("description:", c.Description)
		p.line("source:", c.Source)
	}
	p.line("check:", d.Property)
}

// steps prints all steps, and the common answer of the targets to each but the
// last.
func (p *printer) steps(d *Difference) {
	call := (p.width - 20) * 2 / 3
	got := p.width - 20 - call
	fmt.Fprintf(&p.b, "  step  %-8s  %-*s  %s\n", "time", call, "call", "answer of all")
	for i, s := range d.Steps {
		name := s.Call
		if s.As != "" {
			name += " as " + s.As
		}
		answer := ""
		switch {
		case i == len(d.Steps)-1:
			answer = "≠"
		case len(s.Answers) > 0:
			answer = short(s.Answers[0].Got, got)
		}
		fmt.Fprintf(&p.b, "  %4d  %-8s  %-*s  %s\n", i+1, s.At, call, short(name+" "+compactBody(s.Request), call), answer)
	}
}

// compactBody returns a request in one line.
func compactBody(request json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, request) != nil {
		return string(request)
	}
	return b.String()
}

// around is how many lines are printed before and after one in which answers
// differ, longest how many in all.
const around, longest = 4, 60

// mostLines is how many lines of an answer are compared.
const mostLines = 2000

// sideBySide prints the answers to a step in columns, and that of the contract
// in the last. Lines in which the answers differ are marked, and those far from
// any are left out.
func (p *printer) sideBySide(s ComparedStep, names []string) {
	columns := [][]string{}
	for _, a := range s.Answers {
		head := ""
		if a.Status > 0 {
			head = fmt.Sprint(a.Status)
		}
		columns = append(columns, indented(head, a.Body, a.Got))
	}
	if s.Expected != "" {
		columns = append(columns, indented("200", []byte(s.Expected), s.Expected))
		names = append(slices.Clone(names), "the contract")
	}
	rows := aligned(columns)
	width := (p.width-4)/len(columns) - 2
	line := func(mark string, cells []string) {
		text := "  " + mark
		for _, cell := range cells {
			cell = short(cell, width)
			text += " " + cell + strings.Repeat(" ", width+1-utf8.RuneCountInString(cell))
		}
		fmt.Fprintln(&p.b, strings.TrimRight(text, " "))
	}
	differ := func(i int) bool {
		return i >= 0 && i < len(rows) && slices.ContainsFunc(rows[i][:len(s.Answers)], func(cell string) bool { return cell != rows[i][0] })
	}
	p.b.WriteByte('\n')
	line(" ", names)
	shown, left := 0, 0
	for i, cells := range rows {
		near := false
		for j := i - around; j <= i+around; j++ {
			near = near || differ(j)
		}
		if !near || shown == longest {
			left++
			continue
		}
		if left > 0 {
			fmt.Fprintf(&p.b, "    ... %s\n", Counted(left, "line"))
			left = 0
		}
		shown++
		if differ(i) {
			line("≠", cells)
		} else {
			line(" ", cells)
		}
	}
	if left > 0 {
		fmt.Fprintf(&p.b, "    ... %s\n", Counted(left, "line"))
	}
}

// aligned returns rows of columns in which equal lines are in the same row as
// that of the first column.
func aligned(columns [][]string) [][]string {
	first := columns[0]
	beside := make([][]int, len(columns))
	for c := range columns {
		beside[c] = matches(first, columns[c])
	}
	var rows [][]string
	next := make([]int, len(columns))
	for i := 0; i <= len(first); i++ {
		// Lines that only another column has come first.
		for {
			row, some := make([]string, len(columns)), false
			for c := 1; c < len(columns); c++ {
				end := len(columns[c])
				for j := i; j < len(first); j++ {
					if beside[c][j] >= 0 {
						end = beside[c][j]
						break
					}
				}
				if next[c] < end && (i == len(first) || beside[c][i] >= 0) {
					row[c], some = columns[c][next[c]], true
					next[c]++
				}
			}
			if !some {
				break
			}
			rows = append(rows, row)
		}
		if i == len(first) {
			break
		}
		row := make([]string, len(columns))
		row[0] = first[i]
		for c := 1; c < len(columns); c++ {
			if j := beside[c][i]; j >= 0 {
				row[c], next[c] = columns[c][j], j+1
			} else if next[c] < len(columns[c]) && !slices.Contains(beside[c], next[c]) {
				row[c] = columns[c][next[c]] // another line in its stead
				next[c]++
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// matches returns for each line of a the index of an equal line of b, or -1, so
// that as many lines as possible are matched in order.
func matches(a, b []string) []int {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	found := make([]int, len(a))
	for i, j := 0, 0; i < len(a); i++ {
		found[i] = -1
		for j < len(b) && a[i] != b[j] && length[i][j+1] >= length[i+1][j] {
			j++
		}
		if j < len(b) && a[i] == b[j] {
			found[i] = j
			j++
		}
	}
	return found
}

// indented returns the lines of an answer: its status and its indented body, or
// a description of the body if it is no JSON object.
func indented(head string, body []byte, said string) []string {
	var b bytes.Buffer
	if len(body) == 0 || body[0] != '{' || json.Indent(&b, body, "", " ") != nil {
		return strings.Split(said, "\n")
	}
	lines := strings.Split(b.String(), "\n")
	if n := len(lines) - mostLines; n > 0 {
		// Comparing lines takes time and memory.
		lines = append(lines[:mostLines], fmt.Sprintf("... %s", Counted(n, "line")))
	}
	if head != "" {
		lines[0] = head + " " + lines[0]
	}
	return lines
}
