package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// beginMethod adds
//
//	// begin begins a RemediationExecution …
//	func (f *Fake) begin(here *account, v RemediationExecution, one run) {
//		// clause execution: …
//		v.State = new(RemediationExecutionStateQueued)
//		…
//		here.RemediationExecutions.Put(v)
//		f.await(here, &v, one)
//	}
func (p Process) beginMethod(f *jen.File) {
	f.Add(printer.Doc("begin begins a " + p.Store.Resource.Name + ", in place of the last one of the same key. Its entry in the log is that of one."))
	f.Add(method("begin", jen.Id("v").Id(p.Store.Shape.GoName), jen.Id("one").Id("run")).BlockFunc(p.body(func(s scope) {
		s.Say(p.clause)
		s.Set(jen.Id("began"), ":=", inHere("times").Dot("At").Call(inHere("now")))
		p.setTime(s, p.field(p.rule.Began), jen.Id("began"))
		p.setState(s, p.state(p.rule.Queued), jen.Id("began"))
		p.beginSteps(s)
		s.Add(p.Store.Table().Dot("Put").Call(jen.Id("v")))
		s.Line()
		s.Set(printer.Sel("one", "began"), "=", inHere("now"))
		p.entry(s, func(s scope) {
			s.Add(printer.Sel("entry", "Attempts").Op("++"))
			s.Set(printer.Sel("entry", "State"), "=", p.state(p.rule.Queued))
			s.Set(printer.Sel("entry", "Ended"), "=", jen.Qual("time", "Time").Values())
		})
		s.Add(call("await", jen.Op("&").Id("v"), jen.Id("one")))
	})))
	f.Line()
}

func (p Process) stepRule() model.ProcessSteps { return p.steps.Rule.(model.ProcessSteps) }

func (p Process) stepShape() *model.Shape {
	return p.Shape(p.field(p.stepRule().List).Shape.Elem)
}

// beginSteps adds the one step of which a process consists here.
func (p Process) beginSteps(s scope) {
	if p.steps == nil {
		return
	}
	rule, step := p.stepRule(), p.stepShape()
	list, state := p.field(rule.List), p.MemberOf(jen.Id("step"), step, rule.State)
	s.Say(p.steps)
	s.Set(jen.Id("step"), ":=", jen.Id(step.GoName).Values(
		jen.Id(step.Member(rule.State).GoName).Op(":").Add(pointed(state, shape.EnumValue(state.Shape, rule.Pending))),
	))
	name, named := p.MemberOf(jen.Id("step"), step, rule.Name), p.MemberOf(jen.Id("by"), p.by.Shape, rule.Named)
	s.IfLet(jen.Id("by").Op(":=").Add(p.by.Get(p.text)), jen.Id("by").Op("!=").Nil(), func(s scope) {
		s.Set(name.Expr, "=", s.Assign(name, named))
	})
	s.Set(list.Expr, "=", s.TypeOf(list.Shape).Values(jen.Id("step")))
}

// awaitMethod adds
//
//	// await notes when a RemediationExecution ends, and how …
//	func (f *Fake) await(here *account, v *RemediationExecution, one run) {
//		key := [3]string{…}
//		one.outcome, one.ends = here.ending(key, one.began)
//		here.runs[key] = one
//		here.agenda.Add(…)
//	}
func (p Process) awaitMethod(f *jen.File) {
	began := func() *jen.Statement { return printer.Sel("one", "began") }
	f.Add(printer.Doc("await notes when a " + p.Store.Resource.Name + " that has begun ends, and how. Both are decided as it begins."))
	f.Add(method("await", jen.Id("v").Op("*").Id(p.Store.Shape.GoName), jen.Id("one").Id("run")).BlockFunc(p.body(func(s scope) {
		s.Set(jen.Id("key"), ":=", p.key())
		s.Set(jen.List(printer.Sel("one", "outcome"), printer.Sel("one", "ends")), "=", inHere("ending").Call(jen.Id("key"), began()))
		p.askHook(s)
		if p.auto != nil {
			s.Set(printer.Sel("one", "decided"), "=", inHere("pastOf").Call(jen.Id("key")).Dot("decided"))
		}
		s.Set(inHere(runs).Index(jen.Id("key")), "=", jen.Id("one"))
		s.Add(p.due(operation.Here, printer.Sel("one", "ends"), "dueEnd", jen.Id("key")))
		s.If(printer.Sel("one", "ends").Dot("After").Call(began()), func(s scope) {
			s.Add(p.due(operation.Here, began().Dot("Add").Call(jen.Lit(1)), "dueRunning", jen.Id("key")))
		})
	})))
	f.Line()
	p.endingMethod(f)
}

