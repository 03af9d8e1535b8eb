package oracle

import (
	"maps"

	"github.com/fakesmith/fakesmith/model"
)

// An item is one of the resources that a request is about.
type item struct {
	value object
	// others are the resources with the same key that come after it in the request.
	others []object
	// why says for what reasons the resource is not dealt with.
	why []string
	// slow reports that a process of the key may go on longer than is known of it: a
	// service that is no fake need not be as quick as it is told to be.
	slow bool
}

// items returns the resources that a request is about: one for each element of
// its list, with what stands outside the list in all of them; or just one.
// Those with the same key are one, unless nothing says so.
func (c *call) items() []*item {
	e, common := &c.op.Effect, c.common()
	if e.Each == "" {
		return []*item{{value: common}}
	}
	var items []*item
	for _, elem := range at(c.in, e.Each.Elem()) {
		value := maps.Clone(common)
		for _, b := range e.From {
			within, ok := b.Path.Within(e.Each)
			if v := one(elem, within); ok && v != nil {
				value[b.Member] = c.precise(b.Member, v)
			}
		}
		before := c.among(items, value)
		if clause, _ := rule[model.Duplicates](c); clause != nil && before != nil {
			before.others = append(before.others, value)
			continue
		}
		items = append(items, &item{value: value})
	}
	return items
}

// common returns the members that all resources of a request have.
func (c *call) common() object {
	common := object{}
	for _, b := range c.op.Effect.From {
		if _, within := b.Path.Within(c.op.Effect.Each); within {
			continue
		}
		if v := one(c.in, b.Path); v != nil {
			common[b.Member] = c.precise(b.Member, v)
		}
	}
	return common
}

// among returns the item that has the key of a resource, or nil.
func (c *call) among(items []*item, value object) *item {
	same := c.like(value, c.about.Key, c.about.Name)
	for _, it := range items {
		if same(it.value) {
			return it
		}
	}
	return nil
}

// duplicates returns the error for a key that stands in the request twice.
func (c *call) duplicates() []string {
	clause, _ := rule[model.Duplicates](c)
	if clause == nil || len(c.items()) == len(at(c.in, c.op.Effect.Each.Elem())) {
		return nil
	}
	return c.errorOf(clause)
}
