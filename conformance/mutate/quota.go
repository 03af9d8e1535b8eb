package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var quotaMutations = []mutation{
	{"quota", "choice", "a put beyond the quota is answered otherwise: %s", otherChoices},
	{"quota", "dropped", "there may be any number", dropped},
	{"quota", "more", "there may be one more", one(rule(func(q *model.Quota) { q.Most++ }))},
	{"quota", "fewer", "there may be one fewer", where(func(s *site) bool {
		return s.clause.Rule.(model.Quota).Most > 1
	}, one(rule(func(q *model.Quota) { q.Most-- })))},
	{"quota", "together", "resources count together whatever their %s", func(s *site) []change {
		var all []change
		for i, member := range s.clause.Rule.(model.Quota).Per {
			all = append(all, change{detail: member, edit: rule(func(q *model.Quota) { q.Per = slices.Delete(slices.Clone(q.Per), i, i+1) })})
		}
		return all
	}},
	{"quota", "listed", "those only count together that are listed together", where(func(s *site) bool {
		return len(unlisted(s)) > 0
	}, one(func(s *site) {
		more := unlisted(s)
		rule(func(q *model.Quota) { q.Per = slices.Concat(q.Per, more) })(s)
	}))},
	{"quota", "replacing", "what is there may not be replaced where there are as many as there may be", where(func(s *site) bool {
		// What a request has more is counted once, for the first of several quotas.
		first := s.op.Effect.Each == "" || s.op.Clause("quota").ID == s.clause.ID
		return first && s.api.MadeKey(s.op) == ""
	}, nil)},
}

// unlisted returns the members by which resources are listed together, and do not count
// together.
func unlisted(s *site) []string {
	return slices.DeleteFunc(slices.Clone(s.api.Resource(s.op.Effect.Of).Partition), func(m string) bool {
		return slices.Contains(s.clause.Rule.(model.Quota).Per, m)
	})
}
