package mutate

import "github.com/fakesmith/fakesmith/model"

var removalMutations = []mutation{
	{"removal", "ignored", "nothing is deleted", nil},
	{"removal", "beginning", "what begins like what is named is deleted as well", where(keysBegin, nil)},
	{"removal", "all", "all that is listed together with what is named is deleted", nil},
}

// keysBegin is the condition that a key may begin like another one: those that the service
// makes do not.
func keysBegin(s *site) bool {
	for _, put := range s.api.AllOperations(model.Puts) {
		if put.Effect.Of == s.op.Effect.Of && s.api.MadeKey(put) != "" {
			return false
		}
	}
	return true
}
