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
	doc := "Set" + s.Field + " decides a fact that the API depends on and does not decide itself. Setting it to " +
		s.Resource.Fact.Initially + " makes it undecided again. A value that is not one of its, and an empty key, is an error, and changes nothing."
	for _, m := range s.Resource.Fact.With {
		doc += " Beside the value, " + k.Beside(s.Resource.Name, m) + " is " + m + " of the fact; 0 is as good as none."
	}
	f.Add(printer.Doc(doc))
	f.Add(method("Set" + s.Field).ParamsFunc(func(g *jen.Group) {
		g.Add(s.Parameters())
		g.Id("value").Add(k.TypeOf(value.Shape))
		for _, m := range s.Resource.Fact.With {
			g.Add(k.besideParameter(s, m)).Add(k.TypeOf(k.MemberOf(jen.Nil(), s.Shape, m).Shape))
		}
	}).Error().Block(
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
				if with := s.Resource.Fact.With; len(with) > 0 {
					g.Id("With").Op(":").Map(jen.String()).Int64().CustomFunc(printer.Inline, func(g *jen.Group) {
						for _, m := range with {
							g.Lit(m).Op(":").Int64().Call(k.besideParameter(s, m))
						}
					})
				}
			}),
		)),
	))
	f.Line()
}

// besideParameter returns the parameter for a member that is told beside the value.
func (k *Skeleton) besideParameter(s *operation.Store, member string) *jen.Statement {
	return jen.Id(k.Beside(s.Resource.Name, member))
}

// factLiteral returns a fact from the texts of its key, the numbers beside its value, and
// its value.
func (k *Skeleton) factLiteral(s *operation.Store, text, beside func(string) jen.Code, value jen.Code) *jen.Statement {
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
			case slices.Contains(s.Resource.Fact.With, m.Name):
				v = k.TypeOf(field.Shape).Call(beside(m.Name))
				if field.Ptr {
					g.Id(m.GoName).Op(":").Add(printer.Runtime("NonZero").Call(v))
					continue
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
