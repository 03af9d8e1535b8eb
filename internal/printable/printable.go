// Package printable makes text from a stranger safe to show. What an endpoint
// answers, and what a report from elsewhere says, may hold characters that steer
// a terminal, reverse the order in which text is read, or are no text at all. All
// of these are shown as escapes, in the notation of Go.
package printable

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text returns a text in one line, in which every character stands for itself
// alone. Control characters (line breaks among them), format characters such as
// those that change the direction of writing, and bytes that are not UTF-8 become
// escapes.
func Text(s string) string { return escaped(s, unicode.IsGraphic) }

// Lines is Text for a text of several lines: line feeds and tabs stay.
func Lines(s string) string {
	return escaped(s, func(r rune) bool { return r == '\n' || r == '\t' || unicode.IsGraphic(r) })
}

// UTF8 returns a text in which only the bytes that are not UTF-8 are escaped.
func UTF8(s string) string { return escaped(s, func(rune) bool { return true }) }

// escaped escapes all characters of a text but those that stay, and all bytes
// that are no characters.
func escaped(s string, stays func(rune) bool) string {
	var b strings.Builder
	done := 0 // how much of s is in b
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			b.WriteString(s[done:i])
			fmt.Fprintf(&b, `\x%02x`, s[i])
			done = i + size
		} else if !stays(r) {
			b.WriteString(s[done:i])
			b.WriteString(escape(r))
			done = i + size
		}
		i += size
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// escape returns a character as Go writes it.
func escape(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}
