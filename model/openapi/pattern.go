package openapi

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/pattern"
)

// pattern sets the pattern of a string. A pattern that RE2 has no equivalent of
// is a warning: nothing is checked against it.
func (b *builder) pattern() {
	maxLength := int64(-1)
	if b.shape.Max != nil {
		maxLength = b.shape.Max.Int
	}
	first := ""
	for _, w := range b.words {
		if w.key != "pattern" || w.value.Kind != model.NodeString {
			continue
		}
		if first != "" && first != w.value.Text {
			b.problem(w.value.Pos, "a second pattern, beside "+strconv.Quote(first), "write one that says both")
		}
		first = w.value.Text
		translated, err := pattern.Translate(first, maxLength)
		if unsupported := (*pattern.Unsupported)(nil); errors.As(err, &unsupported) {
			b.warn(w.value.Pos, fmt.Sprintf("pattern %s is unchecked: RE2 has no %s", w.value.Raw, unsupported.Construct),
				"write a pattern without that to have one checked")
			continue
		}
		if err != nil {
			b.problem(w.value.Pos, fmt.Sprintf("pattern %s is no regular expression: %v", w.value.Raw, err),
				"write one in the syntax of ECMA-262 or of RE2")
			continue
		}
		b.shape.Pattern = translated.RE2
		if text := unanchored(first); text != b.shape.Pattern {
			b.shape.PatternText = text
		}
		b.tighten(translated.Min, translated.Max)
	}
}

// unanchored returns a pattern for the whole of a text without the ^ and the $
// that make it one. A document needs them, as JSON Schema looks for a pattern
// anywhere in a text; services that match the whole have none in their messages.
func unanchored(pattern string) string {
	inner, begins := strings.CutPrefix(pattern, "^")
	inner, ends := strings.CutSuffix(inner, "$")
	if !begins || !ends {
		return pattern
	}
	// An alternative, or an escaped dollar, would have an anchor of its own.
	whole, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || whole.Op != syntax.OpConcat || whole.Sub[0].Op != syntax.OpBeginText || whole.Sub[len(whole.Sub)-1].Op != syntax.OpEndText {
		return pattern
	}
	return inner
}

// tighten bounds the length of a string by what a pattern says of it. Zero is
// no bound.
func (b *builder) tighten(low, high int64) {
	if low > 0 && (b.shape.Min == nil || b.shape.Min.Int < low) {
		b.shape.Min = &model.Bound{Int: low}
	}
	if high > 0 && (b.shape.Max == nil || b.shape.Max.Int > high) {
		b.shape.Max = &model.Bound{Int: high}
	}
}

// warn notes what the document says of the shape and the API does not.
func (b *builder) warn(pos model.Pos, what, fix string) {
	b.api.Warnings.Add(pos, b.shape.Name, what, fix)
}
