package pattern

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// horizontal are the code points of Java's \h, lineBreak are those of \R.
const (
	horizontal = `\t \x{A0}\x{1680}\x{180E}\x{2000}-\x{200A}\x{202F}\x{205F}\x{3000}`
	lineBreak  = `(?:\r\n|[\n-\r\x{85}\x{2028}\x{2029}])`
)

// escaped reads what a backslash begins, outside of a class.
func (p *parser) escaped() (*node, error) {
	if len(p.rest) == 1 {
		return nil, errors.New(`a \ at the end`)
	}
	switch c := p.rest[1]; c {
	case 'b', 'B', 'A', 'z':
		p.rest = p.rest[2:]
		return &node{op: assertion, text: `\` + string(c)}, nil
	case 'Z':
		p.rest = p.rest[2:]
		return &node{op: assertion, text: `(?:\n?\z)`}, nil
	case 'R':
		p.rest = p.rest[2:]
		return &node{op: atom, text: lineBreak}, nil
	case 'Q':
		text, rest, _ := strings.Cut(p.rest[2:], `\E`)
		p.rest = rest
		quoted := &node{op: sequence}
		for _, r := range text {
			quoted.kids = append(quoted.kids, literal(r))
		}
		if len(quoted.kids) == 1 {
			return quoted.kids[0], nil
		}
		return &node{op: group, text: "(?:", kids: []*node{quoted}}, nil
	case '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return nil, &Unsupported{`back-reference \` + string(c)}
	case 'k':
		return nil, &Unsupported{`back-reference \k`}
	}
	content, r, err := p.escape()
	if err != nil {
		return nil, err
	}
	if content == "" {
		return literal(r), nil
	}
	if alone.MatchString(content) {
		return single(content)
	}
	return single("[" + content + "]")
}

// alone matches the content of a class that needs no brackets.
var alone = regexp.MustCompile(`^\\(?:[dDwWsS]|[pP]\{\w+\})$`)

// escape reads an escape that means the same within a class and outside. It
// returns the content of a class, or "" and the one code point that is meant.
func (p *parser) escape() (content string, r rune, err error) {
	if r, size := unitEscape(p.rest); size > 0 {
		p.rest = p.rest[size:]
		return "", r, nil
	}
	if !p.take(`\`) || p.rest == "" {
		return "", 0, errors.New(`a \ at the end`)
	}
	switch c := p.next(); c {
	case 'd', 'D', 'w', 'W', 's', 'S':
		return `\` + string(c), 0, nil
	case 'h':
		return horizontal, 0, nil
	case 'H':
		content, err := complement(horizontal)
		return content, 0, err
	case 'p', 'P':
		content, err := p.property(c == 'P')
		return content, 0, err
	case 't':
		return "", '\t', nil
	case 'n':
		return "", '\n', nil
	case 'r':
		return "", '\r', nil
	case 'f':
		return "", '\f', nil
	case 'v':
		return "", '\v', nil
	case 'a':
		return "", '\a', nil
	case 'e':
		return "", 0x1B, nil
	case 'c':
		if p.rest == "" || !isLetter(p.rest[0]) {
			return "", 0, errors.New(`\c is followed by a letter`)
		}
		return "", p.next() & 0x1F, nil
	case 'x':
		r, err := p.hexadecimal()
		return "", r, err
	case '0':
		digits := p.rest[:len(p.rest)-len(strings.TrimLeft(p.rest, "01234567"))]
		digits = digits[:min(len(digits), 3)]
		if len(digits) == 3 && digits > "377" {
			digits = digits[:2]
		}
		p.rest = p.rest[len(digits):]
		r, _ := strconv.ParseUint("0"+digits, 8, 16) // no more than \0377
		return "", rune(r), nil
	default:
		if c < 0x80 && (isLetter(byte(c)) || unicode.IsDigit(c)) {
			return "", 0, &Unsupported{`escape \` + string(c)}
		}
		return "", c, nil
	}
}

// hexadecimal reads the digits of an escape such as \x2F or \x{2F}.
func (p *parser) hexadecimal() (rune, error) {
	digits := ""
	if p.take("{") {
		var closed bool
		if digits, p.rest, closed = strings.Cut(p.rest, "}"); !closed {
			return 0, errors.New(`\x{ is followed by digits and }`)
		}
	} else {
		digits = p.rest[:min(2, len(p.rest))]
		if p.rest = p.rest[len(digits):]; len(digits) < 2 {
			return 0, errors.New(`\x is followed by two digits`)
		}
	}
	r, err := strconv.ParseUint(digits, 16, 21)
	if err != nil || r > unicode.MaxRune {
		return 0, fmt.Errorf(`\x is followed by %q, which is no code point`, digits)
	}
	return rune(r), nil
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
