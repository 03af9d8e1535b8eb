package mutate

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var idempotencyMutations = []mutation{
	{"idempotency", "dropped", "a request that is repeated with its token is done again", func(*site) []change {
		return []change{{edit: func(s *site) {
			s.op.Clauses = slices.DeleteFunc(s.op.Clauses, func(c model.Clause) bool { return model.BaseKind(c.Kind) == "idempotency" })
		}}}
	}},
	{"idempotency", "reply", "a request that is repeated with its token is answered with an empty output", where(func(s *site) bool {
		return s.op.Clause("output") != nil
	}, nil)},
	{"idempotency", "overlooks", "a request that has the token of another and differs in %s only is taken for the same", where(func(s *site) bool {
		other := s.op.Clause("idempotency/other")
		return other != nil && other.Choice != "answered"
	}, func(s *site) []change {
		var all []change
		for _, b := range s.op.Effect.From {
			m := s.api.Resource(s.op.Effect.Of).Shape.Member(b.Member)
			if s.api.Shape(m.Shape).Kind == model.String && !m.Required && !strings.Contains(string(b.Path), ".") {
				all = append(all, change{detail: string(b.Path)})
			}
		}
		return all
	})},
	{"idempotency/other", "choice", "another request with the same token is answered otherwise: %s", otherChoices},
	{"idempotency/other", "forgets", "a token is forgotten once another request had it", where(func(s *site) bool {
		return model.ErrorOf(s.clause.Choice) != ""
	}, nil)},
	{"idempotency/gone", "choice", "a request that is repeated once its resource is gone is answered otherwise: %s", otherChoices},
}
