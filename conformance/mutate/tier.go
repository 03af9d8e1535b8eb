package mutate

import "github.com/fakesmith/fakesmith/model"

var tierMutations = []mutation{
	{"tier", "choice", "what is too large for its tier is answered otherwise: %s", otherChoices},
	{"tier", "more", "the tier %s has room for one byte more", tiers(1)},
	{"tier", "less", "the tier %s has room for one byte less", tiers(-1)},
	{"tier", "unchosen", "a tier that is left to the service is kept as it is asked for", where(func(s *site) bool {
		return s.clause.Rule.(model.Tier).Chosen != ""
	}, one(rule(func(t *model.Tier) { t.Chosen = "" })))},
	{"tier", "forgets", "the tier that a resource has does not count", nil},
	{"tier/lowered", "choice", "what becomes of a put with a lower tier is %s", otherChoices},
	{"tier/lowered", "dropped", "a tier may be lowered", dropped},
}

// tiers changes how much room each tier has.
func tiers(by int) func(*site) []change {
	return func(s *site) []change {
		var all []change
		for i, tier := range s.clause.Rule.(model.Tier).Tiers {
			all = append(all, change{detail: tier.Value, edit: rule(func(t *model.Tier) { t.Tiers[i].Most += by })})
		}
		return all
	}
}
