package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// badCriteria returns the errors for conditions that the operation does not know.
func (c *call) badCriteria() []string {
	var codes []string
	for _, rule := range rules[model.Criteria](c) {
		for _, e := range at(c.in, rule.By.Elem()) {
			o, _ := e.(object)
			switch on := rule.Criterion(text(o[rule.Key])); {
			case on == nil:
				codes = append(codes, rule.BadKey)
			case given(o[rule.Option]) && on.Comparing(text(o[rule.Option])) == "":
				codes = append(codes, rule.BadOption)
			}
		}
	}
	return codes
}

// meets reports whether a resource meets all conditions of the request.
func (c *call) meets(value object) bool {
	for _, rule := range rules[model.Criteria](c) {
		for _, e := range at(c.in, rule.By.Elem()) {
			o, _ := e.(object)
			on := rule.Criterion(text(o[rule.Key]))
			if on == nil {
				continue
			}
			has := text(value[on.Member])
			if has == "" {
				has = on.Otherwise
			}
			how := on.Comparing(text(o[rule.Option]))
			if !slices.ContainsFunc(at(o, model.Path(rule.Values).Elem()), func(v any) bool { return compares(how, has, text(v), on.Separator) }) {
				return false
			}
		}
	}
	return true
}

// unknownValue reports whether a member is an enum that lacks one of some values.
func (c *call) unknownValue(member string, values []any) bool {
	shape := c.contract.shapes[c.about.Shape.Member(member).Shape]
	return shape.Kind == model.Enum && slices.ContainsFunc(values, func(v any) bool {
		return !slices.ContainsFunc(shape.Enum, func(e model.EnumValue) bool { return e.Value == v })
	})
}

// undecided reports whether nothing says what the conditions of the request mean: two
// have one key, one has no values, or no option where the key has no default.
func (c *call) undecided() bool {
	for _, rule := range rules[model.Criteria](c) {
		seen := map[string]bool{}
		for _, e := range at(c.in, rule.By.Elem()) {
			o, _ := e.(object)
			key := text(o[rule.Key])
			on := rule.Criterion(key)
			if seen[key] || !given(o[rule.Values]) || on != nil && !given(o[rule.Option]) && on.Default == "" {
				return true
			}
			seen[key] = true
			if on != nil && c.unknownValue(on.Member, at(o, model.Path(rule.Values).Elem())) {
				return true
			}
		}
	}
	return false
}
