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

// Demanded reports whether an operation is not called without a filter: its input
// requires what the filter is by, or has to give one of several groups of members, of
// which that is in the first.
func (c *Contract) Demanded(op *model.Operation, f model.Filter) bool {
	for _, clause := range op.Clauses {
		if rule, ok := clause.Rule.(model.FilterEither); ok && slices.Contains(rule.Of[0], f.By) {
			return true
		}
	}
	return c.Required(op, f.By)
}

// Gathering returns the filters without which an operation that lists is not called,
// and that select what shares a member of the key. By these members, rather than by
// the partition, is listed together what such an operation returns.
func (c *Contract) Gathering(op *model.Operation) []model.Filter {
	var all []model.Filter
	for _, clause := range op.Clauses {
		f, ok := clause.Rule.(model.Filter)
		if !ok || len(f.On) != 1 || !slices.Contains(c.ResourceOf(op).Key, string(f.On[0])) || !c.Demanded(op, f) {
			continue
		}
		if _, shape, err := c.API.Steps(op.Input, f.By); err == nil && shape.Kind != model.List {
			all = append(all, f)
		}
	}
	return all
}

// ListedBy returns the members of a key that all resources share which one request of
// an operation lists: those of the partition, unless others gather them.
func (c *Contract) ListedBy(op *model.Operation) []string {
	gathering := c.Gathering(op)
	if len(gathering) == 0 {
		return c.ResourceOf(op).Partition
	}
	var names []string
	for _, f := range gathering {
		names = append(names, string(f.On[0]))
	}
	for _, name := range c.ResourceOf(op).Partition {
		if path := op.Effect.Bound(name); path != "" && !Filters(op, path) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// DemandedFilter returns the filter by keys without which an operation can't be
// called, or nil.
func (c *Contract) DemandedFilter(op *model.Operation) *model.Filter {
	return model.FindRule(op, func(f model.Filter) bool { return c.Demanded(op, f) && c.SelectsByKey(op, f) })
}

// Selecting returns the input of an operation that lists a partition, for which it has
// to return some resources: one that has to name them does.
func (c *Contract) Selecting(op *model.Operation, partition value.Object, resources ...value.Object) value.Object {
	in := c.Input(op, partition)
	if f := c.DemandedFilter(op); f != nil {
		var keys []any
		for _, r := range resources {
			keys = append(keys, c.Selection(op, f.By, r))
		}
		if len(keys) > 0 {
			value.Set(in, f.By, keys)
		}
	}
	return in
}

// Selection returns the element of a selecting list for a key.
func (c *Contract) Selection(op *model.Operation, by model.Path, key value.Object) any {
	_, list, err := c.API.Steps(op.Input, by)
	if err == nil && c.API.Shape(list.Elem).Kind == model.Structure {
		var names []string
		for _, m := range c.API.Shape(list.Elem).Members {
			names = append(names, m.Name)
		}
		elem := value.Pick(key, names)
		for _, b := range renamed(op, by) {
			if v, there := key[b.Member]; there {
				value.Set(elem, b.Path, v)
			}
		}
		return elem
	}
	names := c.ResourceOf(op).Key
	return key[names[len(names)-1]]
}

// renamed returns the members of the elements of a selecting list that have other names
// than in resources.
func renamed(op *model.Operation, by model.Path) []model.Binding {
	for i := range op.Clauses {
		if f, ok := op.Clauses[i].Rule.(model.Filter); ok && f.By == by {
			return f.Named
		}
	}
	return nil
}

// NamesPartition reports whether a request of a listing names a partition.
func (c *Contract) NamesPartition(op *model.Operation, in value.Object) bool {
	return slices.ContainsFunc(c.ResourceOf(op).Partition, func(name string) bool {
		path := op.Effect.Bound(name)
		return path != "" && value.One(in, path) != nil
	})
}
