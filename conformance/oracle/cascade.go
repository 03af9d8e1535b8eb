package oracle

import "github.com/fakesmith/fakesmith/model"

// cascade deletes what goes with an entity that is deleted: the resources that
// have its key in their own.
func (c *call) cascade(entity object) {
	for clause, rule := range rules[model.Cascade](c) {
		if c.choice(clause) == "deleted" {
			c.drop(rule.Of, c.like(entity, c.about.Key, c.about.Name, rule.Of))
		}
	}
}
