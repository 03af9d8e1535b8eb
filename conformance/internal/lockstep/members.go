package lockstep

import (
	"maps"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// members draws the members of a resource that are not in its key.
func (c *domain) members(d die, op *model.Operation, now time.Time) value.Object {
	about := c.ResourceOf(op)
	resource := value.Object{}
	if c.HasExample(about.Name) {
		resource = c.Example(about.Name)
	}
	for _, b := range op.Effect.From {
		if name := b.Member; effect.Assigned(op, name) && limited(op, b.Path) && d.oneIn(12) {
			resource[name] = c.value(d, c.API.Shape(about.Shape.Member(name).Shape), 0)
		}
	}
	for _, name := range c.Settable(op) {
		m := about.Shape.Member(name)
		shape := c.API.Shape(m.Shape)
		_, there := resource[name]
		switch {
		case expires(op, name):
			if after := c.lifetime(d); after != 0 {
				resource[name] = shapes.Time(shape, now.Add(after))
			}
		case shape.Kind == model.Timestamp:
			resource[name] = shapes.Time(shape, now.Truncate(time.Hour).Add(-time.Duration(d(2))*time.Hour))
		case there && !d.oneIn(8), !there && !m.Required && !c.Demands(op, name) && (len(resource) > 3 && d(6) < 5 || d(2) == 0):
		default:
			resource[name] = c.value(d, shape, 0)
		}
	}
	c.automate(d, op, resource)
	c.refer(d, about, resource)
	if c.combines(op, resource) {
		return resource
	}
	resource = c.example(d, about.Name)
	if d.oneIn(4) {
		// Of the members that don't go together, one may go with an example.
		name := from(d, append(c.Settable(op), refused(op)...))
		more := value.With(value.Object{name: c.value(d, c.API.Shape(about.Shape.Member(name).Shape), 0)}, resource)
		if c.combines(op, more) {
			return more
		}
	}
	return resource
}

// refer has a resource, most of the time, refer to one of those that it may refer to.
func (c *domain) refer(d die, about model.Resource, resource value.Object) {
	referring := c.Referring(about.Name)
	for _, name := range slices.Sorted(maps.Keys(referring)) {
		if d.oneIn(4) {
			continue
		}
		other := c.key(d, c.API.Resource(name).Key)
		if c.existing != nil && !d.oneIn(4) {
			if all := c.existing(name); len(all) > 0 {
				other = from(d, all)
			}
		}
		for _, b := range referring[name] {
			if !slices.Contains(about.Key, string(b.Path)) {
				v := other[b.Member]
				if v == nil {
					v = c.NameOf(name, b.Member, other)
				}
				c.Refer(about, resource, b.Path, v)
			}
		}
	}
}

// combines reports whether the members of a resource may be put together: no clause
// forbids it, or the service accepts it nevertheless. Only an exact one is then known
// to return them.
func (c *domain) combines(op *model.Operation, resource value.Object) bool {
	broken := effect.Broken(op, c.Input(op, resource))
	if len(broken) == 0 {
		return true
	}
	choices := c.Choices()
	return c.Target.Exact && !slices.ContainsFunc(broken, func(id string) bool { return choices[id] != "accepted" })
}

// example draws one of the examples of an entity that need nothing else.
func (c *domain) example(d die, entity string) value.Object {
	all := []value.Object{c.Example(entity)}
	if e := c.API.Entity(entity); e != nil {
		for _, s := range e.Samples {
			if s.Needs == "" {
				all = append(all, c.Sample(s.JSON))
			}
		}
	}
	return from(d, all)
}

// refused returns the members that no put may have, as far as clauses say. What they
// say may be an assumption, and the service may accept them.
func refused(op *model.Operation) []string {
	var names []string
	for _, b := range op.Effect.From {
		if op.Forbids(b.Path) {
			names = append(names, b.Member)
		}
	}
	return names
}

// limited reports whether a clause limits a member to a few values.
func limited(op *model.Operation, path model.Path) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		rule, ok := c.Rule.(model.Allowed)
		return ok && rule.Path == path
	})
}

// expires reports whether a member is the time at which a resource expires.
func expires(op *model.Operation, member string) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		rule, ok := c.Rule.(model.Expiry)
		return ok && rule.At == member
	})
}

// lifetime draws how long a resource is to exist, 0 for always. Without a clock
// that can be set, nothing expires during the case.
func (c *domain) lifetime(d die) time.Duration {
	if c.Target.Clock == nil {
		return from(d, []time.Duration{0, 24 * time.Hour, 48 * time.Hour, -24 * time.Hour})
	}
	over := -time.Second
	if !c.Target.Exact {
		over = -24 * time.Hour // what is over just now may be there a while yet
	}
	return from(d, []time.Duration{0, time.Second, 10 * time.Second, 1500 * time.Millisecond, time.Minute, time.Millisecond, over, time.Nanosecond * 0})
}

// value draws one of a few values of a shape.
func (c *domain) value(d die, shape *model.Shape, depth int) any {
	switch shape.Kind {
	case model.Structure:
		o := value.Object{}
		if shape.Union {
			options := c.UnionMembers(shape)
			if depth > 2 || len(options) == 0 {
				return c.Least(shape)
			}
			m := options[d(len(options))]
			o[m.Name] = c.value(d, c.API.Shape(m.Shape), depth+1)
			return o
		}
		for _, m := range shape.Members {
			if m.Required || depth < 2 && d.oneIn(3) {
				o[m.Name] = c.value(d, c.API.Shape(m.Shape), depth+1)
			}
		}
		return o
	case model.List:
		low, high := c.Lengths(shape, 0, 2)
		list := []any{}
		for range low + d(high-low+1) {
			list = append(list, c.value(d, c.API.Shape(shape.Elem), depth+1))
		}
		if !c.Fits(list, shape) {
			return c.Least(shape)
		}
		return list
	case model.Map:
		return c.Least(shape)
	}
	values := c.few(shape)
	return values[d(len(values))]
}

// few returns up to three values of a shape.
func (c *domain) few(shape *model.Shape) []any {
	var values []any
	if shape.Kind == model.String {
		for _, text := range c.TextsFor(shape) {
			values = append(values, text)
		}
	}
	if len(values) == 0 {
		values = c.Samples(shape)
	}
	return values[:min(len(values), 3)]
}
