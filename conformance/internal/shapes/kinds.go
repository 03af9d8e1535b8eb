package shapes

import (
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// UnionMembers returns the members of a union that have a value without end of
// unions and structures within each other.
func (s *Set) UnionMembers(union *model.Shape) []model.Member {
	var all []model.Member
	for _, m := range union.Members {
		if s.finite(s.API.Shape(m.Shape), map[string]bool{union.Name: true}) {
			all = append(all, m)
		}
	}
	return all
}

// finite reports whether a shape has a value with none of the shapes in it that
// are around it.
func (s *Set) finite(shape *model.Shape, around map[string]bool) bool {
	if around[shape.Name] {
		return false
	}
	around[shape.Name] = true
	defer delete(around, shape.Name)
	switch {
	case shape.Union:
		for _, m := range shape.Members {
			if s.finite(s.API.Shape(m.Shape), around) {
				return true
			}
		}
		return false
	case shape.Kind == model.Structure:
		for _, m := range shape.Members {
			if m.Required && !s.finite(s.API.Shape(m.Shape), around) {
				return false
			}
		}
	case shape.Kind == model.List, shape.Kind == model.Map:
		return shape.Min == nil || shape.Min.Int == 0 || s.finite(s.API.Shape(shape.Elem), around)
	}
	return true
}

// MapKey returns a key of a map. Keys of other numbers are others, as far as
// there are as many.
func (s *Set) MapKey(shape *model.Shape, i int) string {
	if shape.Key != "" {
		key := s.API.Shape(shape.Key)
		if text, ok := s.Numbered(key, s.Least(key), i).(string); ok {
			return text
		}
	}
	return fmt.Sprintf("key%d", i)
}

// Time returns a time as a timestamp of that shape travels.
func Time(shape *model.Shape, t time.Time) any {
	switch shape.TimestampFormat {
	case model.DateTime:
		return t.UTC().Format("2006-01-02T15:04:05.999Z")
	case model.HTTPDate:
		return t.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")
	}
	return value.Epoch(t)
}
