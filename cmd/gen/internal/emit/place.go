package emit

import (
	"go/token"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// A place is a value that generated code can reach.
type place struct {
	// expr is the field, e.g. in.Filters.Mode.
	expr *jen.Statement
	// guards are the structures on the way that may be nil.
	guards []jen.Code
	// ptr reports that the field is a pointer.
	ptr   bool
	shape *model.Shape
}

// follow returns the place at a path that leads through no list, from a value
// of a shape.
func (e *emitter) follow(root jen.Code, shape string, path model.Path) place {
	p := place{expr: jen.Add(root), shape: e.api.Shape(shape)}
	steps, end, err := e.api.Steps(shape, path)
	if err != nil {
		// The model has been checked: what is wrong here is the emitter.
		panic("emit: " + err.Error())
	}
	for _, s := range steps {
		if p.ptr {
			p.guards = append(p.guards, p.expr)
		}
		p.expr = jen.Add(p.expr).Dot(s.Member.GoName)
		p.ptr = e.pointer(s.Owner, s.Member)
	}
	p.shape = end
	return p
}

// memberOf returns a member of a structure.
func (e *emitter) memberOf(root jen.Code, s *model.Shape, member string) place {
	return e.follow(root, s.Name, model.Path(member))
}

// elemShape returns the name of the shape of a list's elements.
func (e *emitter) elemShape(shape string, list model.Path) string {
	_, elem, err := e.api.Steps(shape, list.Elem())
	if err != nil {
		panic("emit: " + err.Error())
	}
	return elem.Name
}

// present returns the condition that the value is there, or nil if it always
// is: in.Filters != nil && in.Filters.Mode != nil.
func (p place) present() *jen.Statement {
	var all *jen.Statement
	and := func(c *jen.Statement) {
		if all == nil {
			all = c
		} else {
			all = all.Op("&&").Add(c)
		}
	}
	for _, g := range p.guards {
		and(jen.Add(g).Op("!=").Nil())
	}
	switch {
	case p.ptr:
		and(jen.Add(p.expr).Op("!=").Nil())
	case p.shape.Kind == model.List || p.shape.Kind == model.Map || p.shape.Kind == model.Blob:
		and(jen.Len(p.expr).Op(">").Lit(0))
	}
	return all
}

// absent returns the condition that the value is not there, or nil if it
// always is there.
func (p place) absent() *jen.Statement {
	var any *jen.Statement
	or := func(c *jen.Statement) {
		if any == nil {
			any = c
		} else {
			any = any.Op("||").Add(c)
		}
	}
	for _, g := range p.guards {
		or(jen.Add(g).Op("==").Nil())
	}
	switch {
	case p.ptr:
		or(jen.Add(p.expr).Op("==").Nil())
	case p.shape.Kind == model.List || p.shape.Kind == model.Map || p.shape.Kind == model.Blob:
		or(jen.Len(p.expr).Op("==").Lit(0))
	}
	return any
}

// value returns the value, where it is known to be there.
func (p place) value() *jen.Statement {
	if p.ptr {
		return jen.Op("*").Add(p.expr)
	}
	return jen.Add(p.expr)
}

// text returns a string or an enum's value as a string, "" where it is absent.
func (e *emitter) text(p place) *jen.Statement {
	v := jen.Add(p.expr)
	if p.ptr {
		v = jen.Qual(fakePath, "Value").Call(v)
	}
	if p.shape.Kind == model.Enum {
		v = jen.String().Call(v)
	}
	if len(p.guards) == 0 {
		return v
	}
	// A structure on the way may be missing:
	//
	//	func() string { if … { return … }; return "" }()
	there := place{guards: p.guards, shape: &model.Shape{}}.present()
	return jen.Func().Params().String().Block(
		jen.If(there).Block(jen.Return(v)),
		jen.Return(jen.Lit("")),
	).Call()
}

// along adds what is needed to reach every value at a path in the input, that
// is loops over lists and checks that optional structures are there, and has f
// add what is done with each value that is there.
func (b *body) along(root jen.Code, shape string, path model.Path, f func(value jen.Code, s *model.Shape)) {
	b.alongFrom(root, shape, path, 1, f)
}

func (b *body) alongFrom(root jen.Code, shape string, path model.Path, depth int, f func(jen.Code, *model.Shape)) {
	list, rest, through := cutList(path)
	p := b.follow(root, shape, list)
	if !through {
		there := p.present()
		if there == nil {
			f(p.value(), p.shape)
			return
		}
		b.g.If(there).BlockFunc(b.in(func() { f(p.value(), p.shape) }))
		return
	}
	loop := func() {
		v := "v"
		if depth > 1 {
			v += strconv.Itoa(depth)
		}
		elem := b.api.Shape(p.shape.Elem)
		if elem.Kind == model.Structure {
			b.g.For(jen.Id("i").Op(":=").Range().Add(p.expr)).BlockFunc(b.in(func() {
				b.g.Id(v).Op(":=").Op("&").Add(p.expr).Index(jen.Id("i"))
				b.alongFrom(jen.Id(v), elem.Name, rest, depth+1, f)
			}))
			return
		}
		b.g.For(jen.List(jen.Id("_"), jen.Id(v)).Op(":=").Range().Add(p.expr)).BlockFunc(b.in(func() {
			f(jen.Id(v), elem)
		}))
	}
	if there := (place{guards: p.guards, shape: &model.Shape{}}).present(); there != nil {
		b.g.If(there).BlockFunc(b.in(loop))
		return
	}
	loop()
}

// cutList splits a path behind its first list: "Rules[].Name" is "Rules" and
// "Name".
func cutList(path model.Path) (list, rest model.Path, found bool) {
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

// asString returns an expression of a string or an enum as a string.
func asString(value jen.Code, s *model.Shape) *jen.Statement {
	if s.Kind == model.Enum {
		return jen.String().Call(value)
	}
	return jen.Add(value)
}

// assign returns what a field has to be set to so that it holds the value of a
// place: a copy, of the field's own type, and a pointer where the field is one.
func (e *emitter) assign(field place, from place) *jen.Statement {
	if len(from.guards) > 0 {
		// A structure on the way may be missing:
		//
		//	func() (v string) { if … { v = … }; return v }()
		there := place{guards: from.guards, shape: &model.Shape{}}.present()
		from.guards = nil
		t := e.typeOf(field.shape)
		if field.ptr {
			t = jen.Op("*").Add(t)
		}
		return jen.Func().Params().Params(jen.Id("v").Add(t)).Block(
			jen.If(there).Block(jen.Id("v").Op("=").Add(e.assign(field, from))),
			jen.Return(jen.Id("v")),
		).Call()
	}
	same := field.shape.Name == from.shape.Name || e.plainType(field.shape, from.shape)
	convert := func(v *jen.Statement) *jen.Statement {
		if same {
			return v
		}
		return e.typeOf(field.shape).Call(v)
	}
	switch {
	case field.ptr && from.ptr && same:
		return e.clonePtr(field.shape, from.expr)
	case field.ptr && from.ptr:
		// Enums of two names: string by string.
		return jen.Qual(fakePath, "Convert").Types(e.typeOf(field.shape)).Call(from.expr)
	case field.ptr:
		return jen.New(convert(e.clone(field.shape, from.expr)))
	case from.ptr:
		return convert(jen.Qual(fakePath, "Value").Call(from.expr))
	}
	return convert(e.clone(field.shape, from.expr))
}

// plainType reports whether two shapes have the same Go type without being the
// same shape, as strings do.
func (e *emitter) plainType(a, b *model.Shape) bool {
	return a.Kind == b.Kind && a.GoName == "" && b.GoName == "" && a.Kind != model.List && a.Kind != model.Map
}

// parameterName returns the name of a parameter for a field: resourceID for
// ResourceID, arn for ARN.
func parameterName(field string) string {
	end := 0
	for end < len(field) && field[end] >= 'A' && field[end] <= 'Z' {
		end++
	}
	if end > 1 && end < len(field) && field[end] >= 'a' && field[end] <= 'z' {
		end-- // the last capital begins the next word
	}
	name := strings.ToLower(field[:end]) + field[end:]
	if token.IsKeyword(name) || name == "f" || name == "a" || name == "v" || name == "value" {
		return name + "Key"
	}
	return name
}
