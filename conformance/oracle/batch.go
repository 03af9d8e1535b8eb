package oracle

import (
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// A failure is a resource of which an answer tells that it was not dealt with.
type failure struct {
	item object
	why  []string
	// optional reports that it need not be told.
	optional bool
}

// told returns a resource as an answer tells of its failure: whole, as it would
// be stored, or its key, as far as there is one.
func (c *call) told(it *item) object {
	_, batch := rule[model.Batch](c)
	_, shape, err := c.api.Steps(c.op.Output, batch.Group().Join(batch.Items).Elem())
	if err != nil {
		return it.value
	}
	whole := c.shown(resource{of: c.about.Name, value: it.value})
	out := object{}
	for _, m := range shape.Members {
		name := c.nameInEach(m.Name)
		if v, there := whole[name]; there {
			out[m.Name] = v
		} else if slices.Contains(c.about.Key, name) {
			out[m.Name] = lack{}
		}
	}
	return out
}

// nameInEach returns the member of a resource that is taken from a member of an element
// of the request's list, or the name itself.
func (c *call) nameInEach(member string) string {
	for _, b := range c.op.Effect.From {
		if within, each := b.Path.Within(c.op.Effect.Each); each && string(within) == member {
			return b.Member
		}
	}
	return member
}

// tell returns an output that tells of failures.
func tell(out object, rule model.Batch, failures []failure) object {
	all := batches(rule, failures)
	if rule.List != "" {
		return put(out, model.Path(rule.List), all)
	}
	items := []any{}
	for i, b := range all {
		if i == 0 {
			out = put(out, model.Path(rule.Message), one(b, model.Path(rule.Message)))
		}
		items = append(items, at(b, model.Path(rule.Items).Elem())...)
	}
	return put(out, model.Path(rule.Items), items)
}

// batches returns failures as a service may tell of them: those with one
// reason together, and not too many.
func batches(rule model.Batch, failures []failure) []any {
	var reasons []string
	items := map[string][]any{}
	for _, f := range failures {
		if f.optional {
			continue
		}
		if items[f.why[0]] == nil {
			reasons = append(reasons, f.why[0])
		}
		items[f.why[0]] = append(items[f.why[0]], f.item)
	}
	all := []any{}
	for _, why := range reasons {
		for some := range slices.Chunk(items[why], max(rule.Max, 1)) {
			all = append(all, object{rule.Message: "This fails for the reason: " + why, rule.Items: some})
		}
	}
	return all
}

// batches holds what a reply tells of failures against those that there are.
func (m *match) batches(op *model.Operation, rule model.Batch, want []failure, got object) error {
	required := m.requiredOf(op, rule)
	left := slices.Clone(want)
	for i, b := range at(got, rule.Group()) {
		items := at(b, model.Path(rule.Items).Elem())
		if rule.List == "" && len(items) == 0 {
			break
		}
		if text(one(b, model.Path(rule.Message))) == "" {
			return fmt.Errorf("batch %d of %s has no %s", i+1, rule.List, rule.Message)
		}
		if rule.List != "" && (len(items) > rule.Max || len(items) == 0) {
			return fmt.Errorf("batch %d of %s has %d items, not 1 to %d", i+1, rule.List, len(items), rule.Max)
		}
		var common []string
		for _, it := range items {
			n := m.failure(left, it, required)
			if n < 0 {
				return fmt.Errorf("%s is told as failed, and is not among %s", show(it), failing(left))
			}
			if why := left[n].why; common == nil {
				common = why
			} else if len(why) > 0 && why[0] != common[0] && rule.List != "" {
				return fmt.Errorf("%s is in a batch with what fails for another reason", show(it))
			}
			left = slices.Delete(left, n, n+1)
		}
	}
	if left = slices.DeleteFunc(left, func(f failure) bool { return f.optional }); len(left) > 0 {
		return fmt.Errorf("not told as failed: %s", failing(left))
	}
	return nil
}

// failure returns the place of a failure, or -1. Unless the service is to do as the
// fake does, an item may lack what is not required.
func (m *match) failure(failures []failure, got any, required []string) int {
	o, _ := got.(object)
	return slices.IndexFunc(failures, func(f failure) bool {
		item := f.item
		if m.Lenient && len(required) > 0 {
			item = object{}
			for name, v := range f.item {
				if o[name] != nil || slices.Contains(required, name) {
					item[name] = v
				}
			}
		}
		return m.same(item, got)
	})
}

// requiredOf returns the members that an item of a batch must have.
func (m *match) requiredOf(op *model.Operation, rule model.Batch) []string {
	_, item, err := m.api.Steps(op.Output, rule.Group().Join(rule.Items).Elem())
	if err != nil {
		return nil
	}
	var names []string
	for _, member := range item.Members {
		if member.Required {
			names = append(names, member.Name)
		}
	}
	return names
}

// failing shows failures.
func failing(failures []failure) string {
	items := make([]object, len(failures))
	for i, f := range failures {
		items[i] = f.item
	}
	return showAll(items)
}
