package mutate

import "github.com/fakesmith/fakesmith/model"

var validationMutations = []mutation{
	{"validation", "error", "a broken constraint is answered with another error: %s", func(s *site) []change {
		other := s.otherError(s.clause.Rule.(model.Validation).Error)
		return []change{{detail: other, edit: rule(func(v *model.Validation) { v.Error = other })}}
	}},
	{"validation", "unchecked", "no constraint is checked but that of what has to be there", nil},

	{"validation/text", "capitals", "the message has the names of members as they travel", nil},
	{"validation/text", "counted", "the message counts elements from zero", nil},
}
