package skeleton

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// setter adds
//
//	// SetCompliance decides …
//	func (f *Fake) SetCompliance(configRuleName, resourceType, resourceID string, value ComplianceType) error {
//		return runtime.SetFact(control{f}, f.scope, runtime.Fact{…})
//	}
func (k *Skeleton) setter(f *jen.File, s *operation.Store) {
	value := clause.FactOf(k.Types, s).Value(jen.Nil())
	text := jen.Id("value")
	if value.Shape.Kind == model.Enum {
		text = jen.String().Call(text)
	}
	f.Add(printer.Doc("Set" + s.Field + " decides a fact that the API depends on and does not decide itself. Setting it to " +
		s.Resource.Fact.Initially + " makes it undecided again. A value that is not one of its, and an empty key, is an error, and changes nothing."))
	f.Add(method("Set"+s.Field).Params(s.Parameters(), jen.Id("value").Add(k.TypeOf(value.Shape))).Error().Block(
		jen.Return(printer.Runtime("SetFact").Call(
			jen.Id("control").Values(jen.Id("f")),
			jen.Id("f").Dot("scope"),
			printer.Runtime("Fact").CustomFunc(printer.Lines, func(g *jen.Group) {
				g.Id("Fact").Op(":").Lit(s.Resource.Name)
				g.Id("Of").Op(":").Map(jen.String()).String().CustomFunc(printer.Lines, func(g *jen.Group) {
					for _, m := range s.Resource.Key {
						g.Lit(m).Op(":").Add(s.Parameter(m))
					}
				})
				g.Id("Value").Op(":").Add(text)
			}),
		)),
	))
	f.Line()
}

// factLiteral returns a fact from the texts of its key and its value.
func (k *Skeleton) factLiteral(s *operation.Store, text func(string) jen.Code, value jen.Code) *jen.Statement {
	return jen.Id(s.Shape.GoName).CustomFunc(printer.Lines, func(g *jen.Group) {
		for i := range s.Shape.Members {
			m := &s.Shape.Members[i]
			field := k.MemberOf(jen.Nil(), s.Shape, m.Name)
			var v *jen.Statement
			switch {
			case m.Name == s.Resource.Fact.Value:
				v = jen.Add(value)
			case slices.Contains(s.Resource.Key, m.Name):
				v = jen.Add(text(m.Name))
				if field.Shape.Kind == model.Enum {
					v = jen.Id(field.Shape.GoName).Call(v)
				}
			default:
				continue
			}
			if field.Ptr {
				v = jen.New(v)
			}
			g.Id(m.GoName).Op(":").Add(v)
		}
	})
}
