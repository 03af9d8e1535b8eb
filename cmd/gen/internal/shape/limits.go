package shape

import (
	"fmt"
	"strconv"

	"github.com/fakesmith/fakesmith/model"
)

// limits returns what a shape's bounds allow, in words: "1 to 128 characters".
// It is empty where all is allowed.
func limits(s *model.Shape) string {
	unit := ""
	switch s.Kind {
	case model.String, model.Enum:
		unit = "character"
	case model.Blob:
		unit = "byte"
	case model.List:
		unit = "element"
	case model.Map:
		unit = "entry"
	}
	var words string
	last := ""
	switch lo, hi := s.Min, s.Max; {
	case lo != nil && hi != nil && *lo == *hi:
		last = Number(s, lo)
		words = "exactly " + last
	case lo != nil && hi != nil:
		last = Number(s, hi)
		words = Number(s, lo) + " to " + last
	case lo != nil:
		last = Number(s, lo)
		words = "at least " + last
	case hi != nil:
		last = Number(s, hi)
		words = "at most " + last
	default:
		return ""
	}
	if unit == "" {
		return words
	}
	return words + " " + plural(unit, last)
}

func plural(unit, count string) string {
	switch {
	case count == "1":
		return unit
	case unit == "entry":
		return "entries"
	}
	return unit + "s"
}

// Number returns a bound in digits.
func Number(s *model.Shape, b *model.Bound) string {
	if s.Kind == model.Float || s.Kind == model.Double {
		return strconv.FormatFloat(b.Real, 'g', -1, 64)
	}
	return fmt.Sprint(b.Int)
}
