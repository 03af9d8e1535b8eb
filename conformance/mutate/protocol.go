package mutate

import "github.com/fakesmith/fakesmith/model"

var protocolMutations = []mutation{
	{"protocol", "error", "the refusal is another: %s", func(s *site) []change {
		p := s.clause.Rule.(model.Protocol)
		if p.Error == "" {
			return nil
		}
		other := s.otherError(p.Error)
		return []change{{detail: other, edit: rule(func(p *model.Protocol) { p.Error = other })}}
	}},
	{"protocol", "accepted", "what is to be refused is accepted", where(func(s *site) bool { return refuses(s) }, nil)},
	{"protocol", "refused", "what is to be accepted is refused", where(func(s *site) bool { return !refuses(s) }, nil)},

	{"protocol/reply", "broken", "answers break the rule", nil},
	{"protocol/reply", "broken-errors", "answers that are errors break the rule", where(func(s *site) bool {
		switch s.clause.Rule.(model.Reply).Name {
		case model.ReplyEnvelope, model.ReplyRequestID:
			return true
		}
		return false
	}, nil)},
}

// refuses reports whether a rule of the wire is about requests that are
// refused.
func refuses(s *site) bool { return s.clause.Rule.(model.Protocol).Error != "" }
