package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// unknown returns the errors for entities that the request names and that are
// not there.
func (c *call) unknown() []string {
	var codes []string
	for clause, ref := range rules[model.Reference](c) {
		if !c.dryRun() && !c.there(ref) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// there reports whether all entities are there that the request names.
func (c *call) there(ref model.Reference) bool {
	return !slices.ContainsFunc(c.keysAt(ref.From), func(key object) bool { return !c.exists(ref, key) })
}

// keysAt returns the keys that stand at some places in the request.
func (c *call) keysAt(from []model.Binding) []object {
	if len(from) == 0 {
		return nil
	}
	var keys []object
	for i := range at(c.in, from[0].Path) {
		key := object{}
		for _, b := range from {
			if found := at(c.in, b.Path); i < len(found) {
				key[b.Member] = found[i]
			}
		}
		keys = append(keys, key)
	}
	return keys
}

// owned reports whether an entity that the request names has what it must not
// have.
func (c *call) owned(rule model.Without) bool {
	return slices.ContainsFunc(c.keysAt(rule.From), func(key object) bool {
		found := c.find(rule.Entity, c.like(key, c.api.Resource(rule.Entity).Key, rule.Entity))
		return slices.ContainsFunc(found, func(t resource) bool { return one(t.value, rule.Path) != nil })
	})
}

// exists reports whether an entity is there that has a key, and the texts that
// are asked of it.
func (c *call) exists(ref model.Reference, key object) bool {
	members, as := c.naming(ref.Entity, ref.From)
	found := c.find(ref.Entity, c.like(key, members, as...))
	return slices.ContainsFunc(found, func(t resource) bool {
		for _, w := range ref.Where {
			if one(t.value, w.Path) != w.Value {
				return false
			}
		}
		return true
	})
}

// theirs returns the errors for entities that the request names and that have
// what they must not have.
func (c *call) theirs() []string {
	var codes []string
	for clause, rule := range rules[model.Without](c) {
		if c.owned(rule) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// tellTheirs marks the resources that name such an entity.
func (c *call) tellTheirs(items []*item) {
	for clause, rule := range rules[model.Without](c) {
		if c.choice(clause) == "failed-batch" && c.owned(rule) {
			for _, it := range items {
				it.why = append(it.why, "theirs")
			}
		}
	}
}

// tellUnknown marks the resources that name what is not there.
func (c *call) tellUnknown(items []*item) {
	for clause, ref := range rules[model.Reference](c) {
		if c.choice(clause) != "failed-batch" || c.there(ref) {
			continue
		}
		for _, it := range items {
			it.why = append(it.why, "reference")
		}
	}
}

// orphaned reports whether a listing names an entity that is not there, which
// it is allowed to.
func (c *call) orphaned() bool {
	for _, ref := range rules[model.Reference](c) {
		if !c.there(ref) {
			return true
		}
	}
	return false
}

// unneeded returns the error for something that must have been set up. There is no
// way to have done it for what the model does not hold.
func (c *call) unneeded() []string {
	var codes []string
	for clause, rule := range rules[model.Unneeded](c) {
		if rule.Entity == "" || !c.there(rule.Reference()) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
