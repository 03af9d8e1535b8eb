package skeleton

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// controlType adds what the control endpoints ask of a fake.
func (k *Skeleton) controlType(f *jen.File) {
	f.Add(printer.Doc("A control does what the control endpoints ask for."))
	f.Type().Id("control").Struct(jen.Id("f").Op("*").Id("Fake"))
	f.Line()
	k.setFacts(f)

	scope := jen.Id("s").Add(printer.Fake("Scope"))
	at := jen.Id("c").Dot("f").Dot("At").Call(jen.Id("s").Dot("Account"), jen.Id("s").Dot("Region"))
	f.Add(printer.Doc("StateJSON returns the state of a scope."))
	f.Add(controlMethod("StateJSON").Params(scope).Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Return(jen.Qual("encoding/json", "Marshal").Call(jen.Add(at).Dot("State").Call())),
	))
	f.Line()
	f.Add(printer.Doc("SetStateJSON replaces the state of a scope, if all of the new one is valid."))
	f.Add(controlMethod("SetStateJSON").Params(scope, jen.Id("body").Index().Byte()).Error().BlockFunc(func(g *jen.Group) {
		g.Var().Id("state").Id("State")
		g.If(jen.Id("err").Op(":=").Add(printer.Runtime("UnmarshalStrict")).Call(jen.Id("body"), jen.Op("&").Id("state")), jen.Id("err").Op("!=").Nil()).Block(
			jen.Return(jen.Id("err")),
		)
		g.Return(jen.Add(at).Dot("Reset").Call(jen.Id("state")))
	}))
	f.Line()
	f.Add(printer.Doc("ResetAll empties every scope."))
	f.Add(controlMethod("ResetAll").Params().Block(
		jen.Id("c").Dot("f").Dot("store").Dot("Mu").Dot("Lock").Call(),
		jen.Defer().Id("c").Dot("f").Dot("store").Dot("Mu").Dot("Unlock").Call(),
		jen.For(jen.List(jen.Id("_"), jen.Id("a")).Op(":=").Range().Id("c").Dot("f").Dot("store").Dot("All").Call()).Block(
			jen.Id("a").Dot("load").Call(jen.Id("State").Values(), jen.Id("c").Dot("f")),
		),
	))
	f.Line()
	if k.chooses() {
		k.controlProfile(f)
	}
}

// controlProfile adds what the control endpoint for the profile asks of a fake.
func (k *Skeleton) controlProfile(f *jen.File) {
	f.Add(printer.Doc("ProfileJSON returns the choices that the fake makes, in every clause that leaves one."))
	f.Add(controlMethod("ProfileJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Id("p").Op(":=").Id("c").Dot("f").Dot("Profile").Call(),
		jen.Return(jen.Id("p").Dot("openClauses").Call().Dot("InForce").Call()),
	))
	f.Line()
	f.Add(printer.Doc("SetProfileJSON has the fake make other choices, if all of them are known."))
	f.Add(controlMethod("SetProfileJSON").Params(jen.Id("body").Index().Byte()).Error().Block(
		jen.Var().Id("p").Id("Profile"),
		jen.If(jen.Id("err").Op(":=").Id("p").Dot("UnmarshalJSON").Call(jen.Id("body")), jen.Id("err").Op("!=").Nil()).Block(
			jen.Return(jen.Id("err")),
		),
		jen.Return(jen.Id("c").Dot("f").Dot("SetProfile").Call(jen.Id("p"))),
	))
	f.Line()
}

func controlMethod(name string) *jen.Statement {
	return jen.Func().Params(jen.Id("c").Id("control")).Id(name)
}

