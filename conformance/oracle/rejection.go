package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// guarded reports whether a guard has rejected a resource.
func guarded(it *item) bool { return slices.Contains(it.why, "guard") }

// accepted returns the resources that are stored: those that nothing speaks
// against, or none of them if a guard has rejected some and the others go with
// those.
func (c *call) accepted(items []*item) []*item {
	if c.noneStored(items) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(items), func(it *item) bool { return len(it.why) > 0 })
}

func (c *call) noneStored(items []*item) bool {
	clause, _ := rule[model.Partial](c)
	return clause != nil && c.choice(clause) == "none-stored" && slices.ContainsFunc(items, guarded)
}

// guardError returns the error that tells of resources which a guard has rejected.
func (c *call) guardError(items []*item) []string {
	clause, _ := rule[model.Rejection](c)
	if clause == nil || !slices.ContainsFunc(items, guarded) {
		return nil
	}
	return c.errorOf(clause)
}

// silent reports whether nothing tells of a resource that a guard has rejected.
func (c *call) silent() bool {
	clause, _ := rule[model.Rejection](c)
	return clause != nil && c.choice(clause) == "silent"
}

// failures returns what an answer is to tell of resources that were not dealt
// with.
func (c *call) failures(items []*item) []failure {
	var all []failure
	for _, it := range items {
		switch {
		case guarded(it) && c.silent():
		case len(it.why) > 0:
			all = append(all, failure{item: c.told(it), why: it.why})
		case it.slow:
			all = append(all, failure{item: c.told(it), why: []string{"busy"}, optional: true})
		case c.noneStored(items):
			// It is not stored for what is wrong with another, and may be told
			// or not.
			all = append(all, failure{item: c.told(it), optional: true})
		}
	}
	return all
}
