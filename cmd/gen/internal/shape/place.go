package shape

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A Place is a value that generated code can reach.
type Place struct {
	// Expr is the field, e.g. in.Filters.Mode.
	Expr *jen.Statement
	// Guards are the structures on the way that may be nil.
	Guards []jen.Code
	// Ptr reports that the field is a pointer.
	Ptr   bool
	Shape *model.Shape
}

// Follow returns the place at a path that leads through no list, from a value
// of a shape.
func (t *Types) Follow(root jen.Code, shape string, path model.Path) Place {
	p := Place{Expr: jen.Add(root), Shape: t.Shape(shape)}
	steps, end := t.steps(shape, path)
	for _, s := range steps {
		if p.Ptr {
			p.Guards = append(p.Guards, p.Expr)
		}
		p.Expr = jen.Add(p.Expr).Dot(s.Member.GoName)
		p.Ptr = t.Pointer(s.Owner, s.Member)
	}
	p.Shape = end
	return p
}

// MemberOf returns a member of a structure.
func (t *Types) MemberOf(root jen.Code, s *model.Shape, member string) Place {
	return t.Follow(root, s.Name, model.Path(member))
}

// ElemShape returns the name of the shape of a list's elements.
func (t *Types) ElemShape(shape string, list model.Path) string {
	_, elem := t.steps(shape, list.Elem())
	return elem.Name
}

// steps follows a path. The model has been checked: what is wrong here is the
// generator.
func (t *Types) steps(shape string, path model.Path) ([]model.Step, *model.Shape) {
	steps, end, err := t.API.Steps(shape, path)
	if err != nil {
		panic("shape: " + err.Error())
	}
	return steps, end
}

// Present returns the condition that the value is there, or nil if it always
// is: in.Filters != nil && in.Filters.Mode != nil.
func (p Place) Present() *jen.Statement { return printer.And(p.compared("!=", ">")...) }

// Given returns the condition that the value is there, though it may be empty, or nil if
// it always is there.
func (p Place) Given() *jen.Statement { return printer.And(p.compared("!=", "")...) }

// NotGiven returns the condition that the value is not there, or nil if it always is.
func (p Place) NotGiven() *jen.Statement { return printer.Or(p.compared("==", "")...) }

// Absent returns the condition that the value is not there, or nil if it always
// is there.
func (p Place) Absent() *jen.Statement { return printer.Or(p.compared("==", "==")...) }

// Reachable returns the condition that the structures on the way are there, or
// nil if they always are.
func (p Place) Reachable() *jen.Statement {
	return Place{Guards: p.Guards, Shape: &model.Shape{}}.Present()
}

// compared returns how nothing is compared with the structures on the way and
// with the value itself, as far as they can be nothing. What is empty where it is absent
// is looked at by its length, unless that is not to be compared.
func (p Place) compared(withNil, length string) []*jen.Statement {
	var all []*jen.Statement
	for _, g := range p.Guards {
		all = append(all, jen.Add(g).Op(withNil).Nil())
	}
	switch {
	case p.Ptr, empties(p.Shape.Kind) && length == "":
		all = append(all, jen.Add(p.Expr).Op(withNil).Nil())
	case empties(p.Shape.Kind):
		all = append(all, jen.Len(p.Expr).Op(length).Lit(0))
	}
	return all
}

// empties reports whether values of a kind are empty where they are absent.
func empties(kind model.ShapeKind) bool {
	switch kind {
	case model.List, model.Map, model.Blob, model.Document:
		return true
	}
	return false
}

// Value returns the value, where it is known to be there.
func (p Place) Value() *jen.Statement {
	if p.Ptr {
		return jen.Op("*").Add(p.Expr)
	}
	return jen.Add(p.Expr)
}

