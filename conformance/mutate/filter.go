package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var filterMutations = []mutation{
	{"filter", "dropped", "the filter is ignored", dropped},
	{"filter", "shortened", "the filter does not look at %s", func(s *site) []change {
		on := texts(s.clause.Rule.(model.Filter).On)
		if len(on) < 2 {
			return nil
		}
		return each(on, func(s *site, path string) {
			rule(func(f *model.Filter) { f.On = without(f.On, model.Path(path)) })(s)
		})
	}},
	{"filter", "or", "a resource is shown that the filter selects in one of its members", where(func(s *site) bool {
		return len(s.clause.Rule.(model.Filter).On) > 1
	}, nil)},
	{"filter", "first", "only the first element of the filter selects", where(func(s *site) bool { return s.byList() }, nil)},
	{"filter", "and", "a resource is shown that every element of the filter selects", where(func(s *site) bool { return s.byList() }, nil)},
	{"filter", "inverted", "what the filter selects is left out, and all else is shown", nil},
	{"filter", "otherwise", "what has none of the members counts as having %s", func(s *site) []change {
		f := s.clause.Rule.(model.Filter)
		if f.Otherwise == "" {
			return nil
		}
		others := []string{""}
		if _, by, err := s.api.Steps(s.op.Input, f.By); err == nil {
			others = append(others, without(enumValues(by), f.Otherwise)...)
		}
		changes := each(others, func(s *site, value string) {
			rule(func(f *model.Filter) { f.Otherwise = value })(s)
		})
		changes[0].detail = "none"
		return changes
	}},

	{"filter/absent", "choice", "a key that finds nothing is answered otherwise: %s", otherChoices},
	{"filter/absent", "some", "a key that finds nothing counts only if no other key finds anything", where(func(s *site) bool {
		return model.ErrorOf(s.clause.Choice) != ""
	}, nil)},

	{"filter/needs", "choice", "a member without the one that it needs is answered otherwise: %s", otherChoices},
	{"filter/either", "choice", "a request without a whole group of members is answered otherwise: %s", otherChoices},
	{"filter/either", "unneeded", "a group is whole without %s", func(s *site) []change {
		var changes []change
		for i, group := range s.clause.Rule.(model.FilterEither).Of {
			if len(group) < 2 {
				continue
			}
			for _, path := range group {
				changes = append(changes, change{detail: string(path), edit: rule(func(f *model.FilterEither) {
					f.Of = slices.Clone(f.Of)
					f.Of[i] = without(f.Of[i], path)
				})})
			}
		}
		return changes
	}},
	{"filter/either", "insisting", "%s must be given, whatever else is", func(s *site) []change {
		groups := s.clause.Rule.(model.FilterEither).Of
		return each(texts(groups[0]), func(s *site, path string) {
			rule(func(f *model.FilterEither) {
				f.Of = slices.Clone(f.Of)
				for i := range f.Of {
					if !slices.Contains(f.Of[i], model.Path(path)) {
						f.Of[i] = append(slices.Clone(f.Of[i]), model.Path(path))
					}
				}
			})(s)
		})
	}},
}

// byList reports whether the clause's filter is by a list.
func (s *site) byList() bool {
	_, by, err := s.api.Steps(s.op.Input, s.clause.Rule.(model.Filter).By)
	return err == nil && by.Kind == model.List
}

func texts(paths []model.Path) []string {
	all := make([]string, len(paths))
	for i, p := range paths {
		all[i] = string(p)
	}
	return all
}
