// Package excerpt keeps short what a stranger sent, where it is quoted.
package excerpt

import "unicode/utf8"

// Of returns a value for showing: the whole of it, unless it is very
// long.
func Of(value string) string {
	const most = 2048
	if len(value) <= most {
		return value
	}
	cut := most
	for !utf8.RuneStart(value[cut]) {
		cut--
	}
	return value[:cut] + "..."
}
