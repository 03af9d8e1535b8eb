package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var batchMutations = []mutation{
	{"batch", "less", "a batch holds one item less", where(func(s *site) bool { return s.clause.Rule.(model.Batch).Max > 1 }, one(rule(func(b *model.Batch) { b.Max-- })))},
	{"batch", "more", "a batch holds one item more", where(func(s *site) bool { return s.clause.Rule.(model.Batch).Max > 0 }, one(rule(func(b *model.Batch) { b.Max++ })))},
	{"batch", "wordless", "a batch does not say why its items failed", nil},
	{"batch", "dropped", "what failed is not told", where(func(s *site) bool { return s.op.Clause("rejection") == nil }, dropped)},
	{"batch", "without", "an item of a batch lacks the member %s", func(s *site) []change { return about(s.itemMembers()) }},
	{"batch", "first", "only the first item of a batch is told", nil},
	{"batch", "successes", "what succeeded is told among what failed", nil},
}

// itemMembers returns the members of an item in a batch that the operation
// fills.
func (s *site) itemMembers() []string {
	b := s.clause.Rule.(model.Batch)
	_, item, err := s.api.Steps(s.op.Output, b.Group().Join(b.Items).Elem())
	if err != nil {
		return nil
	}
	var names []string
	for _, m := range item.Members {
		if s.op.Effect.Bound(m.Name) != "" || slices.Contains(s.resource().Key, m.Name) {
			names = append(names, m.Name)
		}
	}
	return names
}
