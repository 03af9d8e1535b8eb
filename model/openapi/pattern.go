package openapi

import (
	"errors"
	"fmt"
	"strconv"

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
		b.tighten(translated.Min, translated.Max)
	}
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
