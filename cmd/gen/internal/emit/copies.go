package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// shares reports whether copies of a shape's values would share memory.
func (e *emitter) shares(s *model.Shape) bool {
	switch s.Kind {
	case model.List, model.Map, model.Blob, model.Document:
		return true
	case model.Structure:
		for i := range s.Members {
			m := &s.Members[i]
			if e.nilable(s, m) || e.shares(e.api.Shape(m.Shape)) {
				return true
			}
		}
	}
	return false
}

// clone returns an expression for a copy of a value that shares nothing with
// it.
func (e *emitter) clone(s *model.Shape, v jen.Code) *jen.Statement {
	if !e.shares(s) {
		return jen.Add(v)
	}
	switch s.Kind {
	case model.Blob, model.Document:
		return jen.Qual("bytes", "Clone").Call(v)
	case model.List, model.Map:
		elem := e.api.Shape(s.Elem)
		std, ours := "slices", "CloneList"
		if s.Kind == model.Map {
			std, ours = "maps", "CloneMap"
		}
		if !e.shares(elem) {
			return jen.Qual(std, "Clone").Call(v)
		}
		if elem.Kind == model.Structure {
			return jen.Qual(runtimePath, ours).Call(v, jen.Id(elem.GoName).Dot("clone"))
		}
		return jen.Qual(runtimePath, ours).Call(v,
			jen.Func().Params(jen.Id("v").Add(e.typeOf(elem))).Add(e.typeOf(elem)).Block(jen.Return(e.clone(elem, jen.Id("v")))))
	}
	return jen.Add(v).Dot("clone").Call()
}

// clonePtr returns an expression for a copy of an optional value.
func (e *emitter) clonePtr(s *model.Shape, v jen.Code) *jen.Statement {
	if e.shares(s) {
		return jen.Qual(runtimePath, "ClonePtr").Call(v, jen.Id(s.GoName).Dot("clone"))
	}
	return jen.Qual(runtimePath, "Copy").Call(v)
}

// copied returns the structures that need a clone method: those that are kept,
// and those within them.
func (e *emitter) copied() []*model.Shape {
	needed := map[string]bool{}
	var need func(*model.Shape)
	need = func(s *model.Shape) {
		if needed[s.Name] || !e.shares(s) {
			return
		}
		needed[s.Name] = true
		if s.Elem != "" {
			need(e.api.Shape(s.Elem))
		}
		for i := range s.Members {
			need(e.api.Shape(s.Members[i].Shape))
		}
	}
	for _, st := range e.stores() {
		need(st.shape)
	}
	var all []*model.Shape
	for _, s := range e.structures() {
		if needed[s.Name] {
			all = append(all, s)
		}
	}
	return all
}

// cloneMethod adds
//
//	// clone returns a copy of v that shares nothing with it.
//	func (v ConfigRule) clone() ConfigRule {
//		v.Description = runtime.Copy(v.Description)
//		…
//		return v
//	}
func (e *emitter) cloneMethod(f *jen.File, s *model.Shape) {
	f.Add(doc("clone returns a copy of v that shares nothing with it."))
	f.Func().Params(jen.Id("v").Id(s.GoName)).Id("clone").Params().Id(s.GoName).BlockFunc(func(g *jen.Group) {
		for i := range s.Members {
			m := &s.Members[i]
			field := jen.Id("v").Dot(m.GoName)
			shape := e.api.Shape(m.Shape)
			switch {
			case e.pointer(s, m):
				g.Add(field).Op("=").Add(e.clonePtr(shape, field))
			case e.shares(shape):
				g.Add(field).Op("=").Add(e.clone(shape, field))
			}
		}
		g.Return(jen.Id("v"))
	})
	f.Line()
}
