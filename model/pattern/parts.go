package pattern

import (
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// A Part is one of the parts of a text that a pattern matches: a text as it stands, or so
// many of some characters.
type Part struct {
	// Literal is the text. It is empty where there are characters of a class.
	Literal string
	// class has the first and last character of ranges, one after the other.
	class    []rune
	Min, Max int // of the characters; Max is negative without a bound
}

// Parts returns the parts of the plainest text that a pattern in the syntax of RE2 matches:
// of alternatives it has the first, of groups as few as there can be. It returns nil if it
// can't tell.
func Parts(re2 string) []Part {
	tree, err := syntax.Parse(re2, syntax.Perl)
	if err != nil {
		return nil
	}
	parts, _ := partsOf(tree)
	return parts
}

// partsOf returns the parts of an expression; ok is false if it matches nothing.
func partsOf(re *syntax.Regexp) (parts []Part, ok bool) {
	switch re.Op {
	case syntax.OpNoMatch:
		return nil, false
	case syntax.OpLiteral:
		return []Part{{Literal: string(re.Rune)}}, true
	case syntax.OpCharClass:
		return []Part{{class: re.Rune, Min: 1, Max: 1}}, true
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return []Part{{class: []rune{' ', utf8.MaxRune}, Min: 1, Max: 1}}, true
	case syntax.OpCapture, syntax.OpAlternate:
		return partsOf(re.Sub[0])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			more, ok := partsOf(sub)
			if !ok {
				return nil, false
			}
			parts = append(parts, more...)
		}
		return parts, true
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		low, high := counts(re)
		once, ok := partsOf(re.Sub[0])
		if !ok {
			return nil, low == 0
		}
		if len(once) == 1 && once[0].class != nil && once[0].Min == 1 && once[0].Max == 1 {
			return []Part{{class: once[0].class, Min: low, Max: high}}, true
		}
		for range low {
			parts = append(parts, once...)
		}
		return parts, true
	}
	return nil, true // the beginning, the end and the like have no text
}

// counts returns how often an expression is repeated.
func counts(re *syntax.Regexp) (low, high int) {
	switch re.Op {
	case syntax.OpStar:
		return 0, -1
	case syntax.OpPlus:
		return 1, -1
	case syntax.OpQuest:
		return 0, 1
	}
	return re.Min, re.Max
}

// Has reports whether the part is of a class of characters that has all those of a text.
func (p Part) Has(text string) bool {
	for _, r := range text {
		in := false
		for i := 0; i+1 < len(p.class); i += 2 {
			in = in || p.class[i] <= r && r <= p.class[i+1]
		}
		if !in {
			return false
		}
	}
	return p.class != nil
}

// Takes reports whether a text can stand in the place of the part.
func (p Part) Takes(text string) bool {
	n := utf8.RuneCountInString(text)
	return n >= p.Min && (p.Max < 0 || n <= p.Max) && p.Has(text)
}

// Least returns the shortest text for the place of the part, of plain characters if it may
// have them.
func (p Part) Least() string {
	if p.class == nil || p.Min == 0 {
		return p.Literal
	}
	for _, c := range "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" {
		if p.Has(string(c)) {
			return strings.Repeat(string(c), p.Min)
		}
	}
	return strings.Repeat(string(p.class[:1]), p.Min)
}
