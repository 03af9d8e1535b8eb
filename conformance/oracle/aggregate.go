package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// aggregated returns a row with what the facts about its resource amount to, and reports
// whether that is among what the request asks for.
func (c *call) aggregated(t resource, shown object) (object, bool) {
	clause, rule := rule[model.Aggregate](c)
	if clause == nil {
		return shown, true
	}
	facts := c.find(rule.Of, c.like(t.value, c.about.Key, rule.Of))
	value, count := sumOf(rule.Sum, c.api.Fact(rule.Of), facts)
	for _, filter := range rules[model.AggregateFilter](c) {
		wanted, _ := one(c.in, filter.By).([]any)
		if len(wanted) > 0 && !slices.Contains(wanted, any(value)) {
			return nil, false
		}
	}
	return withSum(shown, rule.Sum, value, count), true
}
