package reproduce

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file is the only one that puts a text into a program. The text may come
// from an endpoint, which is not trusted: what it answers must stay data in every
// language, whatever it holds. So no function here writes a character that is not
// printable, which leaves out every line end that any of the languages knows
// (NEL, U+2028 and U+2029 among them), NUL, escape sequences of terminals, and
// the marks that reverse the direction of a line; and none writes the end of the
// literal that it is in.

// printable reports whether a text has nothing but what can be seen, and spaces.
func printable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unprintable)
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// visible returns a text with an escape in place of all that is not printable,
// for people to read.
func visible(text string) string {
	if printable(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, text[0])
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			escaped := strconv.QuoteRune(r)
			b.WriteString(escaped[1 : len(escaped)-1])
		}
		text = text[size:]
	}
	return b.String()
}

// comment returns a text as one line of comment. All languages begin one with a
// mark of their own, and end it with the line.
func comment(mark, text string) string {
	text = strings.TrimRight(visible(text), " ")
	switch {
	case text == "":
		return mark + "\n"
	case text[0] == '+':
		// Go takes a comment for a build constraint that begins with +build,
		// and gofmt writes another one of it.
		text = `\x2b` + text[1:]
	case text[0] == '!':
		// A first line that begins with #! names an interpreter.
		text = `\x21` + text[1:]
	}
	if before, is := strings.CutSuffix(text, `\`); is {
		text = before + `\x5c` // some shells would go on with the next line
	}
	return mark + " " + text + "\n"
}

// shellText returns a text as a word of a shell that stands for itself. Since no
// word of a shell can have a zero byte in it, \000 stands in place of one.
func shellText(text string) string {
	if text == "" {
		return "''"
	}
	var b strings.Builder
	unfit := unfitFor(text)
	for len(text) > 0 {
		n := runOf(text, func(r rune) bool { return !unfit(r) })
		if n > 0 {
			b.WriteString("'" + strings.ReplaceAll(text[:n], "'", `'\''`) + "'")
			text = text[n:]
			continue
		}
		switch text[0] {
		case '\n':
			n = 1
			b.WriteString(`"$NL"`) // a shell would take it off the end of what printf prints
		case 0:
			n = 1
			b.WriteString(`'\000'`)
		default:
			n = runOf(text, func(r rune) bool { return unfit(r) && r != '\n' && r != 0 })
			b.WriteString(`"$(printf '` + octal(text[:n]) + `')"`)
		}
		text = text[n:]
	}
	return b.String()
}

// runOf returns the length of the beginning of a text in which all runes are of
// a kind.
func runOf(text string, kind func(rune) bool) int {
	n := strings.IndexFunc(text, func(r rune) bool { return !kind(r) })
	if n < 0 {
		return len(text)
	}
	return n
}

// unfitFor returns a function that reports which runes of a text can't stand in a
// script: those that are not printable, and all but ASCII in one that is not UTF-8.
func unfitFor(text string) func(rune) bool {
	if utf8.ValidString(text) {
		return unprintable
	}
	return func(r rune) bool { return unprintable(r) || r >= utf8.RuneSelf }
}

// octal returns bytes as a format of printf names them.
func octal(text string) string {
	var b strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&b, `\%03o`, text[i])
	}
	return b.String()
}

// shellFormat returns a text as what stands for it in a format of printf. Unlike
// a word, it can have any byte in it.
func shellFormat(text string) string {
	var b strings.Builder
	unfit := unfitFor(text)
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		if unfit(r) || r == '\\' || r == '%' || r == '-' {
			b.WriteString(octal(text[:n]))
		} else {
			b.WriteString(text[:n])
		}
		text = text[n:]
	}
	return b.String()
}

// pyText returns a text as Python writes it. A byte that is no part of UTF-8 is
// what Python makes of it with the error handler surrogateescape.
func pyText(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for len(text) > 0 {
		r, n := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\udc%02x`, text[0])
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		text = text[n:]
	}
	b.WriteByte('"')
	return b.String()
}

func pyList(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = pyText(text)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// goText returns a text as Go writes it: between backquotes where that can be.
func goText(text string) string {
	if strings.Contains(text, `"`) && printable(text) && strconv.CanBackquote(text) {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}

func goList(texts []string) string {
	if len(texts) == 0 {
		return "nil"
	}
	return "[]string{" + goTexts(texts) + "}"
}

func goTexts(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = strconv.Quote(text)
	}
	return strings.Join(quoted, ", ")
}
