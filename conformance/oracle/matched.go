package oracle

import (
	"errors"
	"regexp"
	"regexp/syntax"

	"github.com/fakesmith/fakesmith/model"
)

// unmatched returns the errors for members that do not match the expressions which are
// given with them. It is not certain where syntaxes differ, or where it matters whether
// the whole text has to match: then such an error may come, or none.
func (c *call) unmatched(items []*item) (codes []string, certain bool) {
	certain = true
	for clause, m := range rules[model.Matched](c) {
		for _, it := range items {
			pattern, has := it.value[m.By].(string)
			if !has || it.value[m.Member] == nil {
				continue
			}
			switch matching(pattern, text(it.value[m.Member])) {
			case noPattern:
				codes = append(codes, m.Invalid)
			case differs:
				codes = append(codes, c.errorOf(clause)...)
			case depends:
				codes = append(append(codes, m.Invalid), c.errorOf(clause)...)
				certain = false
			}
		}
	}
	return codes, certain
}

// What a text is to an expression.
type likeness int

const (
	matches likeness = iota
	differs
	noPattern
	// depends says that it is another thing in another syntax.
	depends
)

// disputed is in expressions that RE2 takes and other syntaxes do not, or take for
// something else.
var disputed = regexp.MustCompile(`\[\[:|&&|\(\?P|\\[Cz]|(^|[^\\])\{([^0-9]|$)`)

// matching returns what a text is to an expression, as far as all syntaxes agree.
func matching(pattern, text string) likeness {
	expr, err := regexp.Compile(pattern)
	var wrong *syntax.Error
	if errors.As(err, &wrong) {
		switch wrong.Code {
		case syntax.ErrMissingBracket, syntax.ErrMissingParen, syntax.ErrUnexpectedParen, syntax.ErrMissingRepeatArgument, syntax.ErrTrailingBackslash:
			return noPattern
		}
		return depends
	}
	whole, err := regexp.Compile(`\A(?:` + pattern + `)\z`)
	switch somewhere := expr.MatchString(text); {
	case err != nil, disputed.MatchString(pattern), somewhere != whole.MatchString(text):
		return depends
	case somewhere:
		return matches
	}
	return differs
}
