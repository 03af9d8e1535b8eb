package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// guard adds the checks that a fact lets the thing be put:
//
//	// clause non-compliant-only: …
//	switch here.valueOfCompliance(…) {
//	case ComplianceTypeCompliant, ComplianceTypeNotApplicable:
//		// clause refused-keys: …
//		failed.Add(…)
//		continue
//	// clause never-evaluated: …
//	case ComplianceTypeInsufficientData:
//		…
//	}
func (b *body) guard(c *model.Clause) {
	g := c.Rule.(model.Guard)
	fact := b.storeOf(g.Fact)
	b.forms(g.Fact)
	b.say(c)
	b.guardSwitch(g, fact)
	for _, later := range b.clauses("guard/later") {
		if later.Rule.(model.GuardLater).Fact == g.Fact && !may(later, "removed") {
			b.say(later)
			b.remark("It is looked at here and nowhere else.")
		}
	}
}

// guardSwitch adds the switch over the values of the fact.
func (b *body) guardSwitch(g model.Guard, fact *store) {
	b.g.Switch(b.factOf(fact)).BlockFunc(b.in(func() {
		b.g.Case(b.enumValues(fact, g.Refuses)...).BlockFunc(b.in(func() { b.guarded(g.Reason) }))
		for _, silent := range b.clauses("guard/silent") {
			s := silent.Rule.(model.GuardSilent)
			if s.Fact != g.Fact {
				continue
			}
			b.andSay(silent)
			b.g.Case(b.enumValues(fact, s.Values)...).BlockFunc(b.in(func() {
				b.choose(silent, func(choice string) {
					if choice == "refused" {
						b.guarded(g.Reason)
					} else if open(silent) {
						b.remark("Nothing speaks against it.")
					}
				})
			}))
		}
	}))
}

// form adds what becomes of a thing that does not have the form in which
// something could be known of it, and of which nothing is:
//
//	// clause unsupported-type: …
//	switch f.profile.UnsupportedType {
//	case ChoiceErrorInvalidParameterValue:
//		if !unsupportedTypeForm.MatchString(item.ResourceType) && here.valueOfCompliance(…) == … {
//			return nil, fake.Refuse(…)
//		}
//	default:
//		// It is a thing like any other.
//	}
func (b *body) form(c *model.Clause) {
	if b.op.Clause("guard") == nil {
		b.addForm(c)
	}
}

// forms adds the same above the guard that looks at the fact.
func (b *body) forms(fact string) {
	for _, c := range b.clauses("guard/form") {
		if c.Rule.(model.GuardForm).Fact == fact {
			b.addForm(c)
		}
	}
}

func (b *body) addForm(c *model.Clause) {
	rule := c.Rule.(model.GuardForm)
	fact := b.storeOf(rule.Fact)
	initially := b.enumValues(fact, []string{fact.thing.Fact.Initially})[0]
	b.say(c)
	b.choose(c, func(choice string) {
		code := model.ErrorOf(choice)
		if code == "" {
			b.remark("It is a thing like any other.")
			return
		}
		odd := jen.Op("!").Id(formName(c)).Dot("MatchString").Call(b.itemText(rule.Member))
		b.g.If(odd.Op("&&").Add(b.factOf(fact)).Op("==").Add(initially)).BlockFunc(b.in(func() {
			b.fail(code, rule.Member+" is %q, which can be none", b.itemText(rule.Member))
		}))
	})
}

// formName returns the name of the variable for the form that a clause asks
// for.
func formName(c *model.Clause) string { return parameterName(model.GoName(c.ID)) + "Form" }

// formVars adds the variables for the forms that clauses of an operation ask
// for:
//
//	// unsupportedTypeForm is the form that …
//	var unsupportedTypeForm = regexp.MustCompile(`…`)
func (e *emitter) formVars(f *jen.File, op *model.Operation) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		if rule, ok := c.Rule.(model.GuardForm); ok && mayFail(c) {
			f.Add(doc(formName(c) + " is the form that " + rule.Member + " has, if it does not break clause " + c.ID + "."))
			f.Var().Id(formName(c)).Op("=").Qual("regexp", "MustCompile").Call(jen.Op(quote(rule.Pattern)))
			f.Line()
		}
	}
}

// factOf returns the expression of the value of a fact about the thing called
// item.
func (b *body) factOf(fact *store) *jen.Statement {
	args := make([]jen.Code, len(fact.thing.Key))
	for i, m := range fact.thing.Key {
		args[i] = b.itemText(m)
	}
	return jen.Id(hereVar).Dot("valueOf" + fact.field).Call(args...)
}

// enumValues returns the constants for values of a fact.
func (e *emitter) enumValues(fact *store, values []string) []jen.Code {
	enum := e.api.Shape(fact.shape.Member(fact.thing.Fact.Value).Shape)
	all := make([]jen.Code, len(values))
	for i, v := range values {
		all[i] = e.enumValue(enum, v)
	}
	return all
}

