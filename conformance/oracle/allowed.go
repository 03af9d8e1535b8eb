package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// unallowed returns the errors for members that have a value which is none of
// the few that they may have.
func (c *call) unallowed() []string {
	var codes []string
	for clause, rule := range rules[model.Allowed](c) {
		values := rule.Values
		if rule.Account {
			values = []string{c.as.Account}
		}
		if slices.ContainsFunc(at(c.in, rule.Path), func(v any) bool { return !slices.Contains(values, text(v)) }) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// reserved returns the errors for texts that begin in a way which the service keeps for
// itself.
func (c *call) reserved() []string {
	var codes []string
	for clause, rule := range rules[model.Reserved](c) {
		if slices.ContainsFunc(at(c.in, rule.Path), func(v any) bool { return rule.Begins(text(v)) }) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// unformed returns the errors for texts that do not match what they have to.
func (c *call) unformed() []string {
	var codes []string
	for clause, rule := range rules[model.AllowedForm](c) {
		form := c.contract.patterns.of(rule.Pattern)
		if slices.ContainsFunc(at(c.in, rule.Path), func(v any) bool { return !form.MatchString(text(v)) }) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
