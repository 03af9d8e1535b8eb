package shape

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// TypeOf returns the Go type of a shape's values. Lists and maps are written
// out where they stand; only structures and enums have names.
func (t *Types) TypeOf(s *model.Shape) *jen.Statement {
	switch s.Kind {
	case model.List:
		return jen.Index().Add(t.elemType(s))
	case model.Map:
		return jen.Map(jen.String()).Add(t.elemType(s))
	case model.String:
		return jen.String()
	case model.Boolean:
		return jen.Bool()
	case model.Integer:
		return jen.Int32()
	case model.Long:
		return jen.Int64()
	case model.Float:
		return jen.Float32()
	case model.Double:
		return jen.Float64()
	case model.Timestamp:
		return printer.Fake("Time")
	case model.Blob:
		return jen.Index().Byte()
	case model.Document:
		return jen.Qual("encoding/json", "RawMessage")
	}
	return jen.Id(s.GoName)
}

// elemType returns the Go type of a list's elements or a map's values.
func (t *Types) elemType(s *model.Shape) *jen.Statement {
	elem := t.TypeOf(t.Shape(s.Elem))
	if t.PointsToElems(s) {
		return jen.Op("*").Add(elem)
	}
	return elem
}

// PointsToElems reports whether the elements of a list or a map's values are
// pointers, which are nil where there is null in one that is sparse. Lists, maps,
// blobs and documents can be nil as they are.
func (t *Types) PointsToElems(s *model.Shape) bool {
	return s.Sparse && !empties(t.Shape(s.Elem).Kind)
}

// FieldType returns the Go type of a member.
func (t *Types) FieldType(owner *model.Shape, m *model.Member) *jen.Statement {
	field := t.TypeOf(t.Shape(m.Shape))
	if t.Pointer(owner, m) {
		return jen.Op("*").Add(field)
	}
	return field
}

// Pointer reports whether a member's field is a pointer, and nil where the
// member is absent. The fields of lists, maps, blobs and documents can be nil as
// they are. Required ones are values, save for a structure that requires itself,
// which Go could not lay out, and for a large one, of which there might be several
// in each of several.
func (t *Types) Pointer(owner *model.Shape, m *model.Member) bool {
	s := t.Shape(m.Shape)
	switch s.Kind {
	case model.List, model.Map, model.Blob, model.Document:
		return false
	case model.Structure:
		return !m.Required || t.circles[s.Name] == t.circles[owner.Name] || t.fields(s) > mostFields
	}
	return !m.Required
}

// mostFields is how many fields a structure may have, with those of the structures
// within it, that is a value within another.
const mostFields = 200

// fields returns how many fields a structure has, with those of the structures
// that are values within it.
func (t *Types) fields(s *model.Shape) int {
	if n, known := t.sizes[s.Name]; known {
		return n
	}
	n := 0
	for i := range s.Members {
		m := &s.Members[i]
		n++
		if inner := t.Shape(m.Shape); inner.Kind == model.Structure && !t.Pointer(s, m) {
			n += t.fields(inner)
		}
	}
	t.sizes[s.Name] = n
	return n
}

// Nilable reports whether a member's field can be nil.
func (t *Types) Nilable(owner *model.Shape, m *model.Member) bool {
	switch t.Shape(m.Shape).Kind {
	case model.List, model.Map, model.Blob, model.Document:
		return true
	}
	return t.Pointer(owner, m)
}

// Structures returns the structures of the API, in reading order.
func (t *Types) Structures() []*model.Shape { return t.structures }

// EnumValue returns the constant for a value of an enum, or a literal where the
// shape is another or the value is unknown.
func EnumValue(enum *model.Shape, value string) *jen.Statement {
	for _, v := range enum.Enum {
		if v.Value == value {
			return jen.Id(v.GoName)
		}
	}
	if enum.Kind == model.Enum {
		return jen.Id(enum.GoName).Call(jen.Lit(value))
	}
	return jen.Lit(value)
}
