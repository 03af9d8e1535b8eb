package run

import (
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// hold makes a counterexample small enough to be kept until the end of the
// session, whatever else is kept: of the largest bodies in it, excerpts stay.
func (s *Suite) hold(c *report.Counterexample) {
	if c == nil {
		return
	}
	most := min(excerpt.MostSteps, excerpt.MostSession-s.held)
	size := c.Size()
	for limit := excerpt.MostBody / 2; size > most && limit >= excerpt.MostWords; limit /= 2 {
		for i := range c.Steps {
			c.Steps[i].Shorten(limit)
		}
		size = c.Size()
	}
	s.held += size
}
