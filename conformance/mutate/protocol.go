package mutate

import "github.com/fakesmith/fakesmith/model"

var protocolMutations = []mutation{
	{"protocol", "error", "the rejection is another: %s", func(s *site) []change {
		p := s.clause.Rule.(model.Protocol)
		if p.Error == "" {
			return nil
		}
		other := s.otherError(p.Error)
		return []change{{detail: other, edit: rule(func(p *model.Protocol) { p.Error = other })}}
	}},
	{"protocol", "accepted", "what is to be rejected is accepted", where(func(s *site) bool { return rejects(s) }, nil)},
	{"protocol", "rejected", "what is to be accepted is rejected", where(func(s *site) bool { return !rejects(s) }, nil)},

	{"protocol/reply", "broken", "answers break the rule", nil},
	{"protocol/reply", "broken-errors", "answers that are errors break the rule", where(func(s *site) bool {
		switch s.clause.Rule.(model.Reply).Name {
		case model.ReplyEnvelope, model.ReplyRequestID:
			return true
		}
		return false
	}, nil)},
}

// rejects reports whether a rule of the wire is about requests that are
// rejected.
func rejects(s *site) bool { return s.clause.Rule.(model.Protocol).Error != "" }
