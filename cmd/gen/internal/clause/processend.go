package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// endMethod adds
//
//	// end ends the RemediationExecution with a key, if that is due.
//	func (f *Fake) end(here *account, key [3]string, now time.Time) {
//		one, ok := here.runs[key]
//		if !ok || !one.ends.Equal(here.now) {
//			return
//		}
//		delete(here.runs, key)
//		v := here.RemediationExecutions.Get(…)
//		…
//	}
func (p Process) endMethod(f *jen.File) {
	doc := "end ends the " + p.Store.Resource.Name + " with a key, if it is the one that ends now."
	until := "_"
	if p.auto.retried() {
		doc += " The time goes on until then."
		until = "until"
	}
	f.Add(printer.Doc(doc))
	f.Add(method("end", p.keyParam(), timeParam(until)).BlockFunc(p.body(func(s scope) {
		s.Set(jen.List(jen.Id("one"), jen.Id("ok")), ":=", inHere(runs).Index(jen.Id("key")))
		s.If(jen.Op("!").Id("ok").Op("||").Op("!").Add(printer.Sel("one", "ends")).Dot("Equal").Call(inHere("now")), func(s scope) { s.Return() })
		s.Add(jen.Delete(inHere(runs), jen.Id("key")))
		p.look(s, nil)
		s.Say(p.clause)
		s.Set(jen.Id("ended"), ":=", inHere("times").Dot("At").Call(inHere("now")))
		p.setState(s, printer.Sel("one", "outcome"), jen.Id("ended"))
		p.entry(s, func(s scope) {
			s.Set(jen.List(printer.Sel("entry", "State"), printer.Sel("entry", "Ended")), "=", jen.List(printer.Sel("one", "outcome"), inHere("now")))
		})
		p.endSteps(s)
		p.settle(s)
		if p.auto != nil {
			p.auto.settle(p, s)
		}
	})))
	f.Line()
}

// endSteps adds how the steps end.
func (p Process) endSteps(s scope) {
	if p.steps == nil {
		return
	}
	rule, shapeOf := p.stepRule(), p.stepShape()
	field := func(member string) shape.Place { return p.MemberOf(jen.Id("step"), shapeOf, member) }
	s.Say(p.steps)
	s.For(jen.Id("i").Op(":=").Range().Add(p.field(rule.List).Expr), func(s scope) {
		s.Set(jen.Id("step"), ":=", jen.Op("&").Add(p.field(rule.List).Expr).Index(jen.Id("i")))
		s.Set(field(rule.Began).Expr, "=", s.Assign(field(rule.Began), p.field(p.rule.Began)))
		p.setTime(s, field(rule.Ended), jen.Id("ended"))
		state := field(rule.State)
		s.Set(state.Expr, "=", pointed(state, shape.EnumValue(state.Shape, rule.Succeeded)))
		s.If(p.hasFailed(), func(s scope) {
			s.Set(state.Expr, "=", pointed(state, shape.EnumValue(state.Shape, rule.Failed)))
			s.Set(field(rule.Message).Expr, "=", pointed(field(rule.Message), jen.Lit("The step failed.")))
		})
	})
}

// hasFailed returns the condition that a run has failed.
func (p Process) hasFailed() *jen.Statement { return p.outcomeIs("==", p.rule.Failed) }

func (p Process) outcomeIs(operator, state string) *jen.Statement {
	return printer.Sel("one", "outcome").Op(operator).Add(p.state(state))
}

// settle adds what becomes of a fact when a process succeeds.
func (p Process) settle(s scope) {
	for _, c := range p.All("process/success") {
		rule := c.Rule.(model.ProcessSuccess)
		fact := p.Stores.Of(rule.Fact)
		s.Say(c)
		s.Choose(c, func(s scope, choice string) {
			if choice == "unchanged" {
				s.Remark("It is as it was found.")
				return
			}
			s.If(p.outcomeIs("!=", p.rule.Failed), func(s scope) { p.decide(s, fact, factValues(p.Types, fact, []string{rule.Value})[0]) })
		})
	}
	if p.auto == nil {
		return
	}
	s.Line()
	then := printer.Sel("one", "then")
	s.If(jen.Add(then).Op("!=").Lit("").Op("&&").Add(then).Op("!=").Add(p.auto.holds(p, operation.Here)), func(s scope) { p.decide(s, p.auto.fact, then) })
}

