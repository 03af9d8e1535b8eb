package report

import (
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
)

// SizeOf returns how much the steps of a counterexample hold.
func SizeOf(c *Counterexample) int {
	size := 0
	for i := range c.Steps {
		s := &c.Steps[i]
		size += len(s.Request) + len(s.Answer) + len(s.Expected) + len(s.Got) + len(s.Differs) + len(s.State)
	}
	return size
}

// Shorten leaves at most so many bytes, or little more, of each text that a step owes
// to the target. The request stays, for the oracle is asked about it once more.
func (s *Step) Shorten(most int) {
	if len(s.Answer) > most {
		body := BodyOf(s.Answer)
		if s.Cut == nil {
			digest := excerpt.DigestOf(body)
			s.Cut = &digest
		}
		s.Answer = excerpt.Quote(excerpt.Ends(body, most))
	}
	s.Expected, s.Got, s.Differs = excerpt.Ends(s.Expected, most), excerpt.Ends(s.Got, most), excerpt.Ends(s.Differs, most)
	if len(s.State) > most {
		s.State = nil
	}
}
