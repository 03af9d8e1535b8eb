package conformance

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// oddTexts are what names and messages are drawn from: few, so that draws
// collide, and with whatever code tends to trip over. No two of them differ
// by case or surrounding space only.
var oddTexts = []string{
	"a", "b", "alpha beta", `quo"ted`, `back\slash`, "comma,colon:", "slash/and#hash?x=1&y",
	"ünïcode", "日本語", "🎈", "tab\tnew\nline", "<b>&amp;</b>", "0", "null", "..", "{}", "[1]", "%41%00", "$(x)", "it's; --", "__proto__",
}

// runes are what texts at the bound of a length are made of: one to four
// bytes long.
var runes = []string{"x", "é", "日", "🎈"}

// draw returns a valid value of a shape.
func (t *trial) draw(shape *model.Shape, label string) any {
	switch shape.Kind {
	case model.Structure:
		o := object{}
		for _, m := range shape.Members {
			if m.Required || len(label) < 80 && rapid.Bool().Draw(t.rapid, "has "+m.Name) {
				o[m.Name] = t.draw(t.api.Shape(m.Shape), label+"."+m.Name)
			}
		}
		return o
	case model.List:
		low, high := t.lengths(shape, 0, 3)
		n := rapid.IntRange(low, high).Draw(t.rapid, "length of "+label)
		list := make([]any, 0, n)
		for len(list) < n {
			list = append(list, t.draw(t.api.Shape(shape.Elem), label))
		}
		if !t.fits(list, shape) {
			return t.least(shape)
		}
		return list
	case model.Map:
		low, high := t.lengths(shape, 0, 2)
		o := object{}
		for i := range rapid.IntRange(low, high).Draw(t.rapid, "size of "+label) {
			o[fmt.Sprintf("key%d", i)] = t.draw(t.api.Shape(shape.Elem), label)
		}
		return o
	case model.Boolean:
		return rapid.Bool().Draw(t.rapid, label)
	case model.Timestamp:
		// Far ahead, so that a time of expiry is not met by chance.
		years := rapid.IntRange(0, 60).Draw(t.rapid, label)
		return epoch(time.Date(t.farYear()+years, 2, 28, 23, 59, 59, 0, time.UTC))
	}
	return rapid.SampledFrom(t.samples(shape)).Draw(t.rapid, label)
}

// lengths returns the bounds of a shape's length within some that are handy.
func (s *shapes) lengths(shape *model.Shape, low, high int) (int, int) {
	if shape.Min != nil {
		low = max(low, int(shape.Min.Int))
		high = max(high, low)
	}
	if shape.Max != nil {
		high = min(high, int(shape.Max.Int))
	}
	return low, high
}

// samples returns a few valid values of a shape that is neither structure, list
// nor map. It panics for those.
func (s *shapes) samples(shape *model.Shape) []any {
	var all []any
	add := func(v any) {
		if s.fits(v, shape) {
			all = append(all, v)
		}
	}
	switch shape.Kind {
	case model.Enum:
		for _, e := range shape.Enum {
			add(e.Value)
		}
	case model.String:
		for _, text := range s.textsFor(shape) {
			add(text)
		}
		if shape.Max != nil && shape.Max.Int <= 1<<16 {
			for _, r := range runes {
				add(strings.Repeat(r, int(shape.Max.Int)))
			}
		}
	case model.Blob:
		for _, text := range oddTexts {
			add(base64.StdEncoding.EncodeToString([]byte(text)))
		}
	case model.Boolean:
		return []any{false, true}
	case model.Timestamp:
		return []any{epoch(time.Date(s.year()-10, 1, 1, 0, 0, 0, 0, time.UTC))}
	default:
		for _, n := range []json.Number{"0", "1", "2", "7", "25", "-1"} {
			add(n)
		}
		for _, b := range []*model.Bound{shape.Min, shape.Max} {
			if b != nil {
				add(numeral(boundOf(shape, b)))
			}
		}
	}
	if len(all) == 0 {
		all = append(all, s.least(shape))
	}
	return all
}

// textsFor returns the odd texts that fit a shape; where none does, because
// of its pattern, texts made from the pattern.
func (s *shapes) textsFor(shape *model.Shape) []string {
	if known, ok := s.fitting[shape.Name]; ok {
		return known
	}
	var fit []string
	for _, text := range oddTexts {
		if s.fits(text, shape) {
			fit = append(fit, text)
		}
	}
	if len(fit) == 0 && shape.Pattern != "" {
		gen := rapid.StringMatching(shape.Pattern)
		for seed := range 200 {
			if text := gen.Example(seed); s.fits(text, shape) && len(fit) < 5 {
				fit = append(fit, text)
			}
		}
	}
	if len(fit) == 0 {
		for _, b := range []*model.Bound{shape.Min, shape.Max} {
			if b != nil && s.fits(strings.Repeat("x", int(b.Int)), shape) {
				fit = append(fit, strings.Repeat("x", int(b.Int)))
			}
		}
	}
	s.fitting[shape.Name] = fit
	return fit
}

// least returns a valid value of a shape that is as small as can be.
func (s *shapes) least(shape *model.Shape) any {
	switch shape.Kind {
	case model.Structure:
		o := object{}
		for _, m := range shape.Members {
			if m.Required {
				o[m.Name] = s.least(s.api.Shape(m.Shape))
			}
		}
		return o
	case model.List:
		low, _ := s.lengths(shape, 0, 0)
		return s.filled(shape, nil, low)
	case model.Map:
		low, _ := s.lengths(shape, 0, 0)
		o := object{}
		for i := range low {
			o[fmt.Sprintf("key%d", i)] = s.least(s.api.Shape(shape.Elem))
		}
		return o
	case model.String:
		if fit := s.textsFor(shape); len(fit) > 0 {
			return fit[0]
		}
		return "x"
	case model.Integer, model.Long, model.Float, model.Double:
		for _, b := range []*model.Bound{shape.Min, shape.Max} {
			if b != nil {
				return numeral(boundOf(shape, b))
			}
		}
		return json.Number("1")
	}
	return s.samples(shape)[0]
}

// filled returns a list of n elements like the first of some, or else like
// the least, that differ as far as their shape lets them.
func (s *shapes) filled(shape *model.Shape, like []any, n int) []any {
	elem := s.api.Shape(shape.Elem)
	list := make([]any, 0, n)
	for i := range n {
		if i < len(like) {
			list = append(list, clone(like[i]))
			continue
		}
		var v any
		if len(like) > 0 {
			v = clone(like[0])
		} else {
			v = s.least(elem)
		}
		list = append(list, s.numbered(elem, v, i))
	}
	return list
}

// numbered makes a value differ from others like it by a number in its texts.
func (s *shapes) numbered(shape *model.Shape, v any, i int) any {
	switch shape.Kind {
	case model.String:
		for _, text := range []string{fmt.Sprintf("n%d", i), fmt.Sprintf("%v%d", v, i)} {
			if s.fits(text, shape) {
				return text
			}
		}
	case model.Enum:
		return shape.Enum[i%len(shape.Enum)].Value
	case model.Structure:
		o, _ := v.(object)
		for _, m := range shape.Members {
			inner := s.api.Shape(m.Shape)
			_, there := o[m.Name]
			if inner.Kind == model.String && (there || !m.Required) {
				o[m.Name] = s.numbered(inner, s.least(inner), i)
			}
		}
	}
	return v
}

// numeral returns a number as JSON has it.
func numeral(r *big.Rat) json.Number {
	if r.IsInt() {
		return json.Number(r.Num().String())
	}
	return json.Number(strings.TrimRight(r.FloatString(9), "0"))
}
