package lockstep

import (
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// addresses returns the addresses of the entities of a domain: the keys of these come first.
func (c *domain) addresses(of model.Addressed) []any {
	var all []any
	for i := range 2 {
		key := value.Object{}
		for _, member := range c.API.Resource(of.Entity).Key {
			key[member] = c.pools[member][min(i, len(c.pools[member])-1)]
		}
		all = append(all, c.AddressOf(of.Entity, of.Address, key))
	}
	return all
}

// addressing draws those of some members that are addresses from those of what exists, most
// of the time.
func (c *domain) addressing(d die, op *model.Operation, names []string) value.Object {
	some := value.Object{}
	for _, name := range names {
		if all := c.addressed(op.Effect.Of, name); len(all) > 0 && !d.oneIn(4) {
			some[name] = from(d, all)
		}
	}
	return some
}

// addressed returns the addresses that a member may have, if it has any, of what exists.
func (c *domain) addressed(resource, name string) []any {
	of, is := c.Addressed(resource, name)
	if !is || c.existing == nil {
		return nil
	}
	var all []any
	for _, entity := range c.existing(of.Entity) {
		if address, isText := entity[of.Address].(string); isText {
			all = append(all, address)
		}
	}
	return all
}
