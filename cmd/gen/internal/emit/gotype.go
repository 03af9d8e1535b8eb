package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// typeOf returns the Go type of a shape's values. Lists and maps are written
// out where they stand; only structures and enums have names.
func (e *emitter) typeOf(s *model.Shape) *jen.Statement {
	switch s.Kind {
	case model.List:
		return jen.Index().Add(e.typeOf(e.api.Shape(s.Elem)))
	case model.Map:
		return jen.Map(jen.String()).Add(e.typeOf(e.api.Shape(s.Elem)))
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
		return jen.Qual(fakePath, "Time")
	case model.Blob:
		return jen.Index().Byte()
	}
	return jen.Id(s.GoName)
}

// fieldType returns the Go type of a member.
func (e *emitter) fieldType(owner *model.Shape, m *model.Member) *jen.Statement {
	t := e.typeOf(e.api.Shape(m.Shape))
	if e.pointer(owner, m) {
		return jen.Op("*").Add(t)
	}
	return t
}

// pointer reports whether a member's field is a pointer, and nil where the
// member is absent. The fields of lists, maps and blobs can be nil as they
// are. Required ones are values, save for a structure that requires itself,
// which Go could not lay out.
func (e *emitter) pointer(owner *model.Shape, m *model.Member) bool {
	s := e.api.Shape(m.Shape)
	switch s.Kind {
	case model.List, model.Map, model.Blob:
		return false
	case model.Structure:
		return !m.Required || e.embeds(s, owner, map[string]bool{})
	}
	return !m.Required
}

// nilable reports whether a member's field can be nil.
func (e *emitter) nilable(owner *model.Shape, m *model.Member) bool {
	switch e.api.Shape(m.Shape).Kind {
	case model.List, model.Map, model.Blob:
		return true
	}
	return e.pointer(owner, m)
}

// embeds reports whether one structure would hold another within itself if
// every required structure were a value.
func (e *emitter) embeds(outer, inner *model.Shape, seen map[string]bool) bool {
	if outer.Name == inner.Name {
		return true
	}
	if seen[outer.Name] {
		return false
	}
	seen[outer.Name] = true
	for i := range outer.Members {
		m := &outer.Members[i]
		s := e.api.Shape(m.Shape)
		if m.Required && s.Kind == model.Structure && e.embeds(s, inner, seen) {
			return true
		}
	}
	return false
}

// structures returns the structures of the API, in reading order.
func (e *emitter) structures() []*model.Shape { return e.shapes(model.Structure) }

// shapes returns the shapes of a kind, in reading order.
func (e *emitter) shapes(kind model.ShapeKind) []*model.Shape {
	var all []*model.Shape
	for i := range e.api.Shapes {
		if e.api.Shapes[i].Kind == kind {
			all = append(all, &e.api.Shapes[i])
		}
	}
	return all
}