// endingMethod adds
//
//	// ending returns how a RemediationExecution ends that begins at some time, and when.
//	func (a *account) ending(key [3]string, began time.Time) (RemediationExecutionState, time.Time) {
//		// clause execution: …
//		if told := a.RemediationOutcome.Get(…); told != nil {
//			return RemediationExecutionState(told.Outcome), runtime.Later(began, …)
//		}
//		return RemediationExecutionStateSucceeded, began
//	}
func (p Process) endingMethod(f *jen.File) {
	told := func(member string) *jen.Statement {
		return p.MemberOf(jen.Id("told"), p.outcome.Shape, member).OrZero()
	}
	get := inAccount(p.outcome.Field).Dot("Get").Call(p.outcome.InAccount().Located(p.inKey))
	f.Add(printer.Doc("ending returns how a " + p.Store.Resource.Name + " ends that begins at some time, and when."))
	f.Add(ofAccount("ending", p.keyParam(), timeParam("began")).Params(jen.Id(p.stateEnum().GoName), jen.Qual("time", "Time")).BlockFunc(p.body(func(s scope) {
		s.Say(p.clause)
		s.IfLet(jen.Id("told").Op(":=").Add(get), jen.Id("told").Op("!=").Nil(), func(s scope) {
			s.Return(jen.Id(p.stateEnum().GoName).Call(told(p.outcome.Resource.Fact.Value)),
				printer.Runtime("Later").Call(jen.Id("began"), jen.Int64().Call(told(p.rule.Seconds))))
		})
		s.Return(p.state(p.outcome.Resource.Fact.Initially), jen.Id("began"))
	})))
	f.Line()
}

// goOnMethod adds
//
//	// goOn has a RemediationExecution be queued no longer.
//	func (f *Fake) goOn(here *account, key [3]string) {
//		…
//	}
func (p Process) goOnMethod(f *jen.File) {
	f.Add(printer.Doc("goOn has the " + p.Store.Resource.Name + " with a key be queued no longer."))
	f.Add(method("goOn", p.keyParam()).BlockFunc(p.body(func(s scope) {
		p.look(s, p.field(p.rule.State).OrZero().Op("!=").Add(p.state(p.rule.Queued)))
		s.Say(p.clause)
		s.Set(p.field(p.rule.State).Expr, "=", pointed(p.field(p.rule.State), p.state(p.rule.Running)))
		s.IfLet(jen.List(jen.Id("one"), jen.Id("ok")).Op(":=").Add(inHere(runs)).Index(jen.Id("key")), jen.Id("ok"), func(s scope) {
			p.entry(s, func(s scope) { s.Set(printer.Sel("entry", "State"), "=", p.state(p.rule.Running)) })
		})
		if p.steps == nil {
			return
		}
		rule, began := p.stepRule(), p.field(p.rule.Began)
		s.Say(p.steps)
		s.For(jen.Id("i").Op(":=").Range().Add(p.field(rule.List).Expr), func(s scope) {
			field := p.MemberOf(jen.Add(p.field(rule.List).Expr).Index(jen.Id("i")), p.stepShape(), rule.Began)
			s.Set(field.Expr, "=", s.Assign(field, began))
		})
	})))
	f.Line()
}

// begin adds that the process called item begins.
func begin(s scope) {
	s.Add(call("begin", jen.Id(operation.Item), jen.Id("run").Values(jen.Id("entry").Op(":").Add(call("enter", jen.Op("&").Id(operation.Item), printer.Runtime("Manual"))))))
}
