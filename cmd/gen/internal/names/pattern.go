package names

import "github.com/fakesmith/fakesmith/model"

// Patterns names the variables that hold the regular expressions of some
// shapes, by their texts. Each is named after the first shape that has it.
func Patterns(shapes []*model.Shape) map[string]string {
	names := map[string]string{}
	taken := newScope()
	for _, s := range shapes {
		if s.Pattern == "" || names[s.Pattern] != "" {
			continue
		}
		name := taken.free([]string{"pattern" + model.GoName(s.Name)})
		taken.taken[name] = true
		names[s.Pattern] = name
	}
	return names
}
