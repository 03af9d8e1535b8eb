package mutate

import "github.com/fakesmith/fakesmith/model"

var existingMutations = []mutation{
	{"existing", "choice", "a put of what is there already is answered otherwise: %s", otherChoices},
	{"existing", "dropped", "a put replaces what is there though nothing says so", dropped},
	{"existing", "always", "a put replaces nothing though a flag says so", where(func(s *site) bool {
		return s.clause.Rule.(model.Existing).Unless != ""
	}, one(rule(func(e *model.Existing) { e.Unless = "" })))},
	{"existing/needed", "choice", "a first put without the member is answered otherwise: %s", otherChoices},
	{"existing/needed", "dropped", "a first put may be without the member", dropped},
	{"existing/fixed", "choice", "a put with another value of the member is answered otherwise: %s", otherChoices},
	{"existing/fixed", "dropped", "a put may change the member", dropped},
	{"existing/fixed", "every", "no value of the member may change", where(func(s *site) bool {
		return len(s.clause.Rule.(model.Fixed).From) > 0
	}, one(rule(func(f *model.Fixed) { f.From = nil })))},
}
