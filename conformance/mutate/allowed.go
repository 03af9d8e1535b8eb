package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// mostNarrowed is how many values of a clause are left out, each in a mutant.
const mostNarrowed = 8

var allowedMutations = []mutation{
	{"allowed", "choice", "a value that is not allowed is answered otherwise: %s", otherChoices},
	{"allowed", "narrowed", "the value %s is not allowed", func(s *site) []change {
		values := s.clause.Rule.(model.Allowed).Values
		if len(values) < 2 {
			return nil
		}
		if len(values) > mostNarrowed {
			values = append(slices.Clone(values[:mostNarrowed-1]), values[len(values)-1])
		}
		return each(values, func(s *site, value string) {
			rule(func(a *model.Allowed) { a.Values = without(a.Values, value) })(s)
		})
	}},
	{"allowed", "widened", "the value %s is allowed as well", func(s *site) []change {
		r := s.clause.Rule.(model.Allowed)
		_, shape, err := s.api.Steps(s.op.Input, r.Path)
		if err != nil || r.Account {
			return nil
		}
		others := enumValues(shape)
		for _, v := range r.Values {
			others = without(others, v)
		}
		if len(others) < 2 && len(others)+len(r.Values) == len(shape.Enum) {
			return nil // all would be, which is the choice to accept
		}
		return each(others, func(s *site, value string) {
			rule(func(a *model.Allowed) { a.Values = append(a.Values, value) })(s)
		})
	}},
	{"allowed", "first", "only the first element of a list is looked at", where(func(s *site) bool {
		return throughList(s.clause.Rule.(model.Allowed).Path)
	}, nil)},
}

// enumValues returns the values of an enum.
func enumValues(s *model.Shape) []string {
	var values []string
	for _, v := range s.Enum {
		values = append(values, v.Value)
	}
	return values
}
