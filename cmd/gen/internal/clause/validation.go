package clause

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// ValidateFile adds the patterns, and the validation of each structure that is
// a part of an input.
func (c *Constraints) ValidateFile(f *jen.File) {
	c.addPatterns(f)
	for _, s := range c.Structures() {
		if ops := c.Roles(s).InputOf; len(ops) > 0 {
			f.Add(printer.Doc("Validate returns every constraint of the contract that in breaks, as a [*runtime.ValidationError], or nil."))
			f.Add(c.validator(s, ops))
			f.Line()
		}
		if c.Asked(s) && c.constrained[s.Name] {
			f.Add(c.violations(s))
			f.Line()
		}
	}
}

// addPatterns adds
//
//	// The patterns that strings have to match.
//	var (
//		patternConfigRuleName = runtime.MustPattern(`.*\S.*`)
//		…
//	)
func (c *Constraints) addPatterns(f *jen.File) {
	if len(c.patterns) == 0 {
		return
	}
	f.Add(printer.Doc("The patterns that strings have to match."))
	f.Var().DefsFunc(func(g *jen.Group) {
		added := map[string]bool{}
		for i := range c.API.Shapes {
			s := &c.API.Shapes[i]
			name := c.patterns[names.PatternKey(s)]
			if name == "" || added[name] {
				continue
			}
			added[name] = true
			pattern := printer.Runtime("MustPattern").Call(jen.Id(printer.Quote(s.Pattern)))
			if s.PatternText != "" {
				pattern.Dot("PrintedAs").Call(jen.Id(printer.Quote(s.PatternText)))
			}
			g.Id(name).Op("=").Add(pattern)
		}
	})
	f.Line()
}

// validator returns
//
//	func (in *PutRemediationExceptionsInput) Validate() error {
//		return in.violations().Err("PutRemediationExceptions")
//	}
//
// The input of several operations does not know for which it is checked.
func (c *Constraints) validator(s *model.Shape, ops []*model.Operation) *jen.Statement {
	op := ""
	if len(ops) == 1 {
		op = ops[0].Name
	}
	result := jen.Nil()
	if c.constrained[s.Name] {
		result = jen.Id("in").Dot("violations").Call().Dot("Err").Call(jen.Lit(op))
	}
	return jen.Func().Params(jen.Id("in").Op("*").Id(s.GoName)).Id("Validate").Params().Error().
		Block(jen.Return(result))
}

// violations returns
//
//	// violations collects the constraints that in breaks.
//	func (in *PutRemediationExceptionsInput) violations() runtime.Violations {
//		var vs runtime.Violations
//		// clause PutRemediationExceptions.ConfigRuleName.minLength: …
//		vs.MinLength("configRuleName", in.ConfigRuleName, 1)
//		…
//		return vs
//	}
func (c *Constraints) violations(s *model.Shape) *jen.Statement {
	v := c.Receiver(s)
	return printer.Doc("violations collects the constraints that " + v + " breaks.").Line().
		Func().Params(jen.Id(v).Op("*").Id(s.GoName)).Id("violations").Params().Add(printer.Runtime("Violations")).
		BlockFunc(func(g *jen.Group) {
			g.Var().Id("vs").Add(printer.Runtime("Violations"))
			for i := range s.Members {
				m := &s.Members[i]
				if c.limited(s, m) {
					c.checkMember(g, s, m, jen.Id(v).Dot(m.GoName))
				}
			}
			g.Return(jen.Id("vs"))
		})
}

