package oracle

import (
	"github.com/fakesmith/fakesmith/model"
)

// existing returns the errors for a put of a resource that is there already, or
// is not.
func (c *call) existing(items []*item) []string {
	if c.op.Effect.Verb != model.Puts || len(items) != 1 {
		return nil
	}
	value := items[0].value
	old := c.find(c.about.Name, c.like(value, c.about.Key, c.about.Name))
	var codes []string
	for clause, rule := range rules[model.Existing](c) {
		if len(old) > 0 && (rule.Unless == "" || one(c.in, rule.Unless) != true) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	for clause, rule := range rules[model.NeededAtFirst](c) {
		if len(old) == 0 && !given(value[rule.Member]) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	for clause, rule := range rules[model.Fixed](c) {
		if len(old) == 0 || !given(value[rule.Member]) || !given(old[0].value[rule.Member]) {
			continue
		}
		if was := text(old[0].value[rule.Member]); was != text(value[rule.Member]) && rule.Stays(was) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
