package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/internal/printable"
)

// FirstWrong returns the index of the first step of a counterexample that was not
// answered as the contract has it: the last one if that shows only there.
func FirstWrong(c *Counterexample) int {
	if i := slices.IndexFunc(c.Steps, func(s Step) bool { return s.Differs != "" }); i >= 0 {
		return i
	}
	return len(c.Steps) - 1
}

// Explain says what is wrong about a failed clause.
func Explain(c *Clause) string {
	p := &printer{width: 120}
	p.explain(printable.Of(c))
	return p.b.String()
}

// explain prints what is wrong about a failed clause: what it says, where that
// is from, and the steps that show it, of which the first that differs is marked.
func (p *printer) explain(c *Clause) {
	fmt.Fprintf(&p.b, "%s\n", p.paint(Fail, "✗ "+c.ID+" is violated"))
	p.field("says:", c.Description)
	p.field("source:", fmt.Sprintf("%s (%s)", c.Source, c.Provenance))
	found := c.Counterexample
	if found == nil {
		return
	}
	p.field("law:", found.Property)
	if c.Reason != "" {
		p.field("note:", c.Reason)
	}
	switch found.Confirmed {
	case "yes":
		p.field("target:", "it was seen there once more, in just these steps")
	case "no":
		p.field("target:", "these steps, tried there once more, did not show it")
	}
	if len(found.Steps) == 0 {
		return
	}
	wrong := FirstWrong(found)
	p.table(found.Steps, wrong)
	p.step(found.Steps, wrong)
	if last := len(found.Steps) - 1; last != wrong {
		p.step(found.Steps, last)
	}
	fmt.Fprintf(&p.b, "  %-8s %s\n", "again:", found.Reproduce) // to be copied as it is
}

// field prints a line that begins with what it is.
func (p *printer) field(name, text string) {
	for _, line := range wrap(text, p.width-11) {
		fmt.Fprintf(&p.b, "  %-8s %s\n", name, line)
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
	room := max(p.width-8-time, 60)
	call, expected := room*9/20, room*5/20
	got := room - call - expected - 4
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

// step prints a step in full, as far as that is not endless.
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
