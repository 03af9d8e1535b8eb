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
//	func (f *Fake) SetCompliance(configRuleName, resourceType, resourceID string, value ComplianceType) {
//		…
//	}
func (k *Skeleton) setter(f *jen.File, s *operation.Store) {
	value := clause.FactOf(k.Types, s).Value(jen.Nil())
	f.Add(printer.Doc("Set" + s.Field + " decides a fact that the API depends on and does not decide itself. Setting it to " +
		s.Resource.Fact.Initially + " makes it undecided again."))
	f.Add(method("Set"+s.Field).Params(s.Parameters(), jen.Id("value").Add(k.TypeOf(value.Shape))).Block(append(locked(),
		k.putFact(s, k.factLiteral(s, s.Parameter, jen.Id("value")))...,
	)...))
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

// putFact returns the statements that decide a fact which no operation sets.
func (k *Skeleton) putFact(s *operation.Store, fact *jen.Statement) []jen.Code {
	here := jen.Id("f").Dot("here").Call()
	complete := clause.CompletionOf(k.Types, k.stores, s)
	if !complete.Any() {
		return []jen.Code{here.Dot("put" + s.Field).Call(fact)}
	}
	return []jen.Code{
		jen.Id(operation.Here).Op(":=").Add(here),
		jen.Id("v").Op(":=").Add(fact),
		complete.Call(jen.Id(operation.Here), jen.Op("&").Id("v")),
		jen.Id(operation.Here).Dot("put" + s.Field).Call(jen.Id("v")),
	}
}
