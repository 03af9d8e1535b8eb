package mutate

import "github.com/fakesmith/fakesmith/model"

var sealedMutations = []mutation{
	{"sealed", "dropped", "the text is returned as it is, whether that is asked for or not", dropped},
	{"sealed", "always", "the text is sealed even where it is asked for as it is", one(rule(func(v *model.Sealed) { v.Unless = "" }))},
	{"sealed", "everywhere", "the text is sealed of other resources too", where(func(s *site) bool {
		return len(s.clause.Rule.(model.Sealed).When) > 0
	}, one(rule(func(v *model.Sealed) { v.When = nil })))},
	{"sealed", "given", "the text is returned as it is where the flag is given and not set", where(func(s *site) bool {
		m := s.api.Shape(s.op.Input).Member(string(s.clause.Rule.(model.Sealed).Unless))
		return m != nil && !m.Required
	}, nil)},
}
