package mutate

import "github.com/fakesmith/fakesmith/model"

var intervalMutations = []mutation{
	{"interval", "choice", "a put that comes soon after another is answered otherwise: %s", otherChoices},
	{"interval", "longer", "it takes a second more until the next put", one(rule(func(i *model.Interval) { i.Seconds++ }))},
	{"interval", "shorter", "it takes a second less until the next put", where(func(s *site) bool {
		return s.clause.Rule.(model.Interval).Seconds > 1
	}, one(rule(func(i *model.Interval) { i.Seconds-- })))},
	{"interval", "everywhere", "a put of any resource delays those of all others", nil},
	{"interval", "first", "only the first resource of a request may be too early", where(func(s *site) bool {
		return s.op.Effect.Each != ""
	}, nil)},
	{"interval", "rejected", "a put that is rejected delays the next one", nil},
}
