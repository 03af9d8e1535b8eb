package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// valueMethod adds
//
//	// valueOfCompliance returns what holds, INSUFFICIENT_DATA where nothing was decided.
//	func (a *account) valueOfCompliance(configRuleName, resourceType, resourceID string) ComplianceType {
//		if v := a.Compliance.Get(…); v != nil {
//			return v.ComplianceType
//		}
//		return ComplianceTypeInsufficientData
//	}
func (e *emitter) valueMethod(f *jen.File, s *store) {
	fact := s.thing.Fact
	value := e.memberOf(jen.Id("v"), s.shape, fact.Value)
	result := jen.Add(value.expr)
	if value.ptr {
		result = jen.Qual(fakePath, "Value").Call(value.expr)
	}
	f.Add(doc("valueOf" + s.field + " returns the value of the fact, which is " + fact.Initially + " where nothing was decided yet."))
	f.Func().Params(jen.Id("a").Op("*").Id("account")).Id("valueOf"+s.field).Params(e.parameters(s)).Add(e.typeOf(value.shape)).Block(
		jen.If(jen.Id("v").Op(":=").Id("a").Dot(s.field).Dot("Get").Call(s.from(inAccount()).at(e.parameter(s))), jen.Id("v").Op("!=").Nil()).Block(jen.Return(result)),
		jen.Return(e.enumValue(value.shape, fact.Initially)),
	)
	f.Line()
}

// parameters returns the parameters for the key of a fact.
func (e *emitter) parameters(s *store) *jen.Statement {
	names := make([]jen.Code, len(s.thing.Key))
	for i, m := range s.thing.Key {
		names[i] = e.parameter(s)(m)
	}
	return jen.List(names...).String()
}

// parameter returns the name of the parameter for a member of the key.
func (e *emitter) parameter(s *store) func(string) jen.Code {
	return func(m string) jen.Code { return jen.Id(parameterName(s.shape.Member(m).GoName)) }
}

// putMethod adds
//
//	// putCompliance decides a fact.
//	func (a *account) putCompliance(v ResourceCompliance) {
//		if v.ComplianceType == ComplianceTypeInsufficientData {
//			a.Compliance.Delete(…)
//		} else {
//			a.Compliance.Put(v)
//		}
//		…
//	}
func (e *emitter) putMethod(f *jen.File, s *store) {
	fact := s.thing.Fact
	value := e.memberOf(jen.Id("v"), s.shape, fact.Value)
	current := jen.Add(value.expr)
	if value.ptr {
		current = jen.Qual(fakePath, "Value").Call(value.expr)
	}
	text := func(m string) jen.Code { return e.text(e.memberOf(jen.Id("v"), s.shape, m)) }
	f.Add(doc("put" + s.field + " decides a fact. One that is set to " + fact.Initially + " is as good as one that was never set."))
	f.Func().Params(jen.Id("a").Op("*").Id("account")).Id("put" + s.field).Params(jen.Id("v").Id(s.shape.GoName)).BlockFunc(func(g *jen.Group) {
		g.If(current.Op("==").Add(e.enumValue(value.shape, fact.Initially))).Block(
			jen.Id("a").Dot(s.field).Dot("Delete").Call(s.from(inAccount()).at(text)),
		).Else().Block(
			jen.Id("a").Dot(s.field).Dot("Put").Call(jen.Id("v")),
		)
		for _, w := range e.watches(s) {
			e.remove(g, s, w)
		}
	})
	f.Line()
}

// setter adds
//
//	// SetCompliance decides …
//	func (f *Fake) SetCompliance(configRuleName, resourceType, resourceID string, value ComplianceType) {
//		…
//	}
func (e *emitter) setter(f *jen.File, s *store) {
	value := e.memberOf(jen.Nil(), s.shape, s.thing.Fact.Value)
	f.Add(doc("Set" + s.field + " decides a fact that the API depends on and does not decide itself. Setting it to " +
		s.thing.Fact.Initially + " makes it undecided again."))
	f.Func().Params(jen.Id("f").Op("*").Id("Fake")).Id("Set"+s.field).Params(e.parameters(s), jen.Id("value").Add(e.typeOf(value.shape))).Block(
		jen.Id("f").Dot("realm").Dot("Mu").Dot("Lock").Call(),
		jen.Defer().Id("f").Dot("realm").Dot("Mu").Dot("Unlock").Call(),
		jen.Id("f").Dot("here").Call().Dot("put"+s.field).Call(e.factLiteral(s, e.parameter(s), jen.Id("value"))),
	)
	f.Line()
}

// factLiteral returns a fact from the texts of its key and its value.
func (e *emitter) factLiteral(s *store, text func(string) jen.Code, value jen.Code) *jen.Statement {
	return jen.Id(s.shape.GoName).CustomFunc(lines, func(g *jen.Group) {
		for i := range s.shape.Members {
			m := &s.shape.Members[i]
			field := e.memberOf(jen.Nil(), s.shape, m.Name)
			var v *jen.Statement
			switch {
			case m.Name == s.thing.Fact.Value:
				v = jen.Add(value)
			case slices.Contains(s.thing.Key, m.Name):
				v = jen.Add(text(m.Name))
				if field.shape.Kind == model.Enum {
					v = jen.Id(field.shape.GoName).Call(v)
				}
			default:
				continue
			}
			if field.ptr {
				v = jen.New(v)
			}
			g.Id(m.GoName).Op(":").Add(v)
		}
	})
}

// dryRun adds, where a flag keeps anything from being set:
//
//	// clause evaluations-test-mode: …
//	if in.TestMode {
//		return …, nil
//	}
func (b *body) dryRun() {
	c := b.op.Clause("fact/dry-run")
	if c == nil {
		return
	}
	b.say(c)
	only := b.flag(b.inputPlace(model.Path(c.Rule.(model.DryRun).Flag)))
	b.g.If(only).BlockFunc(b.in(func() {
		b.succeed(b.emptyOutput())
	}))
}
