package shapes

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// OddTexts are what names and messages are drawn from: few, so that draws
// collide, and with whatever code tends to trip over. No two of them differ
// by case or surrounding space only.
var OddTexts = []string{
	"a", "b", "alpha beta", `quo"ted`, `back\slash`, "comma,colon:", "slash/and#hash?x=1&y",
	"ünïcode", "日本語", "🎈", "tab\tnew\nline", "<b>&amp;</b>", "0", "null", "..", "{}", "[1]", "%41%00", "$(x)", "it's; --", "__proto__",
}

// Runes are what texts at the bound of a length are made of: one to four
// bytes long.
var Runes = []string{"x", "é", "日", "🎈"}

// Lengths returns the bounds of a shape's length within some that are handy.
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

// Samples returns a few valid values of a shape that is neither structure, list
// nor map. It panics for those.
func (s *Set) Samples(shape *model.Shape) []any {
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
		return []any{value.Epoch(time.Date(s.Year()-10, 1, 1, 0, 0, 0, 0, time.UTC))}
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

// TextsFor returns the odd texts that fit a shape; where none does, because
// of its pattern, texts made from the pattern.
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
		gen := rapid.StringMatching(shape.Pattern)
		for seed := range 200 {
			if text := gen.Example(seed); s.Fits(text, shape) && len(fit) < 5 {
				fit = append(fit, text)
			}
		}
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

// Least returns a valid value of a shape that is as small as can be.
func (s *Set) Least(shape *model.Shape) any {
	switch shape.Kind {
	case model.Structure:
		o := value.Object{}
		for _, m := range shape.Members {
			if m.Required {
				o[m.Name] = s.Least(s.API.Shape(m.Shape))
			}
		}
		return o
	case model.List:
		low, _ := s.Lengths(shape, 0, 0)
		return s.Filled(shape, nil, low)
	case model.Map:
		low, _ := s.Lengths(shape, 0, 0)
		o := value.Object{}
		for i := range low {
			o[fmt.Sprintf("key%d", i)] = s.Least(s.API.Shape(shape.Elem))
		}
		return o
	case model.String:
		if fit := s.TextsFor(shape); len(fit) > 0 {
			return fit[0]
		}
		return "x"
	case model.Integer, model.Long, model.Float, model.Double:
		for _, b := range []*model.Bound{shape.Min, shape.Max} {
			if b != nil {
				return Numeral(BoundOf(shape, b))
			}
		}
		return json.Number("1")
	}
	return s.Samples(shape)[0]
}

// Filled returns a list of n elements like the first of some, or else like
// the least, that differ as far as their shape lets them.
func (s *Set) Filled(shape *model.Shape, like []any, n int) []any {
	elem := s.API.Shape(shape.Elem)
	list := make([]any, 0, n)
	for i := range n {
		if i < len(like) {
			list = append(list, value.Clone(like[i]))
			continue
		}
		var v any
		if len(like) > 0 {
			v = value.Clone(like[0])
		} else {
			v = s.Least(elem)
		}
		list = append(list, s.Numbered(elem, v, i))
	}
	return list
}

// Numbered makes a value differ from others like it by a number in its texts.
func (s *Set) Numbered(shape *model.Shape, v any, i int) any {
	switch shape.Kind {
	case model.String:
		for _, text := range []string{fmt.Sprintf("n%d", i), fmt.Sprintf("%v%d", v, i)} {
			if s.Fits(text, shape) {
				return text
			}
		}
	case model.Enum:
		return shape.Enum[i%len(shape.Enum)].Value
	case model.Structure:
		o, _ := v.(value.Object)
		for _, m := range shape.Members {
			inner := s.API.Shape(m.Shape)
			_, there := o[m.Name]
			if inner.Kind == model.String && (there || !m.Required) {
				o[m.Name] = s.Numbered(inner, s.Least(inner), i)
			}
		}
	}
	return v
}

// Numeral returns a number as JSON has it.
func Numeral(r *big.Rat) json.Number {
	if r.IsInt() {
		return json.Number(r.Num().String())
	}
	return json.Number(strings.TrimRight(r.FloatString(9), "0"))
}
