package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// sumMutations returns the mutations of a kind of clauses that sum facts up.
func sumMutations(kind string) []mutation {
	return []mutation{
		{kind, "reversed", "the value that is to decide last decides first", where(func(s *site) bool {
			return len(s.sum().First) > 1
		}, one(sum(func(r *model.Summary) { slices.Reverse(r.First) })))},
		{kind, "undecided", "the value %s decides nothing", func(s *site) []change {
			return each(s.sum().First, func(s *site, value string) {
				sum(func(r *model.Summary) { r.First = without(r.First, value) })(s)
			})
		}},
		{kind, "otherwise", "without a deciding value the facts amount to %s", func(s *site) []change {
			others := without(s.api.FactValues(s.summed()), s.sum().Otherwise)
			return each(others, func(s *site, value string) {
				sum(func(r *model.Summary) { r.Otherwise = value })(s)
			})
		}},
		{kind, "cap-less", "the count is capped one earlier", one(sum(func(r *model.Summary) { r.Cap-- }))},
		{kind, "cap-more", "the count is capped one later", one(sum(func(r *model.Summary) { r.Cap++ }))},
		{kind, "uncounted", "how many have the value is not said", where(counting, one(sum(func(r *model.Summary) { r.Count = "" })))},
		{kind, "uncapped", "whether there are more is not said", where(func(s *site) bool {
			return s.sum().Capped != ""
		}, one(sum(func(r *model.Summary) { r.Capped = "" })))},
		{kind, "counts-all", "all facts are counted, whatever their value", where(counting, nil)},
	}
}

// counting is the condition that it is said how many facts have the value.
func counting(s *site) bool { return s.sum().Count != "" }

// sum returns how the site's clause sums facts up.
func (s *site) sum() model.Summary {
	if a, ok := s.clause.Rule.(model.Aggregate); ok {
		return a.Sum
	}
	return s.clause.Rule.(model.Summary)
}

// summed returns the fact that the site's clause sums up.
func (s *site) summed() *model.Fact {
	if a, ok := s.clause.Rule.(model.Aggregate); ok {
		return s.api.Fact(a.Of)
	}
	return s.resource().Fact
}

// sum changes how a clause sums facts up.
func sum(edit func(*model.Summary)) func(*site) {
	return func(s *site) {
		if a, ok := s.clause.Rule.(model.Aggregate); ok {
			a.Sum.First = slices.Clone(a.Sum.First)
			edit(&a.Sum)
			s.clause.Rule = a
			return
		}
		rule(edit)(s)
	}
}
