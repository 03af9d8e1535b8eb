package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var guardMutations = []mutation{
	{"guard", "dropped", "whatever the fact is, the entity is put", one(dropGuard)},
	{"guard", "accepts", "%s is accepted", func(s *site) []change {
		return each(s.clause.Rule.(model.Guard).Rejects, func(s *site, value string) {
			rule(func(g *model.Guard) { g.Rejects, g.Accepts = without(g.Rejects, value), append(g.Accepts, value) })(s)
		})
	}},
	{"guard", "rejects", "%s is rejected", func(s *site) []change {
		return each(s.clause.Rule.(model.Guard).Accepts, func(s *site, value string) {
			rule(func(g *model.Guard) {
				g.Accepts, g.Rejects = without(g.Accepts, value), append(g.Rejects, value)
				if len(g.Accepts) == 0 {
					// A guard that accepts nothing would be no contract.
					g.Accepts, g.Rejects = g.Rejects[:1:1], g.Rejects[1:]
				}
			})(s)
		})
	}},
	{"guard", "first", "only the first key of a request is looked at", where(func(s *site) bool { return s.op.Effect.Each != "" }, nil)},
	{"guard", "replacing", "an entity that is there is replaced whatever the fact is", nil},
	{"guard", "elsewhere", "the fact is read from wherever it is known about the same resource", where(func(s *site) bool {
		return len(s.api.Resource(s.clause.Rule.(model.Guard).Fact).Partition) > 0
	}, nil)},

	{"guard/silent", "choice", "a value that the guard says nothing of is %s", otherChoices},

	{"guard/form", "choice", "what nothing can be known of is answered otherwise: %s", otherChoices},
	{"guard/form", "dropped", "what nothing can be known of is like anything else", where(func(s *site) bool {
		return s.clause.Choice != "overlooked"
	}, dropped)},

	{"guard/later", "choice", "what is there when the fact changes is otherwise: %s", otherChoices},
}

// dropGuard takes a guard out of the contract, with what is said about it.
func dropGuard(s *site) {
	fact := s.clause.Rule.(model.Guard).Fact
	s.op.Clauses = slices.DeleteFunc(s.op.Clauses, func(c model.Clause) bool {
		switch r := c.Rule.(type) {
		case model.Guard:
			return r.Fact == fact
		case model.GuardSilent:
			return r.Fact == fact
		case model.GuardLater:
			return r.Fact == fact
		}
		return false
	})
}