// checkState adds the check of a state.
func (k *Skeleton) checkState(f *jen.File) {
	f.Add(printer.Doc("check returns everything that is wrong with a state that somebody sets up, or nil."))
	f.Func().Params(jen.Id(operation.Here).Op("*").Id("account")).Id("check").Params(jen.Id("state").Id("State")).Error().BlockFunc(func(g *jen.Group) {
		if len(k.stores) == 0 {
			g.Return(jen.Nil())
			return
		}
		g.Var().Id("v").Add(printer.Runtime("Violations"))
		for _, s := range k.stores {
			k.checkResources(g, s)
		}
		g.Return(jen.Id("v").Dot("Err").Call(jen.Lit("")))
	})
	f.Line()
}

// checkResources adds the check of the resources of one kind in a state. A state is
// what somebody sets up, so no more is asked of a resource than that it can be
// told from others, and is, and that a fact has one of its values. A number in a
// key counts from 1, so that one that was left out can be told:
//
//	for i := range state.ConfigRules {
//		var wrong runtime.Violations
//		one := &state.ConfigRules[i]
//		wrong.Required("configRuleName", runtime.Value(one.ConfigRuleName) != "")
//		v.InElem("ConfigRules", i, wrong)
//	}
//	v.Repeated("ConfigRules", here.ConfigRules.Repeats(state.ConfigRules))
func (k *Skeleton) checkResources(g *jen.Group, s *operation.Store) {
	list := jen.Id("state").Dot(s.Field)
	g.For(jen.Id("i").Op(":=").Range().Add(list)).BlockFunc(func(g *jen.Group) {
		g.Var().Id("wrong").Add(printer.Runtime("Violations"))
		g.Id("one").Op(":=").Op("&").Add(list).Index(jen.Id("i"))
		for _, name := range s.Resource.Key {
			m := s.Shape.Member(name)
			given := k.MemberOf(jen.Id("one"), s.Shape, name)
			switch given.Shape.Kind {
			case model.Long, model.Integer:
				g.Add(printer.Runtime("Min")).Call(jen.Op("&").Id("wrong"), jen.Lit(k.ViolationName(m)), given.OrZero(), jen.Lit(1))
			default:
				g.Id("wrong").Dot("Required").Call(jen.Lit(k.ViolationName(m)), k.Text(given).Op("!=").Lit(""))
			}
		}
		if fact := s.Resource.Fact; fact != nil {
			m := s.Shape.Member(fact.Value)
			given := k.MemberOf(jen.Id("one"), s.Shape, fact.Value).OrZero()
			g.Add(printer.Runtime("OneOf")).Call(jen.Op("&").Id("wrong"), jen.Lit(k.ViolationName(m)), given, jen.Add(given).Dot("Values").Call())
		}
		g.Id("v").Dot("InElem").Call(jen.Lit(s.Field), jen.Id("i"), jen.Id("wrong"))
	})
	g.Id("v").Dot("Repeated").Call(jen.Lit(s.Field), jen.Id(operation.Here).Dot(s.Field).Dot("Repeats").Call(list))
}

