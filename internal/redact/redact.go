// Package redact takes known secrets out of what an endpoint answers. It knows
// the values, and looks for nothing that only resembles a secret, so that it
// changes no answer which holds none.
package redact

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Placeholder stands where a secret stood.
const Placeholder = "[redacted]"

// shortest is the length from which on a value is taken for a secret: anything
// shorter, such as the key "test" of a stand-in, may be part of an honest answer.
const shortest = 16

// deepest is how often an escape may be escaped itself. Without a limit, a long
// run of backslashes would be counted anew from each of them.
const deepest = 15

// Secrets are the values that nobody is to see. The zero value has none.
type Secrets struct{ values []string }

// New returns secrets of some values. Those that are too short to be told from
// other text are left out.
func New(values ...string) Secrets {
	var s Secrets
	for _, v := range values {
		if len(v) >= shortest && !slices.Contains(s.values, v) {
			s.values = append(s.values, v)
		}
	}
	// A header is looked for before the signature within it.
	slices.SortStableFunc(s.values, func(a, b string) int { return len(b) - len(a) })
	return s
}

// None reports whether there are no secrets.
func (s Secrets) None() bool { return len(s.values) == 0 }

// Text returns a text without the secrets. They are found as they are, and as
// JSON, URLs and HTML escape them, also where only some of the characters are
// escaped, or twice.
func (s Secrets) Text(text string) string {
	return s.without(text, func(a, b byte) bool { return a == b })
}

// Mask returns a text in which an x stands for each character of a secret, so that
// the text stays as long as it is. Secrets are found only as they are.
func (s Secrets) Mask(text string) string {
	for _, secret := range s.values {
		text = strings.ReplaceAll(text, secret, strings.Repeat("x", utf8.RuneCountInString(secret)))
	}
	return text
}

// Name is [Secrets.Text] for the name of a header, in which upper and lower case
// say nothing.
func (s Secrets) Name(name string) string {
	return s.without(name, func(a, b byte) bool { return lower(a) == lower(b) })
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func (s Secrets) without(text string, same func(a, b byte) bool) string {
	for _, secret := range s.values {
		var b strings.Builder
		done := 0
		for i := 0; i < len(text); i++ {
			end := match(text, i, secret, same)
			if end < 0 {
				continue
			}
			b.WriteString(text[done:i])
			b.WriteString(Placeholder)
			done, i = end, end-1
		}
		if done > 0 {
			b.WriteString(text[done:])
			text = b.String()
		}
	}
	return text
}

// match returns where a secret ends that begins in a text at i, or -1.
func match(text string, i int, secret string, same func(a, b byte) bool) int {
	for j := range len(secret) {
		n := 0
		if i < len(text) && same(text[i], secret[j]) {
			n = 1
		} else if c, size := unescape(text[i:]); size > 0 && same(c, secret[j]) {
			n = size
		}
		if n == 0 {
			return -1
		}
		i += n
	}
	return i
}

// unescape returns the character that an escape at the beginning of a text stands
// for, and the length of the escape, which is 0 if there is none.
func unescape(text string) (c byte, size int) {
	if text == "" {
		return 0, 0
	}
	switch text[0] {
	case '\\':
		n := 1
		for n < deepest && n < len(text) && text[n] == '\\' {
			n++
		}
		if n == len(text) {
			return 0, 0
		}
		if text[n] != 'u' {
			return text[n], n + 1
		}
		c, size = hex(text[n+1:], 4)
		return c, grown(size, n+1)
	case '%':
		rest := text[1:]
		for n := 0; n < deepest && strings.HasPrefix(rest, "25"); n++ { // a percent sign that was escaped itself
			rest = rest[2:]
		}
		c, size = hex(rest, 2)
		return c, grown(size, len(text)-len(rest))
	case '&':
		digits, ok := strings.CutPrefix(text, "&#")
		end := strings.IndexByte(digits[:min(len(digits), 10)], ';')
		if !ok || end < 1 {
			return 0, 0
		}
		return number(digits[:end]), len("&#") + end + 1
	}
	return 0, 0
}

// grown returns a size with what stands before it, or 0 for nothing.
func grown(size, before int) int {
	if size == 0 {
		return 0
	}
	return size + before
}

// hex reads so many hexadecimal digits, which stand for a character of ASCII.
func hex(text string, digits int) (c byte, size int) {
	if len(text) < digits {
		return 0, 0
	}
	n := number("x" + text[:digits])
	if n == 0 {
		return 0, 0
	}
	return n, digits
}

// number reads a reference to a character of ASCII as HTML has it, such as 43 or
// x2B. It returns 0 for anything else.
func number(text string) byte {
	base := 10
	if digits := strings.TrimLeft(text, "xX"); digits != text {
		text, base = digits, 16
	}
	n := 0
	for _, d := range []byte(text) {
		at := strings.IndexByte("0123456789abcdef", lower(d))
		if at < 0 || at >= base {
			return 0
		}
		if n = n*base + at; n > 0x7f {
			return 0
		}
	}
	return byte(n)
}
