package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// controlType adds what the control endpoints ask of a fake.
func (e *emitter) controlType(f *jen.File) {
	f.Add(doc("A control does what the control endpoints ask for."))
	f.Type().Id("control").Struct(jen.Id("f").Op("*").Id("Fake"))
	f.Line()
	e.setFacts(f)

	scope := jen.Id("s").Qual(fakePath, "Scope")
	at := jen.Id("c").Dot("f").Dot("At").Call(jen.Id("s").Dot("Account"), jen.Id("s").Dot("Region"))
	f.Add(doc("StateJSON returns the state of a scope."))
	f.Add(controlMethod("StateJSON").Params(scope).Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Return(jen.Qual("encoding/json", "Marshal").Call(jen.Add(at).Dot("State").Call())),
	))
	f.Line()
	f.Add(doc("SetStateJSON replaces the state of a scope, if all of the new one is valid."))
	f.Add(controlMethod("SetStateJSON").Params(scope, jen.Id("body").Index().Byte()).Error().BlockFunc(func(g *jen.Group) {
		g.Var().Id("state").Id("State")
		g.If(jen.Id("err").Op(":=").Qual(runtimePath, "UnmarshalStrict").Call(jen.Id("body"), jen.Op("&").Id("state")), jen.Id("err").Op("!=").Nil()).Block(
			jen.Return(jen.Id("err")),
		)
		g.Id("f").Op(":=").Add(at)
		for _, l := range locked() {
			g.Add(l)
		}
		g.Id(hereVar).Op(":=").Id("f").Dot("here").Call()
		if stores := e.stores(); len(stores) > 0 {
			g.Var().Id("v").Qual(runtimePath, "Violations")
			for _, s := range stores {
				e.checkThings(g, s)
			}
			g.If(jen.Id("err").Op(":=").Id("v").Dot("Err").Call(jen.Lit("")), jen.Id("err").Op("!=").Nil()).Block(
				jen.Return(jen.Id("err")),
			)
		}
		g.Id(hereVar).Dot("load").Call(jen.Id("state"))
		g.Return(jen.Nil())
	}))
	f.Line()
	f.Add(doc("ResetAll empties every scope."))
	f.Add(controlMethod("ResetAll").Params().Block(
		jen.Id("c").Dot("f").Dot("store").Dot("Mu").Dot("Lock").Call(),
		jen.Defer().Id("c").Dot("f").Dot("store").Dot("Mu").Dot("Unlock").Call(),
		jen.For(jen.List(jen.Id("_"), jen.Id("a")).Op(":=").Range().Id("c").Dot("f").Dot("store").Dot("All").Call()).Block(
			jen.Id("a").Dot("load").Call(jen.Id("State").Values()),
		),
	))
	f.Line()
	if len(silences(e.api)) > 0 {
		e.controlProfile(f)
	}
}

// controlProfile adds what the control endpoint for the profile asks of a fake.
func (e *emitter) controlProfile(f *jen.File) {
	f.Add(doc("ProfileJSON returns the choices that the fake makes."))
	f.Add(controlMethod("ProfileJSON").Params().Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Return(jen.Qual("encoding/json", "Marshal").Call(jen.Id("c").Dot("f").Dot("Profile").Call())),
	))
	f.Line()
	f.Add(doc("SetProfileJSON has the fake make other choices, if all of them are known."))
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

