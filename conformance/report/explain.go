package report

import (
	"fmt"
	"strings"

	"github.com/fakesmith/fakesmith/internal/printable"
)

// Explain returns the text that describes a failed clause: its description and
// source, and the steps of its counterexample.
func Explain(c *Clause) string {
	p := &printer{width: 120}
	p.explain(printable.Of(c))
	return p.b.String()
}

// explain prints a failed clause and the steps of its counterexample. The first
// wrong step is marked.
func (p *printer) explain(c *Clause) {
	fmt.Fprintf(&p.b, "%s\n", p.paint(Fail, "✗ "+c.ID+" fails"))
	p.field("description:", c.Description)
	p.field("source:", fmt.Sprintf("%s (%s)", c.Source, c.Provenance))
	found := c.Counterexample
	if found == nil {
		return
	}
	p.field("check:", found.Property)
	if c.Reason != "" {
		p.field("note:", c.Reason)
	}
	switch found.Confirmed {
	case "yes":
		p.field("target:", "it failed again when these steps were repeated")
	case "no":
		p.field("target:", "it did not fail again when these steps were repeated")
	}
	if len(found.Steps) == 0 {
		return
	}
	wrong := found.firstWrong()
	p.table(found.Steps, wrong)
	p.step(found.Steps, wrong)
	if last := len(found.Steps) - 1; last != wrong {
		p.step(found.Steps, last)
	}
	p.line("run again:", found.Reproduce)
}

// field prints a text with its name before the first line.
func (p *printer) field(name, text string) {
	for _, line := range wrap(text, p.width-15) {
		fmt.Fprintf(&p.b, "  %-12s %s\n", name, line)
		name = ""
	}
}

// table prints the steps: one line for each.
func (p *printer) table(steps []Step, wrong int) {
	time := 0
	for _, s := range steps {
		time = max(time, len(s.At))
	}
	if time > 0 {
		time = max(time, len("time")) + 2
	}
	space := max(p.width-8-time, 60)
	call, expected := space*9/20, space*5/20
	got := space - call - expected - 4
	head := fmt.Sprintf("  %4s  %-*s%-*s  %-*s  %s", "step", time, "time"[:min(time, 4)], call, "call", expected, "expected", "got")
	fmt.Fprintf(&p.b, "%s\n", strings.TrimRight(head, " "))
	for i, s := range steps {
		name := s.Call
		if s.As != "" {
			name += " as " + s.As
		}
		mark := " "
		if i == wrong {
			mark = "►"
		}
		line := fmt.Sprintf("  %s%3d  %-*s%-*s  %-*s  %s", mark, i+1, time, s.At, call, short(name+" "+string(s.Request), call),
			expected, short(s.Expected, expected), short(s.Got, got))
		line = strings.TrimRight(line, " ")
		if i == wrong {
			line = p.paint(Fail, line)
		}
		fmt.Fprintf(&p.b, "%s\n", line)
	}
}

// step prints a step in full, with long texts abridged.
func (p *printer) step(steps []Step, i int) {
	s := steps[i]
	fmt.Fprintf(&p.b, "  %4d. %s %s\n", i+1, s.Call, abridge(string(s.Request), 1500))
	if s.Expected != "" {
		fmt.Fprintf(&p.b, "        want %s\n", abridge(s.Expected, 1500))
	}
	fmt.Fprintf(&p.b, "        got  %s\n", abridge(s.Got, 3000))
	if s.Cut != nil {
		fmt.Fprintf(&p.b, "        of   %v in all\n", s.Cut)
	}
	if s.Differs != "" {
		fmt.Fprintf(&p.b, "        %s\n", p.paint(Fail, "the contract does not allow it: "+abridge(s.Differs, 600)))
	}
}

// short returns the beginning of a text.
func short(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return string(runes)
	}
	return string(runes[:most-1]) + "…"
}
