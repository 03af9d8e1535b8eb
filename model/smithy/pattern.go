package smithy

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
	"github.com/fakesmith/fakesmith/model/pattern"
)

// pattern sets the pattern of a string, and what it says of the length.
func (r *reader) pattern(s *model.Shape, ts traits) {
	t := ts.trait(api + "pattern")
	if t == nil || s.Kind != model.String {
		return
	}
	longest := int64(-1)
	if s.Max != nil {
		longest = s.Max.Int
	}
	translated, err := pattern.Translate(jsontree.Text(t), longest)
	if unsupported := (*pattern.Unsupported)(nil); errors.As(err, &unsupported) {
		r.unchecked(t.Pos, s.Name, "pattern "+strconv.Quote(t.Text)+": "+err.Error())
		return
	}
	if err != nil {
		r.problems.Add(t.Pos, s.Name, fmt.Sprintf("pattern %s is no regular expression: %v", t.Raw, err), "write one of ECMA-262")
		return
	}
	s.Pattern = translated.RE2
	if text := jsontree.Text(t); text != s.Pattern {
		s.PatternText = text
	}
	if n := translated.Min; n > 0 && (s.Min == nil || s.Min.Int < n) {
		s.Min = &model.Bound{Int: n}
	}
	if n := translated.Max; n > 0 && (s.Max == nil || s.Max.Int > n) {
		s.Max = &model.Bound{Int: n}
	}
}

// unchecked notes that nothing is checked against something the document says.
func (r *reader) unchecked(pos model.Pos, where, what string) {
	r.api.Warnings.Add(pos, where, "unchecked: "+what, "")
}
