package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// used returns the errors for entities that the request deletes while others refer to
// them.
func (c *call) used() []string {
	var codes []string
	for clause, rule := range rules[model.InUse](c) {
		if slices.ContainsFunc(c.items(), func(it *item) bool {
			return len(c.find(rule.Of, c.referring(c.stored(it.value), rule.By, rule.Of))) > 0
		}) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