// checkMember adds the checks of one member.
func (c *Constraints) checkMember(g *jen.Group, owner *model.Shape, m *model.Member, field *jen.Statement) {
	s := c.Shape(m.Shape)
	at := spot{owner: owner, member: m}
	v := checker{Constraints: c, into: "vs", name: c.ViolationName(m), pointer: c.Pointer(owner, m)}
	if c.required(owner, m) {
		present := field.Clone().Op("!=").Nil()
		if !c.Nilable(owner, m) {
			present = jen.Op("!").Add(field.Clone()).Dot("IsZero").Call()
		}
		g.Add(c.comment(at, model.Required))
		g.Id("vs").Dot("Required").Call(jen.Lit(v.name), present)
	}
	switch {
	case !c.constrained[m.Shape]:
	case !c.Nilable(owner, m), len(s.Checks()) == 0 && s.Kind != model.Structure:
		// Going over the elements of nil is going over none.
		v.check(g, s, at, field)
	default:
		value := field.Clone()
		if c.Pointer(owner, m) && s.Kind != model.Structure && s.Kind != model.Enum {
			value = jen.Op("*").Add(value)
		}
		g.If(field.Clone().Op("!=").Nil()).BlockFunc(func(g *jen.Group) {
			v.check(g, s, at, value)
		})
	}
}

// A checker adds checks of one value and of the values within it.
type checker struct {
	*Constraints
	// into is the variable that collects what the checks find.
	into string
	// name is the value's name in violations. It is empty for an element of
	// a list or a value of a map, to which into belongs by itself.
	name string
	// pointer says that the value of an enum is given by its pointer, which has
	// the same methods.
	pointer bool
	// depth counts the lists and maps around the value, so that each loop has
	// variables of its own.
	depth int
}

// check adds the checks that a shape sets on a value, and then those on the
// values within it.
func (c checker) check(g *jen.Group, s *model.Shape, at spot, value *jen.Statement) {
	for _, check := range s.Checks() {
		g.Add(c.comment(at, check))
		if !c.joined(g, s, check, value) {
			c.call(g, s, check, value)
		}
	}
	switch s.Kind {
	case model.Structure:
		inner := value.Clone().Dot("violations").Call()
		g.Id(c.into).Dot("In").Call(jen.Lit(c.name), inner)
	case model.List, model.Map:
		if c.constrained[s.Elem] || c.constrained[s.Key] {
			c.checkElems(g, s, at, value)
		}
	}
}

// call adds one check:
//
//	vs.MaxLength("message", *in.Message, 1024)
func (c checker) call(g *jen.Group, s *model.Shape, check model.Check, value *jen.Statement) {
	into, name := jen.Id(c.into), jen.Lit(c.name)
	size := jen.Len(value.Clone())
	switch check {
	case model.MinLength, model.MinItems, model.MinProperties:
		if s.Kind == model.String {
			g.Add(into.Dot("MinLength").Call(name, value.Clone(), integer(s.Min)))
		} else {
			g.Add(into.Dot("MinItems").Call(name, size, integer(s.Min)))
		}
	case model.MaxLength, model.MaxItems, model.MaxProperties:
		if s.Kind == model.String {
			g.Add(into.Dot("MaxLength").Call(name, value.Clone(), integer(s.Max)))
		} else {
			g.Add(into.Dot("MaxItems").Call(name, size, integer(s.Max)))
		}
	case model.Minimum:
		g.Add(printer.Runtime("Min")).Call(jen.Op("&").Add(into), name, value.Clone(), boundOf(s, s.Min))
	case model.Maximum:
		g.Add(printer.Runtime("Max")).Call(jen.Op("&").Add(into), name, value.Clone(), boundOf(s, s.Max))
	case model.PatternCheck:
		g.Add(into.Dot("Pattern").Call(name, value.Clone(), jen.Id(c.patterns[names.PatternKey(s)])))
	case model.EnumCheck:
		enum := value.Clone()
		if c.pointer {
			enum = jen.Op("*").Add(enum)
		}
		g.Add(printer.Runtime("OneOf")).Call(jen.Op("&").Add(into), name, enum, value.Clone().Dot("Values").Call())
	case model.UniqueItems:
		c.unique(g, s, value)
	}
}

