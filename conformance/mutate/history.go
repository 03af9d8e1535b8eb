package mutate

import "github.com/fakesmith/fakesmith/model"

var historyMutations = []mutation{
	// Labels stand on versions, so without versions a contract with labels is none.
	{"history", "dropped", "no versions are kept", where(func(s *site) bool {
		return s.api.LabelsOn(s.clause.Rule.(model.History).Entity) == nil
	}, dropped)},
	{"history", "more", "one more version is kept", one(rule(func(h *model.History) { h.Most++ }))},
	{"history", "fewer", "one version fewer is kept", where(func(s *site) bool {
		return s.clause.Rule.(model.History).Most > 1
	}, one(rule(func(h *model.History) { h.Most-- })))},
	{"history", "first", "of each version, what the first was is kept", nil},
	{"history", "outlives", "the versions of what is deleted stay", nil},
	{"history/labelled", "choice", "what becomes of a put that would drop a version with a label is %s", otherChoices},
	{"history/labelled", "any", "a put is rejected while a label stands on any version", nil},
	{"history/labelled", "early", "a put is rejected before there are as many versions as are kept", nil},
}
