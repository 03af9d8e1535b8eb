package effect

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// SelectsKeys reports whether a request of an operation that lists asks for things
// by their keys, so that nothing is shown but what the case has made.
func (c *Contract) SelectsKeys(op *model.Operation, in value.Object) bool {
	return slices.ContainsFunc(op.Clauses, func(clause model.Clause) bool {
		filter, ok := clause.Rule.(model.Filter)
		return ok && c.SelectsByKey(op, filter) && len(value.ListAt(in, filter.By)) > 0
	})
}