// setFacts adds
//
//	func (c control) SetFacts(s fake.Scope, facts []runtime.Fact) error {
//		f := c.f.At(s.Account, s.Region)
//		var compliance []ResourceCompliance
//		var wrong runtime.FactErrors
//		for i := range facts {
//			switch fact := &facts[i]; fact.Fact {
//			case "compliance":
//				…
//			default:
//				wrong.Note(i, fact.UnknownFact("compliance"))
//			}
//		}
//		if err := wrong.Err(); err != nil {
//			return err
//		}
//		…
//	}
//
// if there are facts.
func (k *Skeleton) setFacts(f *jen.File) {
	facts := k.stores.Facts()
	if len(facts) == 0 {
		return
	}
	known := make([]jen.Code, len(facts))
	for i, s := range facts {
		known[i] = jen.Lit(s.Resource.Name)
	}
	f.Add(printer.Doc("SetFacts decides facts, if all of them are known and valid."))
	f.Add(controlMethod("SetFacts").Params(jen.Id("s").Add(printer.Fake("Scope")), jen.Id("facts").Index().Add(printer.Runtime("Fact"))).Error().BlockFunc(func(g *jen.Group) {
		for _, s := range facts {
			g.Var().Id("all" + s.Field).Index().Id(s.Shape.GoName)
		}
		g.Var().Id("wrong").Add(printer.Runtime("FactErrors"))
		g.For(jen.Id("i").Op(":=").Range().Id("facts")).Block(
			jen.Switch(jen.Id("fact").Op(":=").Op("&").Id("facts").Index(jen.Id("i")), jen.Id("fact").Dot("Fact")).BlockFunc(func(g *jen.Group) {
				for _, s := range facts {
					g.Case(jen.Lit(s.Resource.Name)).BlockFunc(func(g *jen.Group) { k.readFact(g, s) })
				}
				g.Default().Block(jen.Id("wrong").Dot("Note").Call(jen.Id("i"), jen.Id("fact").Dot("UnknownFact").Call(known...)))
			}),
		)
		g.If(jen.Id("err").Op(":=").Id("wrong").Dot("Err").Call(), jen.Id("err").Op("!=").Nil()).Block(jen.Return(jen.Id("err")))
		g.Id("f").Op(":=").Id("c").Dot("f").Dot("At").Call(jen.Id("s").Dot("Account"), jen.Id("s").Dot("Region"))
		for _, l := range locked() {
			g.Add(l)
		}
		g.Id(operation.Here).Op(":=").Id("f").Dot("here").Call()
		if k.processes {
			g.Defer().Add(k.proceed()).Comment("what becomes due at once")
		}
		for _, s := range facts {
			g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Id("all" + s.Field)).BlockFunc(func(g *jen.Group) {
				if complete := clause.CompletionOf(k.Types, k.stores, s); complete.Any() {
					g.Add(complete.Call(jen.Id(operation.Here), jen.Op("&").Id("v")))
				}
				g.Id(operation.Here).Dot("put" + s.Field).Call(jen.Id("v"))
			})
		}
		g.Return(jen.Nil())
	}))
	f.Line()
}

// readFact adds the reading of one fact.
func (k *Skeleton) readFact(g *jen.Group, s *operation.Store) {
	enum := k.Shape(s.Shape.Member(s.Resource.Fact.Value).Shape)
	members := make([]jen.Code, len(s.Resource.Key))
	index := map[string]int{}
	for i, m := range s.Resource.Key {
		members[i] = jen.Lit(m)
		index[m] = i
	}
	g.List(jen.Id("key"), jen.Id("badKey")).Op(":=").Id("fact").Dot("Key").Call(members...)
	value := printer.Runtime("FactValue").Call(jen.Id("fact"), jen.Id(enum.GoName).Call(jen.Lit("")).Dot("Values").Call())
	if enum.Kind != model.Enum {
		value = jen.List(jen.Id("fact").Dot("Value"), jen.Error().Call(jen.Nil()))
	}
	g.List(jen.Id("value"), jen.Id("badValue")).Op(":=").Add(value)
	with, besideIndex := make([]jen.Code, len(s.Resource.Fact.With)), map[string]int{}
	for i, m := range s.Resource.Fact.With {
		with[i] = jen.Lit(m)
		besideIndex[m] = i
	}
	beside := jen.Id("beside")
	if len(with) == 0 {
		beside = jen.Id("_")
	}
	g.List(beside, jen.Id("badBeside")).Op(":=").Id("fact").Dot("Beside").Call(with...)
	g.If(jen.Id("wrong").Dot("Note").Call(jen.Id("i"), jen.Id("badKey"), jen.Id("badValue"), jen.Id("badBeside"))).Block(jen.Continue())
	g.Id("all"+s.Field).Op("=").Append(jen.Id("all"+s.Field), k.factLiteral(s,
		func(m string) jen.Code { return jen.Id("key").Index(jen.Lit(index[m])) },
		func(m string) jen.Code { return jen.Id("beside").Index(jen.Lit(besideIndex[m])) },
		jen.Id("value")))
}
