package mutate

import "github.com/fakesmith/fakesmith/model"

var hierarchyMutations = []mutation{
	{"hierarchy", "dropped", "all is listed, below the level or not", dropped},
	{"hierarchy", "recursive", "all levels below are listed in any case", where(func(s *site) bool {
		return s.clause.Rule.(model.Hierarchy).Recursive != ""
	}, one(rule(func(h *model.Hierarchy) { h.Recursive = "" })))},
	{"hierarchy", "separator", "another character stands between the levels", one(rule(func(h *model.Hierarchy) { h.Separator = "-" }))},
	{"hierarchy", "beginning", "what begins like the level is listed, though it is beside it", nil},
	{"hierarchy/levels", "choice", "a name with too many levels is answered otherwise: %s", otherChoices},
	{"hierarchy/levels", "dropped", "a name may have any number of levels", dropped},
	{"hierarchy/levels", "more", "a name may have one level more", one(rule(func(l *model.Levels) { l.Most++ }))},
	{"hierarchy/levels", "fewer", "a name may have one level fewer", one(rule(func(l *model.Levels) { l.Most-- }))},
}
