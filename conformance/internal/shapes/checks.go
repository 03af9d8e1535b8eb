package shapes

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"strconv"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Keeps reports whether a value passes one check of its shape.
func (s *Set) Keeps(v any, shape *model.Shape, check model.Check) bool {
	switch check {
	case model.MinLength, model.MinItems, model.MinProperties:
		return length(v, shape) >= shape.Min.Int
	case model.MaxLength, model.MaxItems, model.MaxProperties:
		return length(v, shape) <= shape.Max.Int
	case model.Minimum:
		n, ok := value.Rational(v)
		return ok && n.Cmp(BoundOf(shape, shape.Min)) >= 0
	case model.Maximum:
		n, ok := value.Rational(v)
		return ok && n.Cmp(BoundOf(shape, shape.Max)) <= 0
	case model.PatternCheck:
		text, _ := v.(string)
		return s.Pattern(shape.Pattern).MatchString(text)
	case model.EnumCheck:
		for _, e := range shape.Enum {
			if v == e.Value {
				return true
			}
		}
		return false
	case model.UniqueItems:
		seen := map[string]bool{}
		list, _ := v.([]any)
		for _, e := range list {
			if seen[value.Show(e)] {
				return false
			}
			seen[value.Show(e)] = true
		}
	}
	return true
}

// Fits reports whether a value passes all checks of its shape.
func (s *Set) Fits(v any, shape *model.Shape) bool {
	for _, check := range shape.Checks() {
		if !s.Keeps(v, shape, check) {
			return false
		}
	}
	return true
}

// Limit describes what a check requires.
func (s *Set) Limit(shape *model.Shape, check model.Check) string {
	switch check {
	case model.MinLength, model.MinItems, model.MinProperties:
		return fmt.Sprintf("a length of at least %d", shape.Min.Int)
	case model.MaxLength, model.MaxItems, model.MaxProperties:
		return fmt.Sprintf("a length of at most %d", shape.Max.Int)
	case model.Minimum:
		return "at least " + BoundOf(shape, shape.Min).RatString()
	case model.Maximum:
		return "at most " + BoundOf(shape, shape.Max).RatString()
	case model.PatternCheck:
		return "a match of " + shape.Pattern
	case model.EnumCheck:
		return "a value of " + shape.Name
	case model.UniqueItems:
		return "elements that differ"
	}
	return string(check)
}

// length returns the length of a value as the checks of its shape count it:
// characters, bytes, elements or members.
func length(v any, shape *model.Shape) int64 {
	switch v := v.(type) {
	case string:
		if shape.Kind == model.Blob {
			data, _ := base64.StdEncoding.DecodeString(v)
			return int64(len(data))
		}
		return int64(utf8.RuneCountInString(v))
	case []any:
		return int64(len(v))
	case value.Object:
		return int64(len(v))
	}
	return 0
}

// BoundOf returns the exact value of a bound of a shape: the one that is written
// in the model, not that of the nearest number of the machine.
func BoundOf(shape *model.Shape, b *model.Bound) *big.Rat {
	if shape.Kind == model.Float || shape.Kind == model.Double {
		if r, ok := new(big.Rat).SetString(strconv.FormatFloat(b.Real, 'g', -1, 64)); ok {
			return r
		}
	}
	return new(big.Rat).SetInt64(b.Int)
}
