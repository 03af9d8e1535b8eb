package clause

import "github.com/fakesmith/fakesmith/model"

// Isolation returns the clauses that accounts and regions do not see each
// other, to be named where the fake turns to what it holds in one of them.
func Isolation(api *model.API) []*model.Clause { return ofKind(api, "isolation") }

// ofKind returns the clauses of a kind that hold for every operation.
func ofKind(api *model.API, kind string) []*model.Clause {
	var all []*model.Clause
	for i := range api.Clauses {
		if api.Clauses[i].Kind == kind {
			all = append(all, &api.Clauses[i])
		}
	}
	return all
}
