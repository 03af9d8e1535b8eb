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

// Begins reports whether a text begins with a prefix, be its letters large or small.
func Begins(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

// Levels returns how many levels a name has: the parts between separators, without an
// empty one before the first.
func Levels(name, separator string) int {
	return strings.Count(strings.TrimPrefix(name, separator), separator) + 1
}
