package oracle

import (
	"maps"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// update returns what is to come of a call that changes a resource.
func (c *call) update() Outcome {
	items := c.items()
	given := c.withDefaults(items[0].value)
	old := c.find(c.about.Name, c.like(given, c.about.Key, c.about.Name))
	codes := c.objections()
	if clause, _ := rule[model.Absent](c); clause != nil && len(old) == 0 {
		codes = append(codes, c.errorOf(clause)...)
	}
	if len(codes) > 0 {
		return Outcome{Codes: codes}
	}
	out := c.success(page{}, nil)
	if len(old) == 0 {
		return out
	}
	c.keep(c.about.Name, c.assign(c.updated(old[0].value, given), old[0].value), false)
	if out.written = c.written(items); out.written != nil {
		out.Output = plain(merged(out.Output, out.written, false)).(object)
	}
	c.remember(out)
	return out
}

// withDefaults returns what an update gives, with the defaults of what it leaves out: of
// a member of the input, or of a structure there that is given.
func (c *call) withDefaults(given object) object {
	all := maps.Clone(given)
	for _, name := range c.api.Updated(c.op) {
		path := c.op.Effect.Bound(name)
		steps, _, err := c.api.Steps(c.op.Input, path)
		if _, there := given[name]; there || err != nil {
			continue
		}
		m, around := steps[len(steps)-1].Member, path.Owner()
		if m.Default != "" && !m.Required && (around == "" || one(c.in, around) != nil) {
			all[name] = decoded(m.Default)
		}
	}
	return all
}

// updated returns a resource with what an update gives. What that leaves out is kept,
// unless it is cleared.
func (c *call) updated(old, given object) object {
	all := maps.Clone(old)
	for _, name := range c.api.Clearable(c.op) {
		if c.choice(c.op.Omitted(name)) == "cleared" {
			delete(all, name)
		}
	}
	for name, v := range given {
		if !slices.Contains(c.about.Key, name) {
			all[name] = v
		}
	}
	return all
}
