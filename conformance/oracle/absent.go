package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// tellAbsent marks the resources that are not there, among those that nothing
// else is wrong with, and returns them.
func (c *call) tellAbsent(items []*item) []*item {
	var absent []*item
	for _, it := range items {
		if len(it.why) == 0 && !c.has(it.value) {
			it.why = append(it.why, "absent")
			absent = append(absent, it)
		}
	}
	return absent
}

// absence returns the error for what is not there, if there is to be one, and
// whether what is there is deleted.
func (c *call) absence(items, absent []*item) (codes []string, deletes bool) {
	none, _ := rule[model.Absent](c)
	some, _ := rule[model.AbsentSome](c)
	if none == nil {
		return nil, true
	}
	// Of what names an entity that is not there it is another clause to say
	// what becomes.
	found := slices.ContainsFunc(items, func(it *item) bool { return len(it.why) == 0 || it.why[0] == "reference" })
	switch {
	case !found && c.choice(none) == "accepted":
		for _, it := range absent {
			it.why = nil
		}
		return nil, true
	case !found:
		return c.errorOf(none), true
	case len(absent) == 0 || some == nil || c.choice(some) == "failed-batch":
		return nil, true
	}
	return c.errorOf(none), c.choice(some) == "error-rest-deleted"
}
