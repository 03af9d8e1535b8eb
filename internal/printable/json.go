package printable

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON returns the text of a JSON value, in which all that [Text] would escape
// is escaped as JSON has it: the value stays the same. Bytes that are not UTF-8,
// which JSON has no escape for, become the replacement character. White space
// between values stays.
func JSON(text []byte) []byte {
	var b strings.Builder
	done := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		invalid := r == utf8.RuneError && size == 1
		if invalid || r >= 0x7f && !unicode.IsGraphic(r) {
			b.Write(text[done:i])
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, `\u%04x`, unit)
			}
			done = i + size
		}
		i += size
	}
	if done == 0 {
		return text
	}
	b.Write(text[done:])
	return []byte(b.String())
}
