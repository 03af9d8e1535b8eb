package runtime

import "strings"

// Below reports whether a name is below a level of a hierarchy, however deep. A name
// has a separator between its levels, and a level may end in one.
func Below(name, level, separator string) bool { return beneath(name, level, separator) != "" }

// Child reports whether a name is directly below a level.
func Child(name, level, separator string) bool {
	rest := beneath(name, level, separator)
	return rest != "" && !strings.Contains(rest, separator)
}

// beneath returns what a name has beneath a level, or "" if it is not below it. Names
// that do not begin with a separator are below the outermost level.
func beneath(name, level, separator string) string {
	if level == separator {
		return strings.TrimPrefix(name, separator)
	}
	rest, _ := strings.CutPrefix(name, strings.TrimSuffix(level, separator)+separator)
	if rest == name {
		return ""
	}
	return rest
}
