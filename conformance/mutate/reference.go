package mutate

import "github.com/fakesmith/fakesmith/model"

var referenceMutations = []mutation{
	{"reference", "choice", "naming an entity that is not there is answered otherwise: %s", otherChoices},
	{"reference", "dropped", "the entity that is named need not be there", where(func(s *site) bool {
		// Where "allowed" is a choice, that is what it means.
		return s.clause.Choice != "allowed" && !listing(s)
	}, dropped)},
	{"reference", "any", "the entity need not have what is asked of it at %s", func(s *site) []change {
		var paths []string
		for _, w := range s.clause.Rule.(model.Reference).Where {
			paths = append(paths, string(w.Path))
		}
		return each(paths, func(s *site, path string) {
			rule(func(r *model.Reference) {
				var kept []model.Condition
				for _, w := range r.Where {
					if string(w.Path) != path {
						kept = append(kept, w)
					}
				}
				r.Where = kept
			})(s)
		})
	}},

	{"reference", "beginning", "what only begins the address of an entity names it as well", where(addressed, nil)},

	{"reference/without", "choice", "naming an entity that has what it must not is answered otherwise: %s", otherChoices},
	{"reference/without", "dropped", "the entity that is named may have whatever it has", dropped},

	{"reference/unneeded", "choice", "what need not be there is answered otherwise: %s", otherChoices},
}

// addressed is the condition that a reference names an entity by its address.
func addressed(s *site) bool {
	rule := s.clause.Rule.(model.Reference)
	return s.api.AddressIn(rule.Entity, rule.From) != "" && model.ErrorOf(s.clause.Choice) != ""
}
