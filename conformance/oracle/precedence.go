package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// stages returns the steps in the handling of a request, in their order: the
// usual one, but for those that a clause puts the other way.
func (o *Oracle) stages() []model.Stage {
	order := []model.Stage{model.Serialization, model.Constraints, model.Service}
	for _, c := range o.api.Clauses {
		rule, ok := c.Rule.(model.Precedence)
		if !ok {
			continue
		}
		first, then := slices.Index(order, rule.First), slices.Index(order, rule.Then)
		if first > then {
			order[first], order[then] = order[then], order[first]
		}
	}
	return order
}
