package effect

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Returned returns the resources in an output, with those of their members that
// the operation returns.
func Returned(op *model.Operation, out value.Object) []value.Object {
	var resources []value.Object
	for _, e := range Rows(op, out) {
		if len(op.Effect.As) == 0 {
			o, _ := e.(value.Object)
			resources = append(resources, o)
			continue
		}
		resource := value.Object{}
		for _, b := range op.Effect.As {
			if v := value.One(e, b.Path); v != nil {
				resource[b.Member] = v
			}
		}
		resources = append(resources, resource)
	}
	return resources
}

// Rows returns the elements of the list in an output that shows resources, or the
// one structure that does.
func Rows(op *model.Operation, out value.Object) []any {
	if op.Effect.Verb != model.Gets {
		return value.ListAt(out, op.Effect.Into)
	}
	if op.Effect.Into == "" { // the output itself shows the resource, if it shows anything
		for _, v := range out {
			if list, isList := v.([]any); v != nil && (!isList || len(list) > 0) {
				return []any{out}
			}
		}
		return nil
	}
	if one := value.One(out, op.Effect.Into); one != nil {
		return []any{one}
	}
	return nil
}

// Returns reports whether a listing has a member of the resources.
func Returns(op *model.Operation, member string) bool {
	return len(op.Effect.As) == 0 || slices.ContainsFunc(op.Effect.As, func(b model.Binding) bool { return b.Member == member })
}

// A FailedBatch is a group of resources that failed for one reason.
type FailedBatch struct {
	Message string
	Items   []value.Object
}

// FailedBatches returns the failures that an output reports where the
// operation's batch clause says.
func FailedBatches(op *model.Operation, out value.Object) []FailedBatch {
	c := op.Clause("batch")
	if c == nil {
		return nil
	}
	rule := c.Rule.(model.Batch)
	var all []FailedBatch
	for _, e := range value.At(out, rule.Group()) {
		b := FailedBatch{Message: value.TextAt(e, model.Path(rule.Message))}
		for _, item := range value.ListAt(e, model.Path(rule.Items)) {
			o, _ := item.(value.Object)
			b.Items = append(b.Items, asResource(op, o))
		}
		if rule.List != "" || len(b.Items) > 0 || b.Message != "" {
			all = append(all, b)
		}
	}
	return all
}

// ItemMember returns the name that a member of a resource has in the items of an output,
// where it has that of the elements of the input.
func ItemMember(op *model.Operation, member string) string {
	if within, each := op.Effect.Bound(member).Within(op.Effect.Each); each && within != "" {
		return string(within)
	}
	return member
}

// asResource returns an item of an output with the names that its members have in
// resources. Elsewhere they may be those of the elements of the input.
func asResource(op *model.Operation, item value.Object) value.Object {
	renamed := item
	for _, b := range op.Effect.From {
		within, each := b.Path.Within(op.Effect.Each)
		v, there := item[string(within)]
		if !each || !there || string(within) == b.Member {
			continue
		}
		if value.Show(renamed) == value.Show(item) {
			renamed = value.Clone(item)
		}
		delete(renamed, string(within))
		renamed[b.Member] = v
	}
	return renamed
}

// FailedKeys returns the keys that an output reports as failed. Each has the
// members in which the resources of one request may differ.
func (c *Contract) FailedKeys(op *model.Operation, out value.Object) map[string]bool {
	keys := map[string]bool{}
	for _, b := range FailedBatches(op, out) {
		for _, item := range b.Items {
			keys[value.KeyOf(item, c.Varying(op))] = true
		}
	}
	return keys
}
