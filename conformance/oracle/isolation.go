package oracle

import "github.com/fakesmith/fakesmith/model"

// home returns where the resources of an account and region are: apart from all
// others, or where nothing says so, together with them.
func (o *Oracle) home(as Scope) Scope {
	for _, c := range o.api.Clauses {
		if _, ok := c.Rule.(model.Isolation); ok {
			return as
		}
	}
	return Scope{}
}
