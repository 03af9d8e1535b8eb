package oracle

import (
	"maps"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// assign returns a resource with the members that the service itself sets. Those
// of the resource in whose place it comes stay, except for times.
func (c *call) assign(value, old object) object {
	value = maps.Clone(value)
	for _, rule := range rules[model.Assigned](c) {
		switch was, had := old[rule.Member]; {
		case rule.Value == "{now}":
			value[rule.Member] = moment{Time: c.now}
		case had:
			value[rule.Member] = was
		default:
			value[rule.Member] = c.filledIn(rule, value)
		}
	}
	for _, clause := range c.api.TreatedMembers(c.about.Name) {
		if rule := clause.Rule.(model.Treated); rule.Now && !given(value[string(rule.Member)]) {
			value[string(rule.Member)] = moment{Time: c.now}
		}
	}
	return value
}

// filledIn returns a text with what stands in braces filled in.
func (c *call) filledIn(rule model.Assigned, value object) any {
	var parts word
	template := rule.Value
	for template != "" {
		before, name, rest := braces(template)
		parts = append(parts, before)
		switch name {
		case "":
		case "account":
			parts = append(parts, c.as.Account)
		case "region":
			parts = append(parts, c.as.Region)
		case "unique":
			c.births++
			parts = append(parts, symbol{c.births, c.home(c.as), rule.Unique})
		default:
			member, rooted := strings.CutPrefix(name, "/")
			within, isWord := value[member].(word)
			if !isWord {
				within = word{text(value[member])}
			}
			if rooted {
				within = within.rooted()
			}
			parts = append(parts, within...)
		}
		template = rest
	}
	if slices.ContainsFunc(parts, func(p any) bool { _, isWord := p.(symbol); return isWord }) {
		return parts
	}
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.(string))
	}
	return b.String()
}

// braces cuts a template at the first name in braces.
func braces(template string) (before, name, rest string) {
	before, after, found := strings.Cut(template, "{")
	if !found {
		return template, "", ""
	}
	name, rest, _ = strings.Cut(after, "}")
	return before, name, rest
}
