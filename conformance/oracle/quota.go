package oracle

import "github.com/fakesmith/fakesmith/model"

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
		there := c.find(c.about.Name, c.like(more[0].value, c.about.Partition, c.about.Name))
		if len(there)+len(more) > q.Most {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
