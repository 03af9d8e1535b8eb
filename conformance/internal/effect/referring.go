package effect

import (
	"maps"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Refer has a resource refer to another: what stands at a path is v, and a structure on
// the way that is not there yet has what it has to have.
func (c *Contract) Refer(of model.Resource, resource value.Object, path model.Path, v any) {
	shape, names := of.Shape, strings.Split(string(path), ".")
	for _, name := range names[:len(names)-1] {
		shape = c.API.Shape(shape.Member(name).Shape)
		next, there := resource[name].(value.Object)
		if there {
			next = maps.Clone(next) // resources share what the example has
		} else {
			next, _ = c.Least(shape).(value.Object)
		}
		resource[name], resource = next, next
	}
	resource[names[len(names)-1]] = v
}

// Referring returns where resources of a kind refer to others by members beside their key,
// by what these are: the clauses in-use and cascade say it.
func (c *Contract) Referring(of string) map[string][]model.Binding {
	if known, ok := c.referring[of]; ok {
		return known
	}
	all := map[string][]model.Binding{}
	for _, p := range c.API.AllClauses() {
		var by []model.Binding
		switch rule := p.Clause.Rule.(type) {
		case model.InUse:
			if rule.Of == of {
				by = rule.By
			}
		case model.Cascade:
			if rule.Of == of {
				by = rule.By
			}
		}
		if slices.ContainsFunc(by, func(b model.Binding) bool {
			return !slices.Contains(c.API.Resource(of).Key, string(b.Path))
		}) {
			all[p.Operation.Effect.Of] = by
		}
	}
	c.referring[of] = all
	return all
}
