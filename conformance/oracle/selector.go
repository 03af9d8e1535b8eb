package oracle

import (
	"maps"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// selected returns what a call asks for in the place of a resource's newest version: the
// name without what it goes on with, and that.
func (c *call) selected() (name, number string, rule *model.Selector) {
	for _, rule := range rules[model.Selector](c) {
		whole := text(one(c.in, rule.By))
		if i := strings.LastIndex(whole, rule.Separator); i >= 0 {
			return whole[:i], whole[i+len(rule.Separator):], &rule
		}
	}
	return "", "", nil
}

// version returns what is shown of a version of a resource, or false if there is none of
// that number.
func (c *call) version(whole object, number string) (object, bool) {
	h := c.api.Versions(c.op)
	entity := c.api.Resource(h.Entity)
	for _, t := range c.find(h.Entity, c.like(whole, c.about.Key, c.about.Name)) {
		if show(t.value[h.Number]) != number {
			continue
		}
		whole = maps.Clone(whole)
		for _, name := range h.Kept(entity.Shape, c.about.Shape) {
			delete(whole, name)
			if v, there := t.value[name]; there {
				whole[name] = v
			}
		}
		return whole, true
	}
	return nil, false
}
