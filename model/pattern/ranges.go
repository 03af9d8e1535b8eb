package pattern

import (
	"errors"
	"regexp/syntax"
	"strings"
	"unicode"
)

// ranges are code points as RE2's parser gives them: the first and the last of
// each range, in order, and apart.
type ranges []rune

// parseRanges returns what one atom in RE2's syntax matches.
func parseRanges(text string) (ranges, error) {
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	switch parsed.Op {
	case syntax.OpLiteral:
		if len(parsed.Rune) == 1 {
			return ranges{parsed.Rune[0], parsed.Rune[0]}, nil
		}
	case syntax.OpCharClass:
		return parsed.Rune, nil
	case syntax.OpAnyChar:
		return ranges{0, unicode.MaxRune}, nil
	case syntax.OpAnyCharNotNL:
		return ranges{0, '\n' - 1, '\n' + 1, unicode.MaxRune}, nil
	case syntax.OpNoMatch:
		return ranges{}, nil
	}
	return nil, errors.New(text + " is not one code point")
}

// and returns what is in both.
func (a ranges) and(b ranges) ranges {
	var both ranges
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if low, high := max(a[i], b[j]), min(a[i+1], b[j+1]); low <= high {
			both = append(both, low, high)
		}
		if a[i+1] < b[j+1] {
			i += 2
		} else {
			j += 2
		}
	}
	return both
}

// not returns what is not in a.
func (a ranges) not() ranges {
	var other ranges
	next := rune(0)
	for i := 0; i < len(a); i += 2 {
		if a[i] > next {
			other = append(other, next, a[i]-1)
		}
		next = a[i+1] + 1
	}
	if next <= unicode.MaxRune {
		other = append(other, next, unicode.MaxRune)
	}
	return other
}

// content returns the ranges as the content of a class.
func (a ranges) content() string {
	if len(a) == 0 {
		return `\x{D800}` // a surrogate, which no text holds
	}
	var b strings.Builder
	for i := 0; i < len(a); i += 2 {
		b.WriteString(inClass(a[i]))
		if a[i] < a[i+1] {
			b.WriteString("-" + inClass(a[i+1]))
		}
	}
	return b.String()
}

// intersection returns the content of a class of what is in two classes.
func intersection(a, b string) (string, error) {
	left, err := parseRanges(a)
	if err != nil {
		return "", err
	}
	right, err := parseRanges(b)
	if err != nil {
		return "", err
	}
	return left.and(right).content(), nil
}

// complement returns the content of a class of all that is not in the content
// of a class.
func complement(content string) (string, error) {
	set, err := parseRanges("[" + content + "]")
	if err != nil {
		return "", err
	}
	return set.not().content(), nil
}
