package effect

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Filters reports whether a member of the input only selects from what an
// operation lists, so that it may be left out.
func Filters(op *model.Operation, path model.Path) bool {
	for i := range op.Clauses {
		if f, ok := op.Clauses[i].Rule.(model.Filter); ok && f.By == path {
			return true
		}
	}
	return false
}

// SelectsByKey reports whether a filter selects single resources: it is a list,
// and compares all of the key but the partition.
func (c *Contract) SelectsByKey(op *model.Operation, f model.Filter) bool {
	_, shape, err := c.API.Steps(op.Input, f.By)
	if err != nil || shape.Kind != model.List {
		return false
	}
	resource := c.ResourceOf(op)
	for _, name := range resource.Key {
		if !slices.Contains(resource.Partition, name) && !slices.Contains(f.On, model.Path(name)) {
			return false
		}
	}
	return true
}

// SelectsKeys reports whether a request selects resources by their keys, so
// that nothing is returned but what the case has created.
func (c *Contract) SelectsKeys(op *model.Operation, in value.Object) bool {
	return slices.ContainsFunc(op.Clauses, func(clause model.Clause) bool {
		filter, ok := clause.Rule.(model.Filter)
		return ok && c.SelectsByKey(op, filter) && len(value.ListAt(in, filter.By)) > 0
	})
}

// NamesPartition reports whether a request of a listing names a partition.
func (c *Contract) NamesPartition(op *model.Operation, in value.Object) bool {
	return slices.ContainsFunc(c.ResourceOf(op).Partition, func(name string) bool {
		path := op.Effect.Bound(name)
		return path != "" && value.One(in, path) != nil
	})
}
