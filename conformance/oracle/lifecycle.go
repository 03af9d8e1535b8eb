package oracle

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A lifecycle is what is said of the states of a resource.
type lifecycle struct {
	model.Lifecycle
	period *model.Clause
	// deleting is the clause about what is being deleted, or nil.
	deleting *model.Clause
}

// enter returns a resource with the state that it has when it is put.
func (c *call) enter(value object) object {
	for _, rule := range rules[model.Lifecycle](c) {
		value = with(with(value, rule.Member, rule.First), rule.Since, moment{Time: c.now})
	}
	return value
}

// leave takes away the resource with the key of another, unless reads still return it.
func (c *call) leave(value object) {
	same := c.like(value, c.about.Key, c.about.Name)
	life := c.contract.lifecycles[c.about.Name]
	if life.deleting == nil || !c.Lenient && c.lasting(life.deleting) == 0 {
		c.drop(c.about.Name, same)
		return
	}
	c.writes++
	c.resources = slices.Clone(c.resources)
	for i, t := range c.resources {
		if t.of == c.about.Name && !t.leaving && same(t.value) {
			c.resources[i].value = with(t.value, life.Member, life.deleting.Rule.(model.LifecycleDeleting).State)
			c.resources[i].leaving, c.resources[i].entered = true, c.now
		}
	}
}

// left returns the resources that are being deleted for which a condition holds.
func (c *call) left(suits func(object) bool) []resource {
	var found []resource
	for _, t := range c.resources {
		if t.of == c.about.Name && t.leaving && suits(t.value) {
			found = append(found, t)
		}
	}
	return found
}

// mature gives the resources the states that they have at the time of the call. Which one
// that was before does not matter: a resource is never in the first state again.
func (c *call) mature() {
	if len(c.contract.lifecycles) == 0 {
		return
	}
	c.resources = slices.DeleteFunc(slices.Clone(c.resources), func(t resource) bool {
		// Where it is not known how long it takes, it may be returned still.
		return t.leaving && !c.Lenient && !c.now.Before(t.entered.Add(c.lasting(c.contract.lifecycles[t.of].deleting)))
	})
	for i, t := range c.resources {
		life, has := c.contract.lifecycles[t.of]
		if !has || t.value[life.Member] != life.First {
			continue
		}
		if end := t.entered.Add(c.lasting(life.period)); !c.now.Before(end) {
			c.resources = slices.Clone(c.resources)
			c.resources[i].value = with(t.value, life.Member, life.Last)
		}
	}
}

// lasting returns how long a state lasts by the choice in a clause.
func (o *Oracle) lasting(clause *model.Clause) time.Duration {
	if o.choice(clause) == "a-minute" {
		return time.Minute
	}
	return 0
}

// possible returns a resource as it may be shown where it is not known how long its states
// last: in any of them.
func (o *Oracle) possible(t resource, shown object) object {
	if life, has := o.contract.lifecycles[t.of]; has && o.Lenient && !t.leaving {
		if _, there := shown[life.Member]; there {
			states := []any{life.First, life.Last}
			if life.Failed != "" {
				states = append(states, life.Failed)
			}
			shown[life.Member] = oneOf{states, shown[life.Member]}
		}
	}
	return shown
}

// oneOf is one of some values. The likely one is that of the choices that are known.
type oneOf struct {
	values []any
	likely any
}

func (v oneOf) agrees(_ *match, got any) bool { return slices.Contains(v.values, got) }

// MarshalJSON implements [json.Marshaler].
func (v oneOf) MarshalJSON() ([]byte, error) { return json.Marshal(v.likely) }

// inOrder returns resources in the order in which they came.
func inOrder(resources []resource) []resource {
	slices.SortStableFunc(resources, func(a, b resource) int { return a.born - b.born })
	return resources
}
