package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// invalid returns the errors with which a request may be rejected that breaks
// constraints. It returns none if it breaks none.
func (c *call) invalid() []string {
	var checks []model.Check
	for _, rule := range rulesOf[model.Constraint](c.op) {
		if c.breaks(rule) {
			checks = append(checks, rule.Check)
		}
	}
	if len(checks) == 0 {
		return nil
	}
	for _, clause := range c.api.Clauses {
		rule, ok := clause.Rule.(model.Validation)
		switch {
		case !ok:
		case slices.Contains(checks, model.Minimum) || slices.Contains(checks, model.Maximum):
			return append([]string{rule.Error}, rule.Ranges...)
		default:
			return []string{rule.Error}
		}
	}
	return []string{"ValidationException"}
}
