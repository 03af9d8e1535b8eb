package testcase

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// A Step is a step of a report with what was sent, so that it can be sent again.
// Sent is nil if the step is no call, or if it is not needed again.
type Step struct {
	report.Step
	Sent *Sent
	// Decided is when a fact was set, by the clock of the target, or zero if that was
	// running.
	Decided time.Time

	// request and reply are what the step does not show yet, nil if there is nothing.
	// Most steps are never shown.
	request []byte
	reply   *wire.Reply
}

// mostHeld is how large a body is held as it is until it is shown. A larger one is
// cut at once.
const mostHeld = 4 << 10

// Show has the step say what was asked and answered.
func (s *Step) Show() {
	if s.request != nil {
		s.Request, s.request = KeptRequest(s.request), nil
	}
	if s.reply != nil {
		s.Got = s.reply.String()
		if len(s.reply.Body) > 0 {
			s.Answer, s.Cut = KeptAnswer(s.reply.Body)
		}
		s.reply = nil
	}
}

// Shown returns the steps so far, all of which say what was asked and answered.
func (r *Record) Shown() []Step {
	for i := range r.Steps {
		r.Steps[i].Show()
	}
	return slices.Clone(r.Steps)
}

// A Sent is a request of a step.
type Sent struct {
	wire.Request
	// At is when the request was answered, by the clock of the target.
	At time.Time
}

// NoteStep notes a step that is not a call.
func (t *Case) NoteStep(call string, request any, got string) {
	step := Step{Step: report.Step{Call: call, Request: value.Encode(request), Got: got}}
	if call == "fact" || call == "member" {
		step.As = t.FormatScope(t.As)
	}
	t.Steps = append(t.Steps, step)
}

// NoteFact notes that a fact was set for a key, or for several.
func (t *Case) NoteFact(fact string, of any, val string, with map[string]int64) {
	t.NoteStep("fact", FactRequest(fact, of, val, with), "set")
	t.Steps[len(t.Steps)-1].Decided = t.stands
}

// got notes what the last step brought.
func (t *Case) got(got string) { t.Steps[len(t.Steps)-1].Got = got }

// gotAnswer notes the reply to the last step.
func (t *Case) gotAnswer(r *wire.Reply) {
	last := &t.Steps[len(t.Steps)-1]
	last.Status, last.reply = r.Status, r
	if len(r.Body) > mostHeld {
		last.Show()
	}
}

// KeptRequest returns the body of a request as a step keeps it.
func KeptRequest(body []byte) json.RawMessage {
	raw, _ := excerpt.Body(body, 16*excerpt.MostBody) // it is ours
	return raw
}

// KeptAnswer returns the body of a response as a step keeps it, with its
// digest if it was cut.
func KeptAnswer(body []byte) (json.RawMessage, *report.Digest) {
	return excerpt.Body(body, excerpt.MostBody)
}

// FormatScope returns a scope as a step has it, which is "" for the target's
// usual one.
func (s *Session) FormatScope(as endpoint.Scope) string {
	if as == s.Target.Scope() {
		return ""
	}
	return as.Account + " " + as.Region
}
