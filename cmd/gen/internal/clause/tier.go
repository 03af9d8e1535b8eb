package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A tier is the clause that the tier of a resource decides how large a member may be.
type tier struct {
	clause *model.Clause
	rule   model.Tier
}

func newTier(c *model.Clause) any { return tier{c, c.Rule.(model.Tier)} }

// Item adds the check, and the tier that the resource has then:
//
//	// clause put-tiers: …
//	has := ""
//	if old := here.Parameters.Get(struct{}{}, item.Name); old != nil {
//		has = string(runtime.Value(old.Tier))
//	}
//	tier, fit := runtime.ChooseTier([]runtime.Tier{{"Standard", 4096}, {"Advanced", 8192}}, "Intelligent-Tiering",
//		string(runtime.Value(item.Tier)), has, len(item.Value))
//	switch fit {
//	case runtime.TooLarge:
//		return nil, runtime.Errorf(…)
//	case runtime.Lowered:
//		return nil, runtime.Errorf(…)
//	}
//	if tier != "" {
//		item.Tier = new(ParameterTier(tier))
//	}
func (t tier) Item(s operation.Scope) {
	const anySize = "It may be as large as it is."
	name, fit, has := jen.Id("tier"), jen.Id("fit"), jen.Id("has")
	field, measured := s.MemberPlace(operation.Item, t.rule.Member), s.MemberPlace(operation.Item, t.rule.Of)
	s.Say(t.clause)
	s.Set(has, ":=", jen.Lit(""))
	s.IfLet(jen.Id(operation.Old).Op(":=").Add(s.Store.Get(s.ItemText)), jen.Id(operation.Old).Op("!=").Nil(), func(s scope) {
		s.Set(has, "=", s.Text(s.MemberPlace(operation.Old, t.rule.Member)))
	})
	tiers := jen.Index().Add(printer.Runtime("Tier")).ValuesFunc(func(g *jen.Group) {
		for _, limit := range t.rule.Tiers {
			g.Values(jen.Id("Name").Op(":").Lit(limit.Value), jen.Id("Most").Op(":").Lit(limit.Most))
		}
	})
	entries, entriesNeed := entryTierOf(s.Operation)
	if entriesNeed {
		s.Set(jen.Id("tiers"), ":=", tiers)
		tiers = jen.Id("tiers")
		entries.raise(s, t, field, tiers, has)
	}
	s.Set(jen.List(name, fit), ":=", printer.Runtime("ChooseTier").Call(tiers, jen.Lit(t.rule.Chosen), s.Text(field), has, jen.Len(s.Text(measured))))
	lowered := s.Clause("tier/lowered")
	s.Switch(fit, func(s scope) {
		s.Case([]jen.Code{printer.Runtime("TooLarge")}, func(s scope) {
			s.FailOr(t.clause, anySize, t.rule.Of+" is larger than the tier has room for")
		})
		if lowered == nil {
			return
		}
		s.Case([]jen.Code{printer.Runtime("Lowered")}, func(s scope) {
			s.Say(lowered)
			s.Choose(lowered, func(s scope, choice string) {
				if code := model.ErrorOf(choice); code != "" {
					s.Fail(code, "the "+s.Store.Resource.Name+" has the tier %s, which can't be lowered", has)
				} else {
					s.Set(name, "=", has)
				}
			})
		})
	})
	if entriesNeed {
		entries.check(s, tiers, name)
	}
	s.If(jen.Add(name).Op("!=").Lit(""), func(s scope) { s.Set(field.Expr, "=", pointed(field, named(s, field, name))) })
}

// named returns the value of a member that has a text.
func named(s scope, field shape.Place, text *jen.Statement) *jen.Statement {
	if field.Shape.Kind == model.Enum {
		return s.TypeOf(field.Shape).Call(text)
	}
	return text
}
