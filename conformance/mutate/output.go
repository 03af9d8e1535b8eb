package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var outputMutations = []mutation{
	{"output", "dropped", "the output of a put is empty", dropped},
	{"output", "without", "the output of a put lacks %s", func(s *site) []change {
		var all []change
		for i, b := range s.clause.Rule.(model.Output).As {
			all = append(all, change{detail: string(b.Path), edit: rule(func(o *model.Output) { o.As = slices.Delete(slices.Clone(o.As), i, i+1) })})
		}
		return all
	}},
	{"output", "first", "the output of a put has what the first put has stored", where((*site).putsAgain, nil)},
}