// Text returns a string or an enum's value as a string, "" where it is absent.
func (t *Types) Text(p Place) *jen.Statement {
	v := jen.Add(p.Expr)
	if p.Ptr {
		v = printer.Runtime("Value").Call(v)
	}
	switch p.Shape.Kind {
	case model.Enum:
		v = jen.String().Call(v)
	case model.Long:
		v = jen.Qual("strconv", "FormatInt").Call(v, jen.Lit(10))
	case model.Integer:
		v = jen.Qual("strconv", "FormatInt").Call(jen.Int64().Call(v), jen.Lit(10))
	}
	if len(p.Guards) == 0 {
		return v
	}
	// A structure on the way may be missing:
	//
	//	func() string { if … { return … }; return "" }()
	return jen.Func().Params().String().Block(
		jen.If(p.Reachable()).Block(jen.Return(v)),
		jen.Return(jen.Lit("")),
	).Call()
}

// CutList splits a path behind its first list: "Rules[].Name" is "Rules" and
// "Name".
func CutList(path model.Path) (list, rest model.Path, found bool) {
	for i := 0; i+1 < len(path); i++ {
		if path[i:i+2] == "[]" {
			rest = path[i+2:]
			if rest != "" && rest[0] == '.' {
				rest = rest[1:]
			}
			return path[:i], rest, true
		}
	}
	return path, "", false
}

// AsString returns an expression of a string or an enum as a string.
func AsString(value jen.Code, s *model.Shape) *jen.Statement {
	if s.Kind == model.Enum {
		return jen.String().Call(value)
	}
	return jen.Add(value)
}

// Assign returns what a field has to be set to so that it holds the value of a
// place: a copy, of the field's own type, and a pointer where the field is one.
func (t *Types) Assign(field, from Place) *jen.Statement {
	if len(from.Guards) > 0 {
		// A structure on the way may be missing:
		//
		//	func() (v string) { if … { v = … }; return v }()
		there := from.Reachable()
		from.Guards = nil
		result := t.TypeOf(field.Shape)
		if field.Ptr {
			result = jen.Op("*").Add(result)
		}
		return jen.Func().Params().Params(jen.Id("v").Add(result)).Block(
			jen.If(there).Block(jen.Id("v").Op("=").Add(t.Assign(field, from))),
			jen.Return(jen.Id("v")),
		).Call()
	}
	same := field.Shape.Name == from.Shape.Name || t.plainType(field.Shape, from.Shape)
	convert := func(v *jen.Statement) *jen.Statement {
		if same {
			return v
		}
		return t.TypeOf(field.Shape).Call(v)
	}
	switch {
	case field.Ptr && from.Ptr && same:
		return t.ClonePtr(field.Shape, from.Expr)
	case field.Ptr && from.Ptr:
		// Enums of two names: string by string.
		return printer.Runtime("Convert").Types(t.TypeOf(field.Shape)).Call(from.Expr)
	case field.Ptr:
		return jen.New(convert(t.Clone(field.Shape, from.Expr)))
	case from.Ptr:
		return convert(t.Clone(field.Shape, printer.Runtime("Value").Call(from.Expr)))
	}
	return convert(t.Clone(field.Shape, from.Expr))
}

// plainType reports whether two shapes have the same Go type without being the
// same shape, as strings do.
func (t *Types) plainType(a, b *model.Shape) bool {
	return a.Kind == b.Kind && a.GoName == "" && b.GoName == "" && a.Kind != model.List && a.Kind != model.Map
}

// OrZero returns the value, or the zero value where it is absent and all on the
// way is there.
func (p Place) OrZero() *jen.Statement {
	if p.Ptr {
		return printer.Runtime("Value").Call(p.Expr)
	}
	return jen.Add(p.Expr)
}

// Pointer returns the value's address, or nil where it is absent.
func (p Place) Pointer() *jen.Statement {
	if p.Ptr {
		return jen.Add(p.Expr)
	}
	return jen.Op("&").Add(p.Expr)
}

// Flag returns the condition that a boolean is there and true.
func (p Place) Flag() *jen.Statement {
	if len(p.Guards) == 0 {
		return p.OrZero()
	}
	return jen.Parens(printer.And(p.Reachable(), p.OrZero()))
}
