package names

import "github.com/fakesmith/fakesmith/model"

// Patterns names the variables that hold the regular expressions of some
// shapes, by their [PatternKey]. Each is named after the first shape that has it.
func Patterns(shapes []*model.Shape) map[string]string {
	names := map[string]string{}
	taken := newScope()
	for _, s := range shapes {
		if s.Pattern == "" || names[PatternKey(s)] != "" {
			continue
		}
		name := taken.free([]string{"pattern" + model.GoName(s.Name)})
		taken.taken[name] = true
		names[PatternKey(s)] = name
	}
	return names
}

// PatternKey tells the pattern of a shape from others: two that match the same may
// be told in different words.
func PatternKey(s *model.Shape) string {
	if s.PatternText == "" {
		return s.Pattern
	}
	return s.Pattern + "\x00" + s.PatternText
}
