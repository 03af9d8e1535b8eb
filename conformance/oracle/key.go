package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// incomplete returns the error for a key that lacks a member.
func (c *call) incomplete() []string {
	clause, _ := rule[model.Incomplete](c)
	if clause == nil || !c.lacksKey() {
		return nil
	}
	return c.errorOf(clause)
}

// lacksKey reports whether one of the keys in the request lacks a member.
func (c *call) lacksKey() bool {
	switch c.op.Effect.Verb {
	case model.Lists, model.Reads, model.Gets:
		for _, f := range rules[model.Filter](c) {
			for _, elem := range c.named(f) {
				if !whole(elem, f) {
					return true
				}
			}
		}
		return false
	}
	return slices.ContainsFunc(c.items(), func(it *item) bool { return len(c.missing(it)) > 0 })
}

// missing returns the members of its key that a resource lacks.
func (c *call) missing(it *item) []string {
	var names []string
	for _, name := range c.about.Key {
		if it.value[name] == nil {
			names = append(names, name)
		}
	}
	return names
}

// tellIncomplete marks the resources whose keys lack a member.
func (c *call) tellIncomplete(items []*item) {
	if clause, _ := rule[model.Incomplete](c); clause == nil {
		return
	}
	for _, it := range items {
		if len(c.missing(it)) > 0 {
			it.why = append(it.why, "key")
		}
	}
}

// folded reports whether keys of a resource are one that differ in case or in
// surrounding space only. Those of a fact are, if they are keys of an entity
// that it guards and that is compared so.
func (o *Oracle) folded(resource string) bool {
	clause, known := o.contract.identities[resource]
	return known && o.choice(clause) == "folded"
}
