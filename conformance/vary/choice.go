package vary

import "github.com/fakesmith/fakesmith/model"

// choices returns a variant for each choice that a clause leaves and that the
// contract does not make.
func choices(api *model.API) []Variant {
	var all []Variant
	for _, p := range api.AllClauses() {
		for _, choice := range p.Clause.Choices {
			if choice == p.Clause.Choice {
				continue
			}
			all = append(all, Variant{
				ID:        "choice/" + p.Clause.ID + "/" + choice,
				Permitted: about(p.Clause, "The documents are silent, and each of %d answers can be defended.", len(p.Clause.Choices)),
				Place:     "choice/" + p.Clause.ID,
				Choices:   map[string]string{p.Clause.ID: choice},
			})
		}
	}
	return all
}
