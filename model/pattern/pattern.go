// Package pattern translates the regular expressions of API models into RE2.
//
// Models are published with patterns in the syntax of Java or of ECMA-262. Much
// of it RE2 knows, or has an equivalent of: code units (\u002F), Java's classes
// (\p{Print}), intersections of classes ([\w&&[^_]]), repetitions of
// repetitions, possessive ones where nothing would be given back, and counts
// over 1000. What it has no equivalent of is look-around, references to groups,
// atomic groups and the like.
//
// [Translate] returns the translation, or an error. One that is an
// [*Unsupported] says that the pattern may be right and can't be checked: a
// front end warns of it and goes on without the pattern. Any other says that
// it is no regular expression, which is a mistake in the model.
package pattern

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// A Translation is a regular expression in RE2 syntax, together with what it
// leaves to a check of the length. A text matches the pattern if it matches
// both.
type Translation struct {
	// RE2 is to match somewhere in a text.
	RE2 string
	// Min and Max bound the length of a text in code points. They are zero
	// where there is no bound.
	Min, Max int64
}

// Unsupported is the error for a pattern that RE2 has no equivalent of.
type Unsupported struct {
	// Construct names what there is no equivalent of, e.g. "look-ahead (?!".
	Construct string
}

func (u *Unsupported) Error() string { return "RE2 has no " + u.Construct }

// Translate returns a pattern in the syntax of RE2. maxLength is how long the
// texts are at most that are checked against it, in code points, or negative if
// nothing bounds them: a count that exceeds it bounds nothing.
func Translate(pattern string, maxLength int64) (Translation, error) {
	if text := codeUnits(pattern); !differs(text) {
		if _, err := regexp.Compile(text); err == nil {
			return Translation{RE2: text}, nil
		}
	}
	p := parser{rest: pattern}
	root, err := p.all()
	if err != nil {
		return Translation{}, err
	}
	w := writer{maxLength: maxLength, folds: p.folds}
	text, err := w.all(root)
	if err != nil {
		return Translation{}, err
	}
	if _, err := regexp.Compile(text); err != nil {
		return Translation{}, fmt.Errorf("%w, in RE2's syntax", err)
	}
	return Translation{RE2: text, Min: w.min, Max: w.max}, nil
}

// differs reports whether a pattern has a part that RE2 takes for something
// else: an intersection for a set of signs, \p{Punct} for all punctuation of
// Unicode.
func differs(pattern string) bool {
	if strings.Contains(pattern, "&&[") {
		return true
	}
	for rest := pattern; ; {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			return false
		}
		before := rest[:i]
		rest = rest[i+1:]
		if strings.HasSuffix(before, `\p`) || strings.HasSuffix(before, `\P`) {
			name, _, _ := strings.Cut(rest, "}")
			if java[strings.TrimPrefix(name, "^")] != "" {
				return true
			}
		}
	}
}

// codeUnits returns a pattern with \x{2F} in place of \u002F, and one code
// point in place of a pair of surrogates.
func codeUnits(pattern string) string {
	if !strings.Contains(pattern, `\u`) {
		return pattern
	}
	var b strings.Builder
	for i := 0; i < len(pattern); {
		r, size := unitEscape(pattern[i:])
		if size == 0 {
			end := i + 1
			if pattern[i] == '\\' {
				end = min(i+2, len(pattern)) // two bytes, so that \\u is no escape
			}
			b.WriteString(pattern[i:end])
			i = end
			continue
		}
		fmt.Fprintf(&b, `\x{%X}`, r)
		i += size
	}
	return b.String()
}

// unitEscape returns the code point that a pattern begins with as an escape
// such as \u002F, \uD83D\uDE00 or \u{1F600}, and the length of that. The length
// is zero if the pattern does not begin so.
func unitEscape(pattern string) (rune, int) {
	if digits, ok := strings.CutPrefix(pattern, `\u{`); ok {
		hex, _, closed := strings.Cut(digits, "}")
		r, err := strconv.ParseUint(hex, 16, 21)
		if !closed || err != nil || r > 0x10FFFF {
			return 0, 0
		}
		return rune(r), len(`\u{}`) + len(hex)
	}
	high, ok := codeUnit(pattern)
	if !ok {
		return 0, 0
	}
	const size = len(`\u0000`)
	if low, ok := codeUnit(pattern[size:]); ok && utf16.IsSurrogate(high) {
		if r := utf16.DecodeRune(high, low); r != '\uFFFD' {
			return r, 2 * size
		}
	}
	return high, size
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
