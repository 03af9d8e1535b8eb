package emit

import (
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// validateFile adds the patterns, and the validation of each structure that is
// a part of an input.
func (e *emitter) validateFile(f *jen.File) {
	e.addPatterns(f)
	asked := e.asked()
	for _, s := range e.structures() {
		if ops := e.roles(s).inputOf; len(ops) > 0 {
			f.Add(doc("Validate returns every constraint of the contract that in breaks, as a [*fake.ValidationError], or nil."))
			f.Add(e.validator(s, ops))
			f.Line()
		}
		if asked[s.Name] && e.constrained(s.Name) {
			f.Add(e.violations(s))
			f.Line()
		}
	}
}

// addPatterns adds
//
//	// The patterns that strings have to match.
//	var (
//		patternConfigRuleName = fake.MustPattern(`.*\S.*`)
//		…
//	)
func (e *emitter) addPatterns(f *jen.File) {
	if len(e.patterns) == 0 {
		return
	}
	f.Add(doc("The patterns that strings have to match."))
	f.Var().DefsFunc(func(g *jen.Group) {
		added := map[string]bool{}
		for i := range e.api.Shapes {
			text := e.api.Shapes[i].Pattern
			if name := e.patterns[text]; name != "" && !added[name] {
				added[name] = true
				g.Id(name).Op("=").Qual(fakePath, "MustPattern").Call(jen.Id(quote(text)))
			}
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
func (e *emitter) validator(s *model.Shape, ops []*model.Operation) *jen.Statement {
	op := ""
	if len(ops) == 1 {
		op = ops[0].Name
	}
	result := jen.Nil()
	if e.constrained(s.Name) {
		result = jen.Id("in").Dot("violations").Call().Dot("Err").Call(jen.Lit(op))
	}
	return jen.Func().Params(jen.Id("in").Op("*").Id(s.GoName)).Id("Validate").Params().Error().
		Block(jen.Return(result))
}

// violations returns
//
//	// violations collects the constraints that in breaks.
//	func (in *PutRemediationExceptionsInput) violations() fake.Violations {
//		var vs fake.Violations
//		// clause PutRemediationExceptions.ConfigRuleName.minLength: …
//		vs.MinLength("configRuleName", in.ConfigRuleName, 1)
//		…
//		return vs
//	}
func (e *emitter) violations(s *model.Shape) *jen.Statement {
	v := receiver(e, s)
	return doc("violations collects the constraints that "+v+" breaks.").Line().
		Func().Params(jen.Id(v).Op("*").Id(s.GoName)).Id("violations").Params().Qual(fakePath, "Violations").
		BlockFunc(func(g *jen.Group) {
			g.Var().Id("vs").Qual(fakePath, "Violations")
			for i := range s.Members {
				m := &s.Members[i]
				if e.limited(s, m) {
					e.checkMember(g, s, m, jen.Id(v).Dot(m.GoName))
				}
			}
			g.Return(jen.Id("vs"))
		})
}

// checkMember adds the checks of one member.
func (e *emitter) checkMember(g *jen.Group, owner *model.Shape, m *model.Member, field *jen.Statement) {
	s := e.api.Shape(m.Shape)
	place := at{owner: owner, member: m}
	c := checker{e: e, into: "vs", name: e.violationName(m), pointer: e.pointer(owner, m)}
	if e.required(owner, m) {
		present := field.Clone().Op("!=").Nil()
		if !e.nilable(owner, m) {
			present = jen.Op("!").Add(field.Clone()).Dot("IsZero").Call()
		}
		g.Add(e.checkComment(place, model.Required))
		g.Id("vs").Dot("Required").Call(jen.Lit(c.name), present)
	}
	switch {
	case !e.constrained(m.Shape):
	case !e.nilable(owner, m), len(s.Checks()) == 0 && s.Kind != model.Structure:
		// Going over the elements of nil is going over none.
		c.check(g, s, place, field)
	default:
		value := field.Clone()
		if e.pointer(owner, m) && s.Kind != model.Structure && s.Kind != model.Enum {
			value = jen.Op("*").Add(value)
		}
		g.If(field.Clone().Op("!=").Nil()).BlockFunc(func(g *jen.Group) {
			c.check(g, s, place, value)
		})
	}
}

// A checker adds checks of one value and of the values within it.
type checker struct {
	e *emitter
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
func (c checker) check(g *jen.Group, s *model.Shape, place at, value *jen.Statement) {
	for _, check := range s.Checks() {
		g.Add(c.e.checkComment(place, check))
		c.call(g, s, check, value)
	}
	switch s.Kind {
	case model.Structure:
		inner := value.Clone().Dot("violations").Call()
		g.Id(c.into).Dot("In").Call(jen.Lit(c.name), inner)
	case model.List, model.Map:
		if c.e.constrained(s.Elem) {
			c.checkElems(g, s, place, value)
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
		g.Qual(fakePath, "Min").Call(jen.Op("&").Add(into), name, value.Clone(), boundOf(s, s.Min))
	case model.Maximum:
		g.Qual(fakePath, "Max").Call(jen.Op("&").Add(into), name, value.Clone(), boundOf(s, s.Max))
	case model.PatternCheck:
		g.Add(into.Dot("Pattern").Call(name, value.Clone(), jen.Id(c.e.patterns[s.Pattern])))
	case model.EnumCheck:
		enum := value.Clone()
		if c.pointer {
			enum = jen.Op("*").Add(enum)
		}
		g.Qual(fakePath, "OneOf").Call(jen.Op("&").Add(into), name, enum, value.Clone().Dot("Values").Call())
	case model.UniqueItems:
		c.unique(g, s, value)
	}
}

// unique adds the check that the elements of a list differ. Those that Go
// can't order are compared as they travel.
func (c checker) unique(g *jen.Group, s *model.Shape, value *jen.Statement) {
	elem := c.e.api.Shape(s.Elem)
	compare := func(list jen.Code) *jen.Statement {
		return jen.Qual(fakePath, "Unique").Call(jen.Op("&").Id(c.into), jen.Lit(c.name), list)
	}
	switch elem.Kind {
	case model.String, model.Enum, model.Integer, model.Long, model.Float, model.Double:
		g.Add(compare(value.Clone()))
		return
	}
	wire, i := "wire"+c.suffix(), "i"+c.suffix()
	g.Id(wire).Op(":=").Make(jen.Index().String(), jen.Len(value.Clone()))
	g.For(jen.Id(i).Op(":=").Range().Add(value.Clone())).Block(
		jen.Id("e").Op(":=").New(jen.Qual(fakePath, "Encoder")),
		c.e.write(elem, value.Clone().Index(jen.Id(i))),
		jen.Id(wire).Index(jen.Id(i)).Op("=").Id("e").Dot("String").Call(),
	)
	g.Add(compare(jen.Id(wire)))
}

// checkElems adds the checks of the elements of a list or the values of a map:
//
//	for i := range in.ResourceKeys {
//		vs.InElem("resourceKeys", i, in.ResourceKeys[i].violations())
//	}
func (c checker) checkElems(g *jen.Group, s *model.Shape, place at, value *jen.Statement) {
	elem := c.e.api.Shape(s.Elem)
	index, over, collect := "i"+c.suffix(), value.Clone(), "InElem"
	place.within += "[]"
	if s.Kind == model.Map {
		// In the order of the keys, so that violations always come in one order.
		sorted := jen.Qual("slices", "Sorted").Call(jen.Qual("maps", "Keys").Call(value.Clone()))
		index, over, collect = "key"+c.suffix(), jen.List(jen.Id("_"), jen.Id("key"+c.suffix())).Op(":=").Range().Add(sorted), "InKey"
		place.within = strings.TrimSuffix(place.within, "[]") + "{}"
	} else {
		over = jen.Id(index).Op(":=").Range().Add(over)
	}
	item := value.Clone().Index(jen.Id(index))
	note := func(found jen.Code) *jen.Statement {
		return jen.Id(c.into).Dot(collect).Call(jen.Lit(c.name), jen.Id(index), found)
	}
	g.For(over).BlockFunc(func(g *jen.Group) {
		if elem.Kind == model.Structure {
			if s.Kind == model.Map {
				// The method needs an address, which a map's value has not.
				g.Id("value").Op(":=").Add(item)
				item = jen.Id("value")
			}
			g.Add(note(item.Clone().Dot("violations").Call()))
			return
		}
		inner := checker{e: c.e, into: "found" + c.suffix(), depth: c.depth + 1}
		g.Var().Id(inner.into).Qual(fakePath, "Violations")
		inner.check(g, elem, place, item)
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
func boundOf(s *model.Shape, b *model.Bound) *jen.Statement { return jen.Id(number(s, b)) }