// unique adds the check that the elements of a list differ. Those that Go
// can't order are compared as they travel.
func (c checker) unique(g *jen.Group, s *model.Shape, value *jen.Statement) {
	elem := c.Shape(s.Elem)
	compare := func(list jen.Code) *jen.Statement {
		return printer.Runtime("Unique").Call(jen.Op("&").Id(c.into), jen.Lit(c.name), list)
	}
	switch elem.Kind {
	case model.String, model.Enum, model.Integer, model.Long, model.Float, model.Double:
		if !s.Sparse {
			g.Add(compare(value.Clone()))
			return
		}
	}
	wire, i := "wire"+c.suffix(), "i"+c.suffix()
	item := value.Clone().Index(jen.Id(i))
	write := c.Write(elem, item)
	if c.PointsToElems(s) && elem.Kind != model.Structure {
		write = c.Write(elem, jen.Op("*").Add(item.Clone()))
	}
	if s.Sparse {
		// Of several that are null, none differs from the others: each writes nothing.
		write = jen.If(item.Clone().Op("!=").Nil()).Block(write)
	}
	g.Id(wire).Op(":=").Make(jen.Index().String(), jen.Len(value.Clone()))
	g.For(jen.Id(i).Op(":=").Range().Add(value.Clone())).Block(
		jen.Id("e").Op(":=").New(printer.Runtime("Encoder")),
		write,
		jen.Id(wire).Index(jen.Id(i)).Op("=").Id("e").Dot("String").Call(),
	)
	g.Add(compare(jen.Id(wire)))
}

// checkElems adds the checks of the elements of a list or the values of a map:
//
//	for i := range in.ResourceKeys {
//		vs.InElem("resourceKeys", i, in.ResourceKeys[i].violations())
//	}
func (c checker) checkElems(g *jen.Group, s *model.Shape, at spot, value *jen.Statement) {
	elem := c.Shape(s.Elem)
	index, over, collect := "i"+c.suffix(), value.Clone(), "InElem"
	at.within += "[]"
	if s.Kind == model.Map {
		// In the order of the keys, so that violations always come in one order.
		sorted := jen.Qual("slices", "Sorted").Call(jen.Qual("maps", "Keys").Call(value.Clone()))
		index, over, collect = "key"+c.suffix(), jen.List(jen.Id("_"), jen.Id("key"+c.suffix())).Op(":=").Range().Add(sorted), "InKey"
		at.within = strings.TrimSuffix(at.within, "[]") + "{}"
	} else {
		over = jen.Id(index).Op(":=").Range().Add(over)
	}
	item := value.Clone().Index(jen.Id(index))
	pointer := c.PointsToElems(s)
	if pointer && elem.Kind != model.Structure && elem.Kind != model.Enum {
		item = jen.Op("*").Add(item)
	}
	note := func(found jen.Code) *jen.Statement {
		return jen.Id(c.into).Dot(collect).Call(jen.Lit(c.name), jen.Id(index), found)
	}
	g.For(over).BlockFunc(func(g *jen.Group) {
		if c.constrained[s.Key] {
			c.checkKey(g, s, at, jen.Id(index))
		}
		if !c.constrained[s.Elem] {
			return
		}
		if s.Sparse {
			g.If(value.Clone().Index(jen.Id(index)).Op("==").Nil()).Block(jen.Continue())
		}
		if elem.Kind == model.Structure {
			if s.Kind == model.Map && !pointer {
				// The method needs an address, which a map's value has not.
				g.Id("value").Op(":=").Add(item)
				item = jen.Id("value")
			}
			g.Add(note(item.Clone().Dot("violations").Call()))
			return
		}
		inner := checker{Constraints: c.Constraints, into: "found" + c.suffix(), pointer: pointer, depth: c.depth + 1}
		g.Var().Id(inner.into).Add(printer.Runtime("Violations"))
		inner.check(g, elem, at, item)
		g.Add(note(jen.Id(inner.into)))
	})
}

// suffix tells the variables of nested loops apart: "", "2", "3".
func (c checker) suffix() string {
	if c.depth == 0 {
		return ""
	}
	return strconv.Itoa(c.depth + 1)
}

func integer(b *model.Bound) *jen.Statement { return jen.Id(strconv.FormatInt(b.Int, 10)) }

// boundOf returns the limit of a number as an untyped constant.
func boundOf(s *model.Shape, b *model.Bound) *jen.Statement { return jen.Id(shape.Number(s, b)) }