// enumValue returns the constant for a value of an enum.
func (e *emitter) enumValue(enum *model.Shape, value string) *jen.Statement {
	for _, v := range enum.Enum {
		if v.Value == value {
			return jen.Id(v.GoName)
		}
	}
	if enum.Kind == model.Enum {
		return jen.Id(enum.GoName).Call(jen.Lit(value))
	}
	return jen.Lit(value)
}

// A watch is a guard whose entity may be removed when the fact changes to a
// value that the guard refuses.
type watch struct {
	clause *model.Clause
	entity *store
	// refused are the values that the guard refuses whatever is chosen, silent
	// the clauses that leave it open for other values.
	refused []string
	silent  []*model.Clause
}

// watches returns the watches on a fact.
func (e *emitter) watches(fact *store) []watch {
	var all []watch
	for i := range e.api.Operations {
		op := &e.api.Operations[i]
		b := body{emitter: e, op: op}
		for _, later := range b.clauses("guard/later") {
			if !may(later, "removed") || later.Rule.(model.GuardLater).Fact != fact.thing.Name {
				continue
			}
			w := watch{clause: later, entity: e.storeOf(op.Effect.Of)}
			for _, c := range b.clauses("guard") {
				if g := c.Rule.(model.Guard); g.Fact == fact.thing.Name {
					w.refused = append(w.refused, g.Refuses...)
				}
			}
			for _, c := range b.clauses("guard/silent") {
				switch s := c.Rule.(model.GuardSilent); {
				case s.Fact != fact.thing.Name || !may(c, "refused"):
				case open(c):
					w.silent = append(w.silent, c)
				default:
					w.refused = append(w.refused, s.Values...)
				}
			}
			all = append(all, w)
		}
	}
	return all
}

// remove adds the removal of what depends on a fact called v:
//
//	// clause later-compliant: …
//	switch a.profile.LaterCompliant {
//	case ChoiceRemoved:
//		gone := func(one *RemediationException) bool { … }
//		switch v.ComplianceType {
//		case ComplianceTypeCompliant, …:
//			a.RemediationExceptions.DeleteFunc(gone)
//		}
//	default:
//		// It stays.
//	}
func (e *emitter) remove(g *jen.Group, fact *store, w watch) {
	g.Line()
	g.Add(clauseComment(w.clause.ID, w.clause.Says))
	if !open(w.clause) {
		e.removeRefused(g, fact, w)
		return
	}
	g.Add(switchOn("a", w.clause, func(choice string) func(*jen.Group) {
		return func(g *jen.Group) {
			if choice == "removed" {
				e.removeRefused(g, fact, w)
			} else {
				g.Add(remarkAlone("It stays."))
			}
		}
	}))
}

func (e *emitter) removeRefused(g *jen.Group, fact *store, w watch) {
	value := e.memberOf(jen.Id("v"), fact.shape, fact.thing.Fact.Value)
	subject := value.value()
	if value.ptr {
		subject = jen.Qual(fakePath, "Value").Call(value.expr)
	}
	g.Id("gone").Op(":=").Func().Params(jen.Id("one").Op("*").Id(w.entity.shape.GoName)).Bool().Block(
		jen.Return(e.sameKey(w.entity, jen.Id("one"), fact, jen.Id("v"), fact.thing.Key)),
	)
	drop := jen.Id("a").Dot(w.entity.field).Dot("DeleteFunc").Call(jen.Id("gone"))
	g.Switch(subject).BlockFunc(func(g *jen.Group) {
		g.Case(e.enumValues(fact, w.refused)...).Block(drop)
		for _, c := range w.silent {
			g.Case(e.enumValues(fact, c.Rule.(model.GuardSilent).Values)...).Block(
				clauseComment(c.ID, c.Says),
				switchOn("a", c, func(choice string) func(*jen.Group) {
					return func(g *jen.Group) {
						if choice == "refused" {
							g.Add(drop)
						} else {
							g.Add(remarkAlone("Nothing speaks against it."))
						}
					}
				}),
			)
		}
	})
}

// sameKey returns the condition that two things have equal members, in the
// methods of an account.
func (e *emitter) sameKey(a *store, aVar jen.Code, b *store, bVar jen.Code, members []string) *jen.Statement {
	side := func(s *store, v jen.Code, m string) jen.Code {
		return foldBoth(a.from(inAccount()), b.from(inAccount()), e.text(e.memberOf(v, s.shape, m)))
	}
	var all *jen.Statement
	for _, m := range members {
		same := jen.Add(side(a, aVar, m)).Op("==").Add(side(b, bVar, m))
		if all == nil {
			all = same
		} else {
			all = all.Op("&&").Add(same)
		}
	}
	return all
}
