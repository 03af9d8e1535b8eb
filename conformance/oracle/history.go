package oracle

import "github.com/fakesmith/fakesmith/model"

// record keeps the version that a put has made of a resource, and drops the oldest of
// too many.
func (c *call) record(value object) {
	for _, h := range rules[model.History](c) {
		entity := c.api.Resource(h.Entity)
		for _, t := range c.find(c.about.Name, c.like(value, c.about.Key, c.about.Name)) {
			shown := c.returned(t)
			version := object{}
			for _, name := range h.Kept(entity.Shape, c.about.Shape) {
				if v, there := shown[name]; there {
					version[name] = v
				}
			}
			c.keep(h.Entity, version, false)
			all := c.find(h.Entity, c.like(value, c.about.Key, c.about.Name))
			for i := range max(0, len(all)-h.Most) {
				c.drop(h.Entity, c.like(all[i].value, entity.Key, h.Entity))
			}
		}
	}
}

// forget drops the versions of a resource that is deleted.
func (c *call) forget(value object) {
	for _, clause := range c.api.Histories(c.about.Name) {
		h := clause.Rule.(model.History)
		c.drop(h.Entity, c.like(value, c.about.Key, c.about.Name))
		c.forgetLabels(value, h.Entity)
	}
}
