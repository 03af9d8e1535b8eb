package testcase

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// A Finding is what the replies have shown of one rule of the protocol.
type Finding struct {
	// Replies counts those to which the rule applies.
	Replies int
	// Newer are the members that the model does not know.
	Newer []string
	// Worst is the failure with the fewest steps, or nil.
	Worst *Failure
}

// noteFaults notes which rules of the protocol apply to a reply, and which it
// breaks.
func (t *Case) noteFaults(name string, r *wire.Reply) {
	for _, rule := range rulesFor(r) {
		f := t.Findings[rule]
		if f == nil {
			f = &Finding{}
			t.Findings[rule] = f
		}
		f.Replies++
		if rule == model.ReplyMembers {
			f.noteNewer(r.Newer)
		}
	}
	for _, fault := range r.Faults {
		f := t.Findings[fault.Rule]
		if f == nil || f.Worst != nil && len(f.Worst.Steps) <= len(t.Steps) {
			continue
		}
		steps := t.Shown()
		last := &steps[len(steps)-1]
		last.Expected, last.Got = fault.Expected, fault.Got+", in "+last.Got
		last.Headers = map[string]string{"Content-Type": excerpt.Text(r.Header.Get("Content-Type"), excerpt.MostWords), "X-Amzn-RequestId": excerpt.Text(r.RequestID(), excerpt.MostWords)}
		f.Worst = t.failure("every answer of "+name+" keeps the rule", steps)
	}
}

// rulesFor returns the rules of the protocol that apply to a reply.
func rulesFor(r *wire.Reply) []string {
	rules := []string{model.ReplyEnvelope, model.ReplyRequestID}
	if !r.Ok() {
		return append(rules, model.ReplyErrors, model.ReplyErrorBody)
	}
	if r.Out != nil {
		rules = append(rules, model.ReplyMembers, model.ReplyRequired, model.ReplyTypes, model.ReplyBounds)
	}
	return rules
}

// noteNewer notes members that the model does not know, each once.
func (f *Finding) noteNewer(members []string) {
	const most = 10
	for _, m := range members {
		if len(f.Newer) < most && !slices.Contains(f.Newer, m) {
			f.Newer = append(f.Newer, m)
		}
	}
}

// Remark says which members the model does not know, or is "".
func (f *Finding) Remark() string {
	if len(f.Newer) == 0 {
		return ""
	}
	return "the model does not know " + strings.Join(slices.Sorted(slices.Values(f.Newer)), ", ") + ": a service may add members, and clients skip them"
}
