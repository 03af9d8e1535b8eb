package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// selects reports whether a filter selects a resource: one of the values, or
// structures, that it is given is found in it.
func (c *call) selects(f model.Filter, value object) bool {
	wanted := c.named(f)
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(elem any) bool {
		for _, on := range f.On {
			if !c.found(f, on, value, part(f, elem, on)) {
				return false
			}
		}
		return true
	})
}

// namesNothing reports whether a list is empty that the input requires and that
// selects what is shown: it is open whether that selects everything, or nothing.
func (c *call) namesNothing() bool {
	for _, f := range rules[model.Filter](c) {
		steps, shape, err := c.api.Steps(c.op.Input, f.By)
		if err == nil && shape.Kind == model.List && steps[len(steps)-1].Member.Required && len(c.named(f)) == 0 {
			return true
		}
	}
	return false
}

// named returns what the request gives to a filter.
func (c *call) named(f model.Filter) []any {
	v := one(c.in, f.By)
	if list, isList := v.([]any); isList {
		return list
	}
	if v == nil {
		return nil
	}
	return []any{v}
}

// part returns what an element that a filter is given asks of one of the
// places that are compared.
func part(f model.Filter, elem any, on model.Path) any {
	if o, isObject := elem.(object); isObject {
		return o[f.Elem(on).Last()]
	}
	return elem
}

// whole reports whether an element asks something of each of the places.
func whole(elem any, f model.Filter) bool {
	return !slices.ContainsFunc(f.On, func(on model.Path) bool { return part(f, elem, on) == nil })
}

// found reports whether a value stands at a place in a resource. Where nothing
// stands there, a value may count nevertheless.
func (c *call) found(f model.Filter, on model.Path, value object, want any) bool {
	there := at(value, on)
	if len(there) == 0 && f.Otherwise != "" {
		return want == f.Otherwise
	}
	fold := slices.Contains(c.about.Key, string(on)) && c.folded(c.about.Name)
	return want != nil && slices.ContainsFunc(there, func(v any) bool { return sameText(v, want, fold) })
}

// unfound returns the errors for resources that the request selects by key and
// that are not there.
func (c *call) unfound() []string {
	var codes []string
	for clause, absent := range rules[model.FilterAbsent](c) {
		for _, f := range rules[model.Filter](c) {
			if f.By != absent.By {
				continue
			}
			for _, elem := range c.named(f) {
				if rule := c.selecting(); rule != nil && rule.By == f.By {
					if !c.finds(f, elem) {
						codes = append(codes, c.errorOf(clause)...)
					}
					continue
				}
				only := func(v object) bool {
					return !slices.ContainsFunc(f.On, func(on model.Path) bool { return !c.found(f, on, v, part(f, elem, on)) })
				}
				if whole(elem, f) && !slices.ContainsFunc(c.listed(), func(t resource) bool { return only(t.value) }) {
					codes = append(codes, c.errorOf(clause)...)
				}
			}
		}
	}
	return codes
}

// lacking returns the errors for members that are given without another that
// they need.
func (c *call) lacking() []string {
	var codes []string
	for clause, rule := range rules[model.FilterNeeds](c) {
		if given(one(c.in, rule.By)) && !given(one(c.in, rule.Needs)) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// neither returns the errors for a request that gives no whole group of members, of
// those of which it has to give one.
func (c *call) neither() []string {
	var codes []string
	for clause, rule := range rules[model.FilterEither](c) {
		whole := func(group []model.Path) bool {
			return !slices.ContainsFunc(group, func(path model.Path) bool { return !given(one(c.in, path)) })
		}
		if !slices.ContainsFunc(rule.Of, whole) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
