package effect

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// IsRead reports whether an operation changes nothing.
func IsRead(op *model.Operation) bool {
	return op.Effect.Verb == model.Lists || op.Effect.Verb == model.Reads
}

// NamesPartition reports whether a request of an operation that lists names a
// partition.
func (c *Contract) NamesPartition(op *model.Operation, in value.Object) bool {
	return slices.ContainsFunc(c.ResourceOf(op).Partition, func(name string) bool {
		path := op.Effect.Bound(name)
		return path != "" && value.One(in, path) != nil
	})
}
