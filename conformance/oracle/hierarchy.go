package oracle

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// underLevel reports whether a resource is below the level that the request names.
// Whether it is, is uncertain of a name without levels below the outermost level.
func (c *call) underLevel(value object) (under, certain bool) {
	for _, h := range rules[model.Hierarchy](c) {
		level := text(one(c.in, h.By))
		if level == "" {
			continue
		}
		name := text(value[h.On])
		if level == h.Separator && !strings.HasPrefix(name, h.Separator) {
			return true, false
		}
		how := model.TextChild
		if h.Recursive == "" || one(c.in, h.Recursive) == true {
			how = model.TextBelow
		}
		if !compares(how, name, level, h.Separator) {
			return false, true
		}
	}
	return true, true
}

// compares reports whether a text is as a value asks.
func compares(how model.Comparing, name, value, separator string) bool {
	switch how {
	case model.TextEquals:
		return name == value
	case model.TextBegins:
		return strings.HasPrefix(name, value)
	case model.TextContains:
		return strings.Contains(name, value)
	}
	if !strings.HasSuffix(value, separator) {
		value += separator
	}
	rest, below := strings.CutPrefix(name, value)
	return below && rest != "" && (how == model.TextBelow || !strings.Contains(rest, separator))
}

// tooDeep returns the errors for names with more levels than they may have.
func (c *call) tooDeep() []string {
	var codes []string
	for clause, l := range rules[model.Levels](c) {
		if slices.ContainsFunc(at(c.in, l.Path), func(v any) bool { return l.Of(text(v)) > l.Most }) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
