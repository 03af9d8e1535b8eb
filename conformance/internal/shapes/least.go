package shapes

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Least returns the smallest valid value of a shape.
func (s *Set) Least(shape *model.Shape) any {
	switch shape.Kind {
	case model.Structure:
		o := value.Object{}
		if shape.Union {
			if options := s.UnionMembers(shape); len(options) > 0 {
				o[options[0].Name] = s.Least(s.API.Shape(options[0].Shape))
			}
			return o
		}
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
			o[s.MapKey(shape, i)] = s.Least(s.API.Shape(shape.Elem))
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

// Filled returns a list of n elements that differ as far as their shape lets
// them. They are like the elements of like: the first elements are copies of
// these, the others are variations of the first, or of the least value if like
// is empty.
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

// Numbered returns a variation of a value, with a number in its texts, so that
// it differs from others.
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
			if inner.Kind == model.String && (there || !m.Required && !shape.Union) {
				o[m.Name] = s.Numbered(inner, s.Least(inner), i)
			}
		}
	}
	return v
}

// Numeral returns a number as a JSON number.
func Numeral(r *big.Rat) json.Number {
	if r.IsInt() {
		return json.Number(r.Num().String())
	}
	return json.Number(strings.TrimRight(r.FloatString(9), "0"))
}
