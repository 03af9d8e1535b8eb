package smithy

import (
	"regexp"
	"strconv"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// pattern sets the pattern of a string.
func (r *reader) pattern(s *model.Shape, ts traits) {
	t := ts.trait(api + "pattern")
	if t == nil || s.Kind != model.String {
		return
	}
	pattern, err := re2(jsontree.Text(t))
	if err != nil {
		r.unchecked(t.Pos, s.Name, "pattern "+strconv.Quote(t.Text)+" ("+err.Error()+")")
		return
	}
	s.Pattern = pattern
}

// re2 returns a pattern of Smithy in the syntax of RE2.
func re2(pattern string) (string, error) {
	_, err := regexp.Compile(pattern)
	return pattern, err
}

// unchecked notes that something the document says is held against nobody.
func (r *reader) unchecked(pos model.Pos, where, what string) {
	r.warnings.Add(pos, where, "unchecked: "+what, "")
}
