package oracle

import (
	"cmp"
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
			if !slices.ContainsFunc(c.compared(on, value), func(has string) bool { return c.met(rule, on, o, has) }) {
				return false
			}
		}
	}
	return true
}

// met reports whether a text meets one condition of the request.
func (c *call) met(rule model.Criteria, on *model.Criterion, condition object, has string) bool {
	how := on.Comparing(text(condition[rule.Option]))
	return slices.ContainsFunc(at(condition, model.Path(rule.Values).Elem()), func(v any) bool { return compares(how, has, text(v), on.Separator) })
}

// compared returns the texts of a resource that a key of a condition stands for.
func (c *call) compared(on *model.Criterion, value object) []string {
	if on.Labels == "" {
		return []string{cmp.Or(text(value[on.Member]), on.Otherwise)}
	}
	var all []string
	for _, label := range c.standing(on, value) {
		all = append(all, label.text)
	}
	return all
}

// A placed is a label with the number of the version on which it stands.
type placed struct{ text, number string }

// standing returns the labels of a resource.
func (c *call) standing(on *model.Criterion, value object) []placed {
	entity := c.api.Resource(on.Labels)
	_, l := c.api.LabelsOf(on.Labels)
	var all []placed
	for _, t := range c.find(on.Labels, c.like(value, entity.Partition, c.about.Name, on.Labels)) {
		all = append(all, placed{text(t.value[entity.Key[len(entity.Key)-1]]), show(t.value[l.Number])})
	}
	return all
}

// older reports whether a label that meets a condition stands on another version than the
// newest: nothing says what is returned then.
func (c *call) older(rule model.Criteria, on *model.Criterion, condition object) bool {
	if on.Labels == "" {
		return false
	}
	_, l := c.api.LabelsOf(on.Labels)
	_, h := c.api.HistoryOf(l.Entity)
	return slices.ContainsFunc(c.listed(), func(t resource) bool {
		return slices.ContainsFunc(c.standing(on, t.value), func(label placed) bool {
			return label.number != show(t.value[h.Number]) && c.met(rule, on, condition, label.text)
		})
	})
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
			if on != nil && c.older(rule, on, o) {
				return true
			}
			if on != nil && on.Labels == "" && c.unknownValue(on.Member, at(o, model.Path(rule.Values).Elem())) {
				return true
			}
		}
	}
	return false
}
