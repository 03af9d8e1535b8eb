package mutate

import (
	"slices"
	"strings"

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
	{"allowed/form", "choice", "a text that does not match is answered otherwise: %s", otherChoices},
	{"allowed/form", "dropped", "a text need not match", dropped},
	{"allowed/form", "begins", "a text may begin with anything", where(func(s *site) bool {
		return strings.HasPrefix(s.clause.Rule.(model.AllowedForm).Pattern, "^")
	}, one(rule(func(f *model.AllowedForm) { f.Pattern = strings.TrimPrefix(f.Pattern, "^") })))},
	{"allowed/form", "ends", "a text may end in anything", where(func(s *site) bool {
		return strings.HasSuffix(s.clause.Rule.(model.AllowedForm).Pattern, "$")
	}, one(rule(func(f *model.AllowedForm) { f.Pattern = strings.TrimSuffix(f.Pattern, "$") })))},
	{"allowed/form", "first", "only the first element of a list is looked at", where(func(s *site) bool {
		return throughList(s.clause.Rule.(model.AllowedForm).Path)
	}, nil)},
	{"allowed/reserved", "choice", "a text that begins as is reserved is answered otherwise: %s", otherChoices},
	{"allowed/reserved", "dropped", "a text may begin as is reserved", dropped},
	{"allowed/reserved", "case", "a text may begin as is reserved, in letters of the other case", where(func(s *site) bool {
		return s.clause.Rule.(model.Reserved).AnyCase
	}, one(rule(func(v *model.Reserved) { v.AnyCase = false })))},
	{"allowed/reserved", "without", "a text may begin with %s", func(s *site) []change {
		prefixes := s.clause.Rule.(model.Reserved).Prefixes
		if len(prefixes) < 2 {
			return nil
		}
		return each(prefixes, func(s *site, prefix string) {
			rule(func(v *model.Reserved) { v.Prefixes = without(v.Prefixes, prefix) })(s)
		})
	}},
	{"allowed/reserved", "inside", "a text may not have in it what is reserved as a beginning", nil},
	{"allowed/reserved", "first", "only the first element of a list is looked at", where(func(s *site) bool {
		return throughList(s.clause.Rule.(model.Reserved).Path)
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
