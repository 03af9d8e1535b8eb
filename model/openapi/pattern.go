package openapi

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/fakesmith/fakesmith/model"
)

// pattern sets the pattern of a string.
func (b *builder) pattern() {
	for _, w := range b.words {
		if w.key != "pattern" || w.value.Kind != model.NodeString {
			continue
		}
		pattern := re2(w.value.Text)
		if _, err := regexp.Compile(pattern); err != nil {
			b.problem(w.value.Pos, fmt.Sprintf("pattern %s does not compile: %v", w.value.Raw, err),
				"write it in the syntax of RE2, which has no look-around, no back-references and counts up to 1000")
			continue
		}
		if b.shape.Pattern != "" && b.shape.Pattern != pattern {
			b.problem(w.value.Pos, "a second pattern, beside "+strconv.Quote(b.shape.Pattern),
				"write one that says both")
		}
		b.shape.Pattern = pattern
	}
}

// re2 returns a pattern of JSON Schema in the syntax of RE2, as far as there
// is one: it differs in how a code unit is escaped. What RE2 does not know is
// left for its compiler to complain of.
func re2(pattern string) string {
	if !strings.Contains(pattern, `\u`) {
		return pattern
	}
	var b strings.Builder
	for i := 0; i < len(pattern); {
		unit, ok := codeUnit(pattern[i:])
		if !ok {
			end := min(i+1, len(pattern))
			if pattern[i] == '\\' {
				end = min(i+2, len(pattern)) // two bytes, so that \\u is no escape
			}
			b.WriteString(pattern[i:end])
			i = end
			continue
		}
		i += len(`\u0000`)
		if low, ok := codeUnit(pattern[i:]); ok && utf16.IsSurrogate(unit) {
			if r := utf16.DecodeRune(unit, low); r != '\uFFFD' {
				unit = r
				i += len(`\u0000`)
			}
		}
		fmt.Fprintf(&b, `\x{%X}`, unit)
	}
	return b.String()
}

// codeUnit returns the code unit that a pattern begins with, if it begins with
// an escape such as \u002F.
func codeUnit(pattern string) (rune, bool) {
	digits, ok := strings.CutPrefix(pattern, `\u`)
	if !ok || len(digits) < 4 {
		return 0, false
	}
	unit, err := strconv.ParseUint(digits[:4], 16, 16)
	return rune(unit), err == nil
}
