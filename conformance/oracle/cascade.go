package oracle

import "github.com/fakesmith/fakesmith/model"

// cascade deletes what goes with an entity that is deleted: the resources that refer to
// it.
func (c *call) cascade(entity object) {
	for clause, rule := range rules[model.Cascade](c) {
		if c.choice(clause) == "deleted" {
			c.drop(rule.Of, c.referring(entity, rule.By, rule.Of))
		}
	}
}

// referring returns the condition that a resource of a name has the key or the address of
// an entity of the operation's at some places.
func (c *call) referring(entity object, by []model.Binding, of string) func(object) bool {
	members, as := c.naming(c.about.Name, by)
	as = append(as, of)
	return func(other object) bool {
		held := object{}
		for _, b := range by {
			v := one(other, b.Path)
			if v == nil {
				return false
			}
			held[b.Member] = v
		}
		return c.like(entity, members, as...)(held)
	}
}
