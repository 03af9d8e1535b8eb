package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var factMutations = append([]mutation{
	{"fact", "ignored", "nothing is set", where(setting, nil)},
	{"fact", "first", "what was set first stays", where(setting, nil)},
	{"fact", "unset-member", "the member %s is not set", where(setting, unbound)},
	{"fact", "unshown-member", "the member %s is not shown", where(listing, func(s *site) []change {
		var names []string
		for _, b := range s.op.Effect.As {
			names = append(names, b.Member)
		}
		return each(names, func(s *site, name string) {
			s.op.Effect.As = slices.DeleteFunc(s.op.Effect.As, func(b model.Binding) bool { return b.Member == name })
		})
	})},
	{"fact", "short-key", "facts that differ in %s only are one", where(setting, shortKeys)},

	{"fact/dry-run", "dropped", "a request that is only to be checked is carried out", dropped},
	{"fact/dry-run", "always", "no request is carried out", nil},
	{"fact/dry-run", "referring", "a request that is only to be checked has to name what is there", nil},

	{"fact/summary", "by", "the facts are summed up whatever their %s", func(s *site) []change {
		by := s.clause.Rule.(model.Summary).By
		if len(by) < 2 {
			return nil
		}
		return each(by, func(s *site, member string) {
			rule(func(r *model.Summary) { r.By = without(r.By, member) })(s)
		})
	}},
}, sumMutations("fact/summary")...)

// setting is the condition that the operation sets a fact.
func setting(s *site) bool { return s.op.Effect.Verb == model.Sets }

// unbound leaves one optional member of the resource out of what the operation
// takes from its input.
func unbound(s *site) []change {
	resource := s.resource()
	var names []string
	for _, b := range s.op.Effect.From {
		m := resource.Shape.Member(b.Member)
		if m != nil && !m.Required && !slices.Contains(resource.Key, b.Member) {
			names = append(names, b.Member)
		}
	}
	return each(names, func(s *site, name string) {
		s.op.Effect.From = slices.DeleteFunc(s.op.Effect.From, func(b model.Binding) bool { return b.Member == name })
	})
}
