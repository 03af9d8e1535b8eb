package shapes

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/rapidflags"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// OddTexts are the texts that names and messages are drawn from. They are few,
// so that draws collide, and have in them what code tends to trip over. No two
// of them differ in case or surrounding space only.
var OddTexts = []string{
	"a", "b", "alpha beta", `quo"ted`, `back\slash`, "comma,colon:", "slash/and#hash?x=1&y",
	"ünïcode", "日本語", "🎈", "tab\tnew\nline", "<b>&amp;</b>", "0", "null", "..", "{}", "[1]", "%41%00", "$(x)", "it's; --", "__proto__",
}

// Runes are the characters of which texts of the greatest length are made. They
// take one to four bytes.
var Runes = []string{"x", "é", "日", "🎈"}

// Lengths narrows a range of lengths to those that a shape allows.
func (s *Set) Lengths(shape *model.Shape, low, high int) (int, int) {
	if shape.Min != nil {
		low = max(low, int(shape.Min.Int))
		high = max(high, low)
	}
	if shape.Max != nil {
		high = min(high, int(shape.Max.Int))
	}
	return low, high
}

// Samples returns a few valid values of a shape. It panics if the shape is a
// structure, a list or a map.
func (s *Set) Samples(shape *model.Shape) []any {
	known, ok := s.samples[shape.Name]
	if !ok {
		known = s.makeSamples(shape)
		if shape.Kind != model.Timestamp { // which are as far ahead as the clock says
			s.samples[shape.Name] = known
		}
	}
	return slices.Clone(known)
}

func (s *Set) makeSamples(shape *model.Shape) []any {
	var all []any
	add := func(v any) {
		if s.Fits(v, shape) {
			all = append(all, v)
		}
	}
	switch shape.Kind {
	case model.Enum:
		for _, e := range shape.Enum {
			add(e.Value)
		}
	case model.String:
		for _, text := range s.TextsFor(shape) {
			add(text)
		}
		if shape.Max != nil && shape.Max.Int <= 1<<16 {
			for _, r := range Runes {
				add(strings.Repeat(r, int(shape.Max.Int)))
			}
		}
	case model.Blob:
		for _, text := range OddTexts {
			add(base64.StdEncoding.EncodeToString([]byte(text)))
		}
	case model.Boolean:
		return []any{false, true}
	case model.Timestamp:
		return []any{Time(shape, time.Date(s.Year()-min(10, 9999-s.Year()), 1, 1, 0, 0, 0, 0, time.UTC))}
	default:
		for _, n := range []json.Number{"0", "1", "2", "7", "25", "-1"} {
			add(n)
		}
		for _, b := range []*model.Bound{shape.Min, shape.Max} {
			if b != nil {
				add(Numeral(BoundOf(shape, b)))
			}
		}
	}
	if len(all) == 0 {
		all = append(all, s.Least(shape))
	}
	return all
}

// Matching returns texts that match a pattern and fit: at most so many, of so many that are
// drawn with one seed after another.
func Matching(pattern string, seed, draws, most int, fits func(string) bool) []string {
	gen := rapid.StringMatching(pattern)
	var all []string
	for end := seed + draws; seed < end && len(all) < most; seed++ {
		if text, ok := rapidflags.Value(gen, seed); ok && fits(text) {
			all = append(all, text)
		}
	}
	return all
}

// TextsFor returns the odd texts that are valid for a shape. If its pattern
// admits none of them, it returns texts made from the pattern.
func (s *Set) TextsFor(shape *model.Shape) []string {
	if known, ok := s.fitting[shape.Name]; ok {
		return known
	}
	var fit []string
	for _, text := range OddTexts {
		if s.Fits(text, shape) {
			fit = append(fit, text)
		}
	}
	if len(fit) == 0 && shape.Pattern != "" {
		fit = Matching(shape.Pattern, 0, 200, 5, func(text string) bool { return s.Fits(text, shape) })
	}
	if len(fit) == 0 {
		for _, b := range []*model.Bound{shape.Min, shape.Max} {
			if b != nil && s.Fits(strings.Repeat("x", int(b.Int)), shape) {
				fit = append(fit, strings.Repeat("x", int(b.Int)))
			}
		}
	}
	s.fitting[shape.Name] = fit
	return fit
}
