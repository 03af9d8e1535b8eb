package shape

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/pattern"
)

// Least returns a literal of the least value that a shape permits, or nil where the zero
// value of its Go type is one, or none is known. A reply has it where a member is required
// and nothing says what it is.
func (t *Types) Least(s *model.Shape) *jen.Statement { return t.least(s, nil) }

func (t *Types) least(s *model.Shape, around []string) *jen.Statement {
	if slices.Contains(around, s.Name) {
		return nil
	}
	around = append(around[:len(around):len(around)], s.Name)
	switch s.Kind {
	case model.Enum:
		if len(s.Enum) > 0 {
			return EnumValue(s, s.Enum[0].Value)
		}
	case model.String:
		if text := leastText(s); text != "" {
			return jen.Lit(text)
		}
	case model.Integer, model.Long:
		if s.Min != nil && s.Min.Int > 0 {
			return jen.Lit(int(s.Min.Int))
		}
	case model.List:
		elem := t.least(t.Shape(s.Elem), around)
		var elems []jen.Code
		if s.Min != nil && elem != nil {
			for range min(s.Min.Int, mostElements) {
				elems = append(elems, elem.Clone())
			}
		}
		return t.TypeOf(s).Values(elems...)
	case model.Structure:
		return t.leastOf(s, around)
	}
	return nil
}

// mostElements is how many elements a literal has at most.
const mostElements = 16

// leastOf returns a literal of a structure with its required members, or nil if their zero
// values will do.
func (t *Types) leastOf(s *model.Shape, around []string) *jen.Statement {
	var members []jen.Code
	for i := range s.Members {
		m := &s.Members[i]
		if !m.Required {
			continue
		}
		if value := t.least(t.Shape(m.Shape), around); value != nil {
			members = append(members, jen.Id(m.GoName).Op(":").Add(t.held(s, m, value)))
		}
	}
	if len(members) == 0 || s.Union {
		return nil
	}
	return jen.Id(s.GoName).Values(members...)
}

// held returns a literal as the field of a required member has it.
func (t *Types) held(owner *model.Shape, m *model.Member, value *jen.Statement) *jen.Statement {
	if t.Pointer(owner, m) && t.Shape(m.Shape).Kind == model.Structure {
		return jen.Op("&").Add(value)
	}
	return value
}

// leastText returns a short text of a shape, or "" if that will do or none is known.
func leastText(s *model.Shape) string {
	low := 0
	if s.Min != nil {
		low = int(min(s.Min.Int, 1<<10))
	}
	if s.Pattern == "" {
		return strings.Repeat("x", low)
	}
	re := regexp.MustCompile(s.Pattern) // as the reader of the model has made sure
	if low == 0 && re.MatchString("") {
		return ""
	}
	var plain, long strings.Builder
	for _, p := range pattern.Parts(s.Pattern) {
		least := p.Least()
		plain.WriteString(least)
		long.WriteString(least)
		if p.Max < 0 || p.Max > p.Min {
			for long.Len() < low && (p.Max < 0 || len(least) < p.Max) && p.Has("a") {
				least += "a"
				long.WriteString("a")
			}
		}
	}
	for _, text := range []string{plain.String(), long.String()} {
		if len(text) >= low && (s.Max == nil || int64(len(text)) <= s.Max.Int) && re.MatchString(text) {
			return text
		}
	}
	return ""
}
