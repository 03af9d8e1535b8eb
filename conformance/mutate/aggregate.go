package mutate

import (
	"slices"

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
		return slices.ContainsFunc(s.op.Clauses, func(c model.Clause) bool {
			rule, ok := c.Rule.(model.AggregateLatest)
			return ok && c.ID != s.clause.ID && rule.At == s.clause.Rule.(model.AggregateLatest).At
		})
	}, nil)},
	{"aggregate/latest", "everywhere", "the times of all facts count, whatever they are about", nil},
	{"aggregate/any", "dropped", "it is not shown whether there are facts", dropped},
	{"aggregate/any", "everywhere", "any fact counts, whatever it is about", nil},
	{"aggregate/any", "always", "there are facts, whatever is known", nil},
}...)