// decide adds that a fact about a key has a value from now on.
func (p Process) decide(s scope, fact *operation.Store, value jen.Code) {
	literal := jen.Id(fact.Shape.GoName).CustomFunc(printer.Lines, func(g *jen.Group) {
		for i := range fact.Shape.Members {
			m := &fact.Shape.Members[i]
			field := p.MemberOf(jen.Nil(), fact.Shape, m.Name)
			var v *jen.Statement
			switch {
			case m.Name == fact.Resource.Fact.Value:
				v = jen.Add(value)
			case isIn(fact.Resource.Key, m.Name):
				v = jen.Add(p.inKey(m.Name))
				if field.Shape.Kind == model.Enum {
					v = jen.Id(field.Shape.GoName).Call(v)
				}
			default:
				continue
			}
			g.Id(m.GoName).Op(":").Add(pointed(field, v))
		}
	})
	s.Set(jen.Id("fact"), ":=", literal)
	if complete := CompletionOf(p.Types, p.Stores, fact); complete.Any() {
		s.Add(complete.Call(jen.Id(operation.Here), jen.Op("&").Id("fact")))
	}
	s.Add(inHere("put" + fact.Field).Call(jen.Id("fact")))
}

func isIn(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// unendedFunc adds
//
//	// unended reports whether a RemediationExecution goes on.
//	func unended(v *RemediationExecution) bool {
//		state := runtime.Value(v.State)
//		return state == RemediationExecutionStateQueued || state == RemediationExecutionStateInProgress
//	}
func (p Process) unendedFunc(f *jen.File) {
	f.Add(printer.Doc("unended reports whether a " + p.Store.Resource.Name + " goes on."))
	is := func(state string) *jen.Statement { return jen.Id("state").Op("==").Add(p.state(state)) }
	f.Func().Id("unended").Params(jen.Id("v").Op("*").Id(p.Store.Shape.GoName)).Bool().Block(
		jen.Id("state").Op(":=").Add(p.field(p.rule.State).OrZero()),
		jen.Return(printer.Or(is(p.rule.Queued), is(p.rule.Running))),
	)
	f.Line()
}

// resumeMethod adds what takes up, where a state was loaded, what has not ended in it:
//
//	func (f *Fake) resume(here *account, now time.Time) {
//		here.loaded = false
//		…
//		for _, v := range here.RemediationExecutions.All(0) {
//			if unended(v) {
//				…
//				f.await(here, v, run{began: …})
//			}
//		}
//	}
func (p Process) resumeMethod(f *jen.File) {
	f.Add(printer.Doc("resume takes up what a state that was loaded has left to be done. If the clock was set back since then, it is done as if the state had been loaded now."))
	f.Add(method("resume", timeParam("now")).BlockFunc(p.body(func(s scope) {
		s.Set(inHere(loaded), "=", jen.False())
		s.If(jen.Id("now").Dot("Before").Call(inHere("now")), func(s scope) { s.Set(inHere("now"), "=", jen.Id("now")) })
		if p.auto != nil {
			// Loading has noted what it has decided of facts, one by one.
			s.Add(inHere(agenda).Dot("Clear").Call())
			if p.auto.hourly() {
				s.Add(jen.Id("clear").Call(inHere(stale)))
			}
		}
		s.Line()
		s.Say(p.clause)
		s.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(p.Store.Table()).Dot("All").Call(jen.Lit(0)), func(s scope) {
			s.If(jen.Op("!").Id("unended").Call(jen.Id("v")), func(s scope) {
				if p.auto != nil {
					s.If(p.field(p.rule.State).OrZero().Op("==").Add(p.state(p.rule.Succeeded)), func(s scope) {
						s.Set(inHere(known).Index(p.key()), "=", jen.Op("&").Id("past").Values(jen.Id("decided").Op(":").Lit(1), jen.Id("answered").Op(":").Lit(1)))
					})
				}
				s.Continue()
			})
			began := p.field(p.rule.Began)
			if began.Ptr {
				s.If(jen.Add(began.Expr).Op("==").Nil(), func(s scope) { p.setTime(s, began, inHere("times").Dot("At").Call(inHere("now"))) })
			}
			s.Set(jen.Id("one"), ":=", jen.Id("run").CustomFunc(printer.Inline, func(g *jen.Group) {
				g.Id("began").Op(":").Add(began.Expr).Dot("Time")
				g.Id("entry").Op(":").Add(call("enter", jen.Id("v"), printer.Runtime("Manual")))
			}))
			p.entry(s, func(s scope) {
				s.Set(jen.List(printer.Sel("entry", "Attempts"), printer.Sel("entry", "State"), printer.Sel("entry", "Began")), "=",
					jen.List(jen.Lit(1), p.field(p.rule.State).OrZero(), printer.Sel("one", "began")))
			})
			s.Add(call("await", jen.Id("v"), jen.Id("one")))
		})
		if p.auto != nil {
			p.auto.resume(p, s)
		}
	})))
	f.Line()
}
