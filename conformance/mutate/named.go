package mutate

import "github.com/fakesmith/fakesmith/model"

var namedMutations = []mutation{
	{"named", "dropped", "no keys are listed", dropped},
	{"named", "without-done", "what was dealt with is not listed", where(func(s *site) bool {
		n := s.clause.Rule.(model.Named)
		return n.Done != "" && n.Absent != ""
	}, one(rule(func(n *model.Named) { n.Done = "" })))},
	{"named", "without-absent", "what is not there is not listed", where(func(s *site) bool {
		n := s.clause.Rule.(model.Named)
		return n.Done != "" && n.Absent != ""
	}, one(rule(func(n *model.Named) { n.Absent = "" })))},
	{"named", "swapped", "what was dealt with is listed as what is not there, and the other way round", where(func(s *site) bool {
		n := s.clause.Rule.(model.Named)
		return n.Done != "" && n.Absent != ""
	}, one(rule(func(n *model.Named) { n.Done, n.Absent = n.Absent, n.Done })))},
	{"named", "first", "only the first key that is not there is listed", where(func(s *site) bool {
		return s.clause.Rule.(model.Named).Absent != ""
	}, nil)},
}
