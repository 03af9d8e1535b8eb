package mutate

import (
	"github.com/fakesmith/fakesmith/model"
)

var aggregateMutations = append(sumMutations("aggregate"), []mutation{
	{"aggregate/filter", "dropped", "what the facts amount to is no filter", dropped},
	{"aggregate/filter", "first", "only the first value selects", nil},
	{"aggregate/filter", "and", "what has every value is shown", nil},
	{"aggregate/filter", "inverted", "what the filter selects is left out, and all else is shown", nil},
	{"aggregate/latest", "dropped", "the time is not shown", dropped},
	{"aggregate/latest", "first", "the earliest of the times is shown", where(func(s *site) bool {
		return s.api.Fact(s.clause.Rule.(model.AggregateLatest).Of) != nil // of an entity there is one
	}, nil)},
	{"aggregate/latest", "earlier", "of the times of several clauses the earliest is shown", where(func(s *site) bool {
		alike := latestAlike(s, func(a, b model.AggregateLatest) bool { return a.At == b.At })
		return len(alike) > 1 && alike[0] == s.clause.ID
	}, nil)},
	{"aggregate/latest", "everywhere", "the times of all facts count, whatever they are about", where(func(s *site) bool {
		// What several clauses show of one member is computed once.
		return latestAlike(s, func(a, b model.AggregateLatest) bool { return a.Of == b.Of && a.Member == b.Member })[0] == s.clause.ID
	}, nil)},
	{"aggregate/any", "dropped", "it is not shown whether there are facts", dropped},
	{"aggregate/any", "everywhere", "any fact counts, whatever it is about", nil},
	{"aggregate/any", "always", "there are facts, whatever is known", nil},
}...)

// latestAlike returns the ids of the clauses of the operation that return the latest of
// times and are like the site's clause in some way, itself among them.
func latestAlike(s *site, alike func(a, b model.AggregateLatest) bool) []string {
	var ids []string
	for _, c := range s.op.Clauses {
		if rule, ok := c.Rule.(model.AggregateLatest); ok && alike(rule, s.clause.Rule.(model.AggregateLatest)) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}
