package mutate

import "github.com/fakesmith/fakesmith/model"

var quotaMutations = []mutation{
	{"quota", "choice", "a put beyond the quota is answered otherwise: %s", otherChoices},
	{"quota", "dropped", "there may be any number", dropped},
	{"quota", "more", "there may be one more", one(rule(func(q *model.Quota) { q.Most++ }))},
	{"quota", "fewer", "there may be one fewer", where(func(s *site) bool {
		return s.clause.Rule.(model.Quota).Most > 1
	}, one(rule(func(q *model.Quota) { q.Most-- })))},
	{"quota", "replacing", "what is there may not be replaced where there are as many as there may be", nil},
}
