package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var criteriaMutations = []mutation{
	{"criteria", "dropped", "the conditions are ignored", dropped},
	{"criteria", "compares", "the option %s compares otherwise", func(s *site) []change {
		var all []change
		for i, on := range s.clause.Rule.(model.Criteria).On {
			for j, o := range on.Options {
				all = append(all, change{detail: on.Key + "." + o.Option, edit: rule(func(c *model.Criteria) {
					c.On[i].Options[j].Is = otherComparing[o.Is]
				})})
			}
		}
		return all
	}},
	{"criteria", "option", "the option %s is rejected", func(s *site) []change {
		var all []change
		for i, on := range s.clause.Rule.(model.Criteria).On {
			for j, o := range on.Options {
				if o.Option == on.Default || len(on.Options) < 2 {
					continue
				}
				all = append(all, change{detail: on.Key + "." + o.Option, edit: rule(func(c *model.Criteria) {
					c.On[i].Options = slices.Delete(slices.Clone(c.On[i].Options), j, j+1)
				})})
			}
		}
		return all
	}},
	{"criteria", "default", "a condition on %s without an option is compared otherwise", func(s *site) []change {
		var all []change
		for i, on := range s.clause.Rule.(model.Criteria).On {
			for _, o := range on.Options {
				if on.Default != "" && o.Option != on.Default {
					all = append(all, change{detail: on.Key + "." + o.Option, edit: rule(func(c *model.Criteria) { c.On[i].Default = o.Option })})
				}
			}
		}
		return all
	}},
	{"criteria", "key", "conditions on %s are rejected", func(s *site) []change {
		var all []change
		for i, on := range s.clause.Rule.(model.Criteria).On {
			if len(s.clause.Rule.(model.Criteria).On) > 1 {
				all = append(all, change{detail: on.Key, edit: rule(func(c *model.Criteria) { c.On = slices.Delete(slices.Clone(c.On), i, i+1) })})
			}
		}
		return all
	}},
	{"criteria", "bad-key", "an unknown key is answered with another error", one(func(s *site) {
		other := s.otherError(s.clause.Rule.(model.Criteria).BadKey)
		rule(func(c *model.Criteria) { c.BadKey = other })(s)
	})},
	{"criteria", "bad-option", "an unknown option is answered with another error", one(func(s *site) {
		other := s.otherError(s.clause.Rule.(model.Criteria).BadOption)
		rule(func(c *model.Criteria) { c.BadOption = other })(s)
	})},
	{"criteria", "any", "a resource is listed that meets one of several conditions", where(func(s *site) bool {
		return len(s.clause.Rule.(model.Criteria).On) > 1
	}, nil)},
}

// otherComparing is another way to compare for each.
var otherComparing = map[model.Comparing]model.Comparing{
	model.TextEquals: model.TextBegins, model.TextBegins: model.TextContains, model.TextContains: model.TextEquals,
	model.TextBelow: model.TextChild, model.TextChild: model.TextBelow,
}
