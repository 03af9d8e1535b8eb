package conformance

import (
	"encoding/json"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
)

// mostPages is how many bytes the pages of one listing may have together: all of
// them are held at the same time.
func (s *conn) mostPages() int { return int(4 * s.target.maxResponse()) }

// keptRequest returns the body of a request as a step keeps it.
func keptRequest(body []byte) json.RawMessage {
	raw, _ := excerpt.Body(body, 16*excerpt.MostBody) // it is ours
	return raw
}

// keptAnswer returns the body of a response as a step keeps it, and reports
// whether something is left out.
func keptAnswer(body []byte) (raw json.RawMessage, cut bool) {
	return excerpt.Body(body, excerpt.MostBody)
}

// hold makes a counterexample small enough to be kept until the end of the
// session, whatever else is kept: of the largest bodies in it, excerpts stay.
func (s *suite) hold(c *Counterexample) {
	if c == nil {
		return
	}
	most := min(excerpt.MostSteps, excerpt.MostSession-s.held)
	size := sizeOf(c)
	for limit := excerpt.MostBody / 2; size > most && limit >= excerpt.MostWords; limit /= 2 {
		for i := range c.Steps {
			c.Steps[i].cut(limit)
		}
		size = sizeOf(c)
	}
	s.held += size
}

// sizeOf returns how much the steps of a counterexample hold.
func sizeOf(c *Counterexample) int {
	size := 0
	for i := range c.Steps {
		s := &c.Steps[i]
		size += len(s.Request) + len(s.Answer) + len(s.Expected) + len(s.Got) + len(s.Differs) + len(s.State)
	}
	return size
}

// cut leaves at most so many bytes, or little more, of each text that a step owes
// to the target. The request stays, for the oracle is asked about it once more.
func (s *Step) cut(most int) {
	if len(s.Answer) > most {
		s.Answer, s.Cut = excerpt.Quote(excerpt.Text(bodyOf(s.Answer), most)), true
	}
	s.Expected, s.Got, s.Differs = excerpt.Text(s.Expected, most), excerpt.Text(s.Got, most), excerpt.Text(s.Differs, most)
	if len(s.State) > most {
		s.State = nil
	}
}
