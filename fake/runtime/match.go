package runtime

import (
	"errors"
	"regexp"
	"regexp/syntax"
)

// A Matching is what a text is to a regular expression.
type Matching int

// What a text may be to an expression.
const (
	Matches Matching = iota
	NoMatch
	// NoPattern says that the expression is none in any syntax.
	NoPattern
)

// Match returns what a text is to a regular expression that a caller gave. One that is
// valid in other syntaxes only, such as with look-ahead, matches everything.
func Match(pattern, text string) Matching {
	expr, err := regexp.Compile(pattern)
	var wrong *syntax.Error
	switch {
	case err == nil && expr.MatchString(text):
		return Matches
	case err == nil:
		return NoMatch
	case errors.As(err, &wrong):
		switch wrong.Code {
		case syntax.ErrMissingBracket, syntax.ErrMissingParen, syntax.ErrUnexpectedParen, syntax.ErrMissingRepeatArgument, syntax.ErrTrailingBackslash:
			return NoPattern
		}
	}
	return Matches
}
