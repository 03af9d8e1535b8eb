package mutate

import "github.com/fakesmith/fakesmith/model"

var matchedMutations = []mutation{
	{"matched", "choice", "a value that does not match is answered otherwise: %s", otherChoices},
	{"matched", "dropped", "a value need not match", dropped},
	{"matched", "invalid", "what is no expression is reported with another error", one(func(s *site) {
		rule(func(m *model.Matched) { m.Invalid = s.otherError(m.Invalid) })(s)
	})},
	{"matched", "literal", "a value has to have the expression in it as a text", nil},
}
