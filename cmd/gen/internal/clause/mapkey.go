package clause

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// checkKey adds the checks of a key of a map, which are told of the map:
//
//	var foundKey runtime.Violations
//	foundKey.MaxLength("", key, 128)
//	vs.InKeys("tags", foundKey)
func (c checker) checkKey(g *jen.Group, s *model.Shape, at spot, key *jen.Statement) {
	at.within = strings.TrimSuffix(at.within, "{}") + "{key}"
	shape := c.Shape(s.Key)
	if shape.Kind == model.Enum {
		key = jen.Id(shape.GoName).Call(key)
	}
	inner := checker{Constraints: c.Constraints, into: "foundKey" + c.suffix(), depth: c.depth + 1}
	g.Var().Id(inner.into).Add(printer.Runtime("Violations"))
	inner.check(g, shape, at, key)
	collect := "InKeys"
	if c.API.FrameworkValidation {
		collect = "In"
	}
	g.Id(c.into).Dot(collect).Call(jen.Lit(c.name), jen.Id(inner.into))
}

// joined adds a check in the form of Smithy's framework, if the API is validated
// by it and the form is another one. It has one sentence for a bound on both
// sides, and reports true for either.
func (c checker) joined(g *jen.Group, s *model.Shape, check model.Check, value *jen.Statement) bool {
	if !c.API.FrameworkValidation {
		return false
	}
	into, name := jen.Id(c.into), jen.Lit(c.name)
	both := s.Min != nil && s.Max != nil
	switch check {
	case model.EnumCheck:
		enum := value.Clone()
		if c.pointer {
			enum = jen.Op("*").Add(enum)
		}
		g.Add(printer.Runtime("Among")).Call(jen.Op("&").Add(into), name, enum, value.Clone().Dot("Values").Call(), jen.Lit(told(s)))
		return true
	case model.MinLength, model.MinItems, model.MinProperties:
		if both && s.Kind == model.String {
			g.Add(into.Dot("Length").Call(name, value.Clone(), integer(s.Min), integer(s.Max)))
		} else if both {
			g.Add(into.Dot("Items").Call(name, jen.Len(value.Clone()), integer(s.Min), integer(s.Max)))
		}
	case model.Minimum:
		if both {
			g.Add(printer.Runtime("Range")).Call(jen.Op("&").Add(into), name, value.Clone(), boundOf(s, s.Min), boundOf(s, s.Max))
		}
	case model.MaxLength, model.MaxItems, model.MaxProperties, model.Maximum:
	default:
		return false
	}
	return both
}

// told returns the values of an enum of which callers are told, in order.
func told(enum *model.Shape) string {
	var all []string
	for _, v := range enum.Enum {
		if !v.Internal {
			all = append(all, v.Value)
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}