// checkThings adds the check of the things of one kind in a state. A state is
// what somebody arranges, so no more is asked of a thing than that it can be
// told from others, and is, and that a fact has one of its values:
//
//	for i := range state.ConfigRules {
//		var wrong runtime.Violations
//		one := &state.ConfigRules[i]
//		wrong.Required("configRuleName", runtime.Value(one.ConfigRuleName) != "")
//		v.InElem("ConfigRules", i, wrong)
//	}
//	v.Repeated("ConfigRules", here.ConfigRules.Repeats(state.ConfigRules))
func (e *emitter) checkThings(g *jen.Group, s *store) {
	list := jen.Id("state").Dot(s.field)
	g.For(jen.Id("i").Op(":=").Range().Add(list)).BlockFunc(func(g *jen.Group) {
		g.Var().Id("wrong").Qual(runtimePath, "Violations")
		g.Id("one").Op(":=").Op("&").Add(list).Index(jen.Id("i"))
		for _, name := range s.thing.Key {
			m := s.shape.Member(name)
			g.Id("wrong").Dot("Required").Call(jen.Lit(e.violationName(m)), e.text(e.memberOf(jen.Id("one"), s.shape, name)).Op("!=").Lit(""))
		}
		if fact := s.thing.Fact; fact != nil {
			m := s.shape.Member(fact.Value)
			value := e.memberOf(jen.Id("one"), s.shape, fact.Value)
			given := jen.Add(value.expr)
			if value.ptr {
				given = jen.Qual(runtimePath, "Value").Call(value.expr)
			}
			g.Qual(runtimePath, "OneOf").Call(jen.Op("&").Id("wrong"), jen.Lit(e.violationName(m)), given, jen.Add(given).Dot("Values").Call())
		}
		g.Id("v").Dot("InElem").Call(jen.Lit(s.field), jen.Id("i"), jen.Id("wrong"))
	})
	g.Id("v").Dot("Repeated").Call(jen.Lit(s.field), jen.Id(hereVar).Dot(s.field).Dot("Repeats").Call(list))
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
func (e *emitter) setFacts(f *jen.File) {
	var facts []*store
	var known []jen.Code
	for _, s := range e.stores() {
		if s.thing.Fact != nil {
			facts = append(facts, s)
			known = append(known, jen.Lit(s.thing.Name))
		}
	}
	f.Add(doc("SetFacts decides facts, if all of them are known and valid."))
	f.Add(controlMethod("SetFacts").Params(jen.Id("s").Qual(fakePath, "Scope"), jen.Id("facts").Index().Qual(runtimePath, "Fact")).Error().BlockFunc(func(g *jen.Group) {
		if len(facts) == 0 {
			g.Var().Id("wrong").Qual(runtimePath, "FactErrors")
			g.For(jen.Id("i").Op(":=").Range().Id("facts")).Block(
				jen.Id("wrong").Dot("Note").Call(jen.Id("i"), jen.Id("facts").Index(jen.Id("i")).Dot("UnknownFact").Call()),
			)
			g.Return(jen.Id("wrong").Dot("Err").Call())
			return
		}
		for _, s := range facts {
			g.Var().Id("all" + s.field).Index().Id(s.shape.GoName)
		}
		g.Var().Id("wrong").Qual(runtimePath, "FactErrors")
		g.For(jen.Id("i").Op(":=").Range().Id("facts")).Block(
			jen.Switch(jen.Id("fact").Op(":=").Op("&").Id("facts").Index(jen.Id("i")), jen.Id("fact").Dot("Fact")).BlockFunc(func(g *jen.Group) {
				for _, s := range facts {
					g.Case(jen.Lit(s.thing.Name)).BlockFunc(func(g *jen.Group) { e.readFact(g, s) })
				}
				g.Default().Block(jen.Id("wrong").Dot("Note").Call(jen.Id("i"), jen.Id("fact").Dot("UnknownFact").Call(known...)))
			}),
		)
		g.If(jen.Id("err").Op(":=").Id("wrong").Dot("Err").Call(), jen.Id("err").Op("!=").Nil()).Block(jen.Return(jen.Id("err")))
		g.Id("f").Op(":=").Id("c").Dot("f").Dot("At").Call(jen.Id("s").Dot("Account"), jen.Id("s").Dot("Region"))
		for _, l := range locked() {
			g.Add(l)
		}
		g.Id(hereVar).Op(":=").Id("f").Dot("here").Call()
		for _, s := range facts {
			g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Id("all" + s.field)).Block(
				jen.Id(hereVar).Dot("put" + s.field).Call(jen.Id("v")),
			)
		}
		g.Return(jen.Nil())
	}))
	f.Line()
}

// readFact adds the reading of one fact.
func (e *emitter) readFact(g *jen.Group, s *store) {
	enum := e.api.Shape(s.shape.Member(s.thing.Fact.Value).Shape)
	members := make([]jen.Code, len(s.thing.Key))
	index := map[string]int{}
	for i, m := range s.thing.Key {
		members[i] = jen.Lit(m)
		index[m] = i
	}
	g.List(jen.Id("key"), jen.Id("badKey")).Op(":=").Id("fact").Dot("Key").Call(members...)
	value := jen.Qual(runtimePath, "FactValue").Call(jen.Id("fact"), jen.Id(enum.GoName).Call(jen.Lit("")).Dot("Values").Call())
	if enum.Kind != model.Enum {
		value = jen.List(jen.Id("fact").Dot("Value"), jen.Error().Call(jen.Nil()))
	}
	g.List(jen.Id("value"), jen.Id("badValue")).Op(":=").Add(value)
	g.If(jen.Id("wrong").Dot("Note").Call(jen.Id("i"), jen.Id("badKey"), jen.Id("badValue"))).Block(jen.Continue())
	g.Id("all"+s.field).Op("=").Append(jen.Id("all"+s.field),
		e.factLiteral(s, func(m string) jen.Code { return jen.Id("key").Index(jen.Lit(index[m])) }, jen.Id("value")))
}
