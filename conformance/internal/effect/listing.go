package effect

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// FixedPartitions reports whether the partitions of a resource are as many as enums have values, so
// that none is new.
func (c *Contract) FixedPartitions(resource model.Resource) bool {
	return len(resource.Partition) > 0 && !slices.ContainsFunc(resource.Partition, func(name string) bool {
		return c.KeyShape(resource, name).Kind != model.Enum
	})
}

// PageSizes returns the bounds of the size of a page that a request can ask for.
func (c *Contract) PageSizes(op *model.Operation, rule model.Pagination) (low, high int) {
	return c.Lengths(c.API.Shape(c.API.Shape(op.Input).Member(rule.Limit).Shape), 0, 100)
}
