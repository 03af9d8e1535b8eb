package recording

import (
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"
)

// pythonPairs returns the names and values of dictionaries of texts as Python
// prints them, those within others too. What is no text is passed over.
func pythonPairs(text string) iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		name, named := "", false
		for i := 0; i < len(text); {
			s, size, ok := pythonText(text[i:])
			if !ok {
				switch text[i] {
				case '\'', '"':
					return // a text that does not end: looking on would find it again and again
				case ' ', ':':
				default:
					named = false
				}
				i++
				continue
			}
			i += size
			switch rest := strings.TrimLeft(text[i:], " "); {
			case strings.HasPrefix(rest, ":"):
				name, named = s, true
			case named:
				named = false
				if !yield(name, s) {
					return
				}
			}
		}
	}
}

// pythonText reads a text or bytes as Python prints them, at the beginning of a
// line, and returns how long that is.
func pythonText(line string) (text string, size int, ok bool) {
	start := 0
	if strings.HasPrefix(line, "b'") || strings.HasPrefix(line, `b"`) {
		start = 1
	}
	if start >= len(line) || line[start] != '\'' && line[start] != '"' {
		return "", 0, false
	}
	quote := line[start]
	var b strings.Builder
	for i := start + 1; i < len(line); i++ {
		switch c := line[i]; {
		case c == quote:
			return b.String(), i + 1, true
		case c != '\\':
			b.WriteByte(c)
		case i+1 == len(line):
			return "", 0, false
		default:
			i++
			i += escape(&b, line[i:], start == 1) - 1
		}
	}
	return "", 0, false
}

// escape writes what an escape stands for, and returns how long it is without its
// backslash.
func escape(b *strings.Builder, text string, isBytes bool) int {
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[0]]
	if digits > 0 && len(text) > digits {
		if n, err := strconv.ParseUint(text[1:1+digits], 16, 32); err == nil {
			if isBytes {
				b.WriteByte(byte(n))
			} else if n <= utf8.MaxRune {
				b.WriteRune(rune(n))
			}
			return 1 + digits
		}
	}
	switch text[0] {
	case 'n':
		b.WriteByte('\n')
	case 'r':
		b.WriteByte('\r')
	case 't':
		b.WriteByte('\t')
	default:
		b.WriteByte(text[0])
	}
	return 1
}
