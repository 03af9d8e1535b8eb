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
	if len(ref.From) == 0 {
		return true
	}
	for i := range at(c.in, ref.From[0].Path) {
		key := object{}
		for _, b := range ref.From {
			if found := at(c.in, b.Path); i < len(found) {
				key[b.Member] = found[i]
			}
		}
		if !c.exists(ref, key) {
			return false
		}
	}
	return true
}

// exists reports whether an entity is there that has a key, and the texts that
// are asked of it.
func (c *call) exists(ref model.Reference, key object) bool {
	found := c.find(ref.Entity, c.like(key, c.api.Thing(ref.Entity).Key, ref.Entity))
	return slices.ContainsFunc(found, func(t thing) bool {
		for _, w := range ref.Where {
			if one(t.value, w.Path) != w.Value {
				return false
			}
		}
		return true
	})
}

// tellUnknown marks the things that name what is not there.
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

// unneeded returns the error for something that must have been arranged and
// that the model does not hold: there is no way to have done it.
func (c *call) unneeded() []string {
	var codes []string
	for clause := range rules[model.Unneeded](c) {
		codes = append(codes, c.errorOf(clause)...)
	}
	return codes
}
