package effect

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// SelectsByKey reports whether a filter names single things: it is a list, and
// compares all of the key but the partition.
func (c *Contract) SelectsByKey(op *model.Operation, f model.Filter) bool {
	_, shape, err := c.API.Steps(op.Input, f.By)
	if err != nil || shape.Kind != model.List {
		return false
	}
	about := c.ResourceOf(op)
	for _, name := range about.Key {
		if !slices.Contains(about.Partition, name) && !slices.Contains(f.On, model.Path(name)) {
			return false
		}
	}
	return true
}
