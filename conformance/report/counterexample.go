package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
)

// A Counterexample is the shortest case found for which a clause fails.
type Counterexample struct {
	// Property names the property that failed.
	Property string `json:"property"`
	Steps    []Step `json:"steps"`
	// Reproduce is a command that finds it again.
	Reproduce string `json:"reproduce"`
	// Confirmed is "yes" if the target failed once more when the shortened case
	// was repeated, "no" if it did not, and "" if nothing was repeated.
	Confirmed string `json:"confirmed,omitempty"`
	// Began is the time of the target at the first step.
	Began time.Time `json:"began,omitzero"`
	// Reset reports whether the target was reset before the first step.
	Reset bool `json:"reset,omitempty"`
	// Reproductions are the same steps in forms that need no suite: "go",
	// "boto3", "cli" and "curl" are programs, "english" is for people.
	Reproductions map[string]string `json:"reproductions,omitempty" printable:"lines"`
}

// A Digest is the length of a body, and its SHA-256 in hexadecimal digits.
type Digest = excerpt.Digest

// A Step is one call of a counterexample, or one change of facts or of the
// clock. The last step shows what was expected.
type Step struct {
	// Call is an operation, or one of "clock", "fact", "member" and "wait".
	Call string `json:"call"`
	// As is the account and region of the call, if not the usual ones.
	As string `json:"as,omitempty"`
	// At is the time since the first step, in checks of the contract as a whole.
	At       string          `json:"at,omitempty"`
	Request  json.RawMessage `json:"request,omitempty"`
	Expected string          `json:"expected,omitempty"`
	Got      string          `json:"got"`
	// ContentType is that of the request, if not the protocol's own.
	ContentType string `json:"contentType,omitempty"`
	// Headers are those of the answer, if a rule about them is broken.
	Headers map[string]string `json:"headers,omitempty"`
	// Status is that of the answer, and 0 if there was none. Answer is its body:
	// a JSON string of it, if it is no JSON.
	Status int             `json:"status,omitempty"`
	Answer json.RawMessage `json:"answer,omitempty"`
	// Cut is set if Answer holds only the beginning and the end of a large body: it
	// has the length and the digest of the whole.
	Cut *Digest `json:"cut,omitempty"`
	// Differs says what the contract does not allow about the answer. It is set
	// in the first step that is wrong; in none, if only several answers
	// together are wrong.
	Differs string `json:"differs,omitempty"`
	// Required reports that the property goes on only if the call succeeds.
	Required bool `json:"-"`
	// State lists the resources that exist after the step according to the
	// contract, each with its type as the member "is".
	State json.RawMessage `json:"state,omitempty"`
}

// Text returns the counterexample in a line.
func (c *Counterexample) Text() string {
	last := c.Steps[len(c.Steps)-1]
	return fmt.Sprintf("%s: expected %s, got %s", c.Property, last.Expected, last.Got)
}

// Unconfirmed describes a failure that did not happen again.
func (c *Counterexample) Unconfirmed() string {
	return "it failed once, and not again: " + c.Text()
}

// firstWrong returns the index of the first step whose answer the contract does
// not allow. It is the last step if only all answers together are wrong.
func (c *Counterexample) firstWrong() int {
	if i := slices.IndexFunc(c.Steps, func(s Step) bool { return s.Differs != "" }); i >= 0 {
		return i
	}
	return len(c.Steps) - 1
}

// Size returns how many bytes the steps of the counterexample hold.
func (c *Counterexample) Size() int {
	size := 0
	for i := range c.Steps {
		s := &c.Steps[i]
		size += len(s.Request) + len(s.Answer) + len(s.Expected) + len(s.Got) + len(s.Differs) + len(s.State)
	}
	return size
}

// Shorten cuts each text that is from the target to about most bytes. The
// request stays, because the oracle is asked about it once more.
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

// BodyOf returns the bytes of a body that a report holds. A body that is no
// JSON stands there as a JSON string; a JSON string by itself is no body of the
// protocol.
func BodyOf(raw json.RawMessage) []byte {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return []byte(text)
	}
	return raw
}
