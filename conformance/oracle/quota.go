package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// overfull returns the errors for a put that would make the resources more than there
// may be.
func (c *call) overfull() []string {
	var codes []string
	for clause, q := range rules[model.Quota](c) {
		var more []*item
		for _, it := range c.items() {
			if !c.has(it.value) && c.among(more, it.value) == nil {
				more = append(more, it)
			}
		}
		if len(more) == 0 {
			continue
		}
		// The key of a resource may be compared in another way than what it belongs to.
		inKey, others := c.split(q.Per)
		keyed, same := c.like(more[0].value, inKey, c.about.Name), c.like(more[0].value, others)
		there := c.find(c.about.Name, func(value object) bool { return keyed(value) && same(value) })
		if len(there)+len(more) > q.Most {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// split returns those of some members that are in the key of the resources, and the others.
func (c *call) split(members []string) (inKey, others []string) {
	for _, m := range members {
		if slices.Contains(c.about.Key, m) {
			inKey = append(inKey, m)
		} else {
			others = append(others, m)
		}
	}
	return inKey, others
}
