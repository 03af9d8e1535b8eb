package oracle

import "github.com/fakesmith/fakesmith/model"

// naming returns the members by which bindings name an entity, and the resources that say
// how they are compared: those of its key as its keys are, and its address as it stands
// there.
func (c *call) naming(entity string, by []model.Binding) (members, as []string) {
	if address := c.api.AddressIn(entity, by); address != "" {
		return []string{address}, nil
	}
	return c.api.Resource(entity).Key, []string{entity}
}

// stored returns the resource that has the key of another, with all of its members, or that
// other if it is not there.
func (c *call) stored(value object) object {
	for _, t := range c.find(c.about.Name, c.like(value, c.about.Key, c.about.Name)) {
		return t.value
	}
	return value
}
