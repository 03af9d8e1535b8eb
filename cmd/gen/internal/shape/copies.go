package shape

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// Shares reports whether copies of a shape's values would share memory.
func (t *Types) Shares(s *model.Shape) bool { return t.shared[s.Name] }

// Clone returns an expression for a copy of a value that shares nothing with
// it.
func (t *Types) Clone(s *model.Shape, v jen.Code) *jen.Statement {
	if !t.Shares(s) {
		return jen.Add(v)
	}
	switch s.Kind {
	case model.Blob, model.Document:
		return jen.Qual("bytes", "Clone").Call(v)
	case model.List, model.Map:
		elem := t.Shape(s.Elem)
		std, ours := "slices", "CloneList"
		if s.Kind == model.Map {
			std, ours = "maps", "CloneMap"
		}
		if t.PointsToElems(s) {
			return printer.Runtime(ours).Call(v,
				jen.Func().Params(jen.Id("v").Add(t.elemType(s))).Add(t.elemType(s)).Block(jen.Return(t.ClonePtr(elem, jen.Id("v")))))
		}
		if !t.Shares(elem) {
			return jen.Qual(std, "Clone").Call(v)
		}
		if elem.Kind == model.Structure {
			return printer.Runtime(ours).Call(v, jen.Id(elem.GoName).Dot("clone"))
		}
		return printer.Runtime(ours).Call(v,
			jen.Func().Params(jen.Id("v").Add(t.TypeOf(elem))).Add(t.TypeOf(elem)).Block(jen.Return(t.Clone(elem, jen.Id("v")))))
	}
	return jen.Add(v).Dot("clone").Call()
}

// ClonePtr returns an expression for a copy of an optional value.
func (t *Types) ClonePtr(s *model.Shape, v jen.Code) *jen.Statement {
	if t.Shares(s) {
		return printer.Runtime("ClonePtr").Call(v, jen.Id(s.GoName).Dot("clone"))
	}
	return printer.Runtime("Copy").Call(v)
}

// Copied returns those of some structures that need a clone method, and those
// within them, in reading order.
func (t *Types) Copied(kept []*model.Shape) []*model.Shape {
	needed := map[string]bool{}
	var need func(*model.Shape)
	need = func(s *model.Shape) {
		if needed[s.Name] || !t.Shares(s) {
			return
		}
		needed[s.Name] = true
		if s.Elem != "" {
			need(t.Shape(s.Elem))
		}
		for i := range s.Members {
			need(t.Shape(s.Members[i].Shape))
		}
	}
	for _, s := range kept {
		need(s)
	}
	return slices.DeleteFunc(slices.Clone(t.structures), func(s *model.Shape) bool { return !needed[s.Name] })
}

// CloneMethod adds
//
//	// clone returns a copy of v that shares nothing with it.
//	func (v ConfigRule) clone() ConfigRule {
//		v.Description = runtime.Copy(v.Description)
//		…
//		return v
//	}
func (t *Types) CloneMethod(f *jen.File, s *model.Shape) {
	f.Add(printer.Doc("clone returns a copy of v that shares nothing with it."))
	f.Func().Params(jen.Id("v").Id(s.GoName)).Id("clone").Params().Id(s.GoName).BlockFunc(func(g *jen.Group) {
		for i := range s.Members {
			m := &s.Members[i]
			field := jen.Id("v").Dot(m.GoName)
			shape := t.Shape(m.Shape)
			switch {
			case t.Pointer(s, m):
				g.Add(field).Op("=").Add(t.ClonePtr(shape, field))
			case t.Shares(shape):
				g.Add(field).Op("=").Add(t.Clone(shape, field))
			}
		}
		g.Return(jen.Id("v"))
	})
	f.Line()
}
