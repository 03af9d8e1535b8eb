package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Process is what goes on by itself once an operation has started it.
type Process struct {
	*operation.Operation
	clause, steps *model.Clause
	rule          model.Process
	// store is how such processes are kept, by what says how they are done, and outcome
	// how they end, all for methods of an account.
	store, by, outcome *operation.Store
}

// ProcessOf returns the process of an API, and whether it has one.
func ProcessOf(t *shape.Types, stores operation.Stores) (Process, bool) {
	for _, op := range t.API.AllOperations(model.Puts) {
		if c := op.Clause("process"); c != nil {
			p := Process{Operation: operation.New(t, stores, op), clause: c, steps: op.Clause("process/steps"), rule: c.Rule.(model.Process)}
			p.store = p.Store.InAccount()
			p.by, p.outcome = stores.Of(p.rule.By).InAccount(), stores.Of(p.rule.Outcome).InAccount()
			return p, true
		}
	}
	return Process{}, false
}

// Variables and methods of what goes on by itself.
const (
	runs   = "runs"   // the processes that have not ended, by key
	agenda = "agenda" // what becomes due
)

func inAccount(field string) *jen.Statement { return printer.Sel("a", field) }

// method returns the beginning of a method of an account.
func method(name string) *jen.Statement {
	return jen.Func().Params(jen.Id("a").Op("*").Id("account")).Id(name)
}

func (p Process) keyType() *jen.Statement { return operation.KeyType(p.store.Resource.Key) }

func (p Process) agendaType() *jen.Statement { return printer.Runtime("Agenda").Types(p.keyType()) }

// Fields adds to an account what it knows of processes beside what reads return.
func (p Process) Fields(g *jen.Group) {
	g.Add(printer.Doc("runs are the " + p.store.Field + " that have not ended."))
	g.Id(runs).Map(p.keyType()).Id("run")
	g.Add(printer.Doc("agenda is what becomes due of them."))
	g.Id(agenda).Add(p.agendaType())
}

// Made adds the same to the literal of a new account.
func (p Process) Made(g *jen.Group) {
	g.Id(runs).Op(":").Map(p.keyType()).Id("run").Values()
	compare := jen.Qual("slices", "Compare").Call(jen.Id("k").Index(jen.Op(":")), jen.Id("other").Index(jen.Op(":")))
	if len(p.store.Resource.Key) == 1 {
		compare = jen.Qual("strings", "Compare").Call(jen.Id("k"), jen.Id("other"))
	}
	g.Id(agenda).Op(":").Add(p.agendaType()).CustomFunc(printer.Lines, func(g *jen.Group) {
		g.Id("Compare").Op(":").Func().Params(jen.List(jen.Id("k"), jen.Id("other")).Add(p.keyType())).Int().Block(jen.Return(compare))
	})
}

// File adds what goes on by itself.
func (p Process) File(f *jen.File) {
	p.dues(f)
	p.runType(f)
	p.proceedMethod(f)
	p.beginMethod(f)
	p.awaitMethod(f)
	p.goOnMethod(f)
	p.endMethod(f)
	p.unendedFunc(f)
}

// dues adds the constants for what becomes due.
func (p Process) dues(f *jen.File) {
	f.Add(printer.Doc("What becomes due of " + p.store.Field + ", in the order in which it is done at one instant."))
	f.Const().Defs(
		jen.Id("dueEnd").Op("=").Iota().Comment("one ends"),
		jen.Id("dueRunning").Comment("one is queued no longer"),
	)
	f.Line()
}

// runType adds what is known of a process that has not ended.
func (p Process) runType(f *jen.File) {
	f.Add(printer.Doc("A run is of the " + p.store.Field + " one that has not ended."))
	f.Type().Id("run").Struct(
		jen.Id("ends").Qual("time", "Time"),
		printer.Doc("outcome is the state in which it ends."),
		jen.Id("outcome").Id(p.stateEnum().GoName),
	)
	f.Line()
}

// proceedMethod adds
//
//	// proceed has the time go on until now …
//	func (a *account) proceed(now time.Time) {
//		for due, ok := a.agenda.Next(now); ok; due, ok = a.agenda.Next(now) {
//			a.at(due.At)
//			switch due.What {
//			case dueEnd:
//				a.end(due.Key, due.At)
//			…
//			}
//		}
//		a.at(now)
//	}
func (p Process) proceedMethod(f *jen.File) {
	next := func() *jen.Statement { return inAccount(agenda).Dot("Next").Call(jen.Id("now")) }
	due := func() *jen.Statement { return jen.List(jen.Id("due"), jen.Id("ok")) }
	f.Add(printer.Doc("proceed has the time go on until now. What becomes due on the way is done in the order of the instants at which it does, however long ago they are."))
	f.Add(method("proceed").Params(jen.Id("now").Qual("time", "Time")).Block(
		jen.For(due().Op(":=").Add(next()), jen.Id("ok"), due().Op("=").Add(next())).Block(
			jen.Id("a").Dot("at").Call(printer.Sel("due", "At")),
			jen.Switch(printer.Sel("due", "What")).Block(
				jen.Case(jen.Id("dueEnd")).Block(jen.Id("a").Dot("end").Call(printer.Sel("due", "Key"))),
				jen.Case(jen.Id("dueRunning")).Block(jen.Id("a").Dot("goOn").Call(printer.Sel("due", "Key"))),
			),
		),
		jen.Id("a").Dot("at").Call(jen.Id("now")),
	))
	f.Line()
}

// field returns a member of the process called v.
func (p Process) field(member string) shape.Place { return p.MemberPlace("v", member) }

// setState adds that the process called v comes into a state at a time.
func (p Process) setState(s scope, state *jen.Statement, at jen.Code) {
	s.Set(p.field(p.rule.State).Expr, "=", pointed(p.field(p.rule.State), state))
	p.setTime(s, p.field(p.rule.Updated), at)
}

// setTime adds that a field gets a time as a service gives it, which is that of a
// pointer.
func (p Process) setTime(s scope, field shape.Place, at jen.Code) {
	if !field.Ptr {
		at = jen.Op("*").Add(at)
	}
	s.Set(field.Expr, "=", at)
}

func (p Process) stateEnum() *model.Shape { return p.field(p.rule.State).Shape }

func (p Process) state(value string) *jen.Statement { return shape.EnumValue(p.stateEnum(), value) }

// key returns the key of the process called v.
func (p Process) key() *jen.Statement {
	return p.store.KeyValue(p.store.Resource.Key, p.text)
}

func (p Process) text(member string) jen.Code { return p.Text(p.field(member)) }

// inKey returns a member of a key called key.
func (p Process) inKey(member string) jen.Code {
	for i, m := range p.store.Resource.Key {
		if m == member && len(p.store.Resource.Key) > 1 {
			return jen.Id("key").Index(jen.Lit(i))
		}
	}
	return jen.Id("key")
}

// get returns the expression of looking up a resource in an account.
func get(s *operation.Store, text func(string) jen.Code) *jen.Statement {
	return inAccount(s.Field).Dot("Get").Call(s.Located(text))
}

// body returns the scope of a method of an account.
func (p Process) body(f func(scope)) func(*jen.Group) {
	return func(g *jen.Group) { f(p.Body(g)) }
}

// beginMethod adds
//
//	// begin begins a RemediationExecution …
//	func (a *account) begin(v RemediationExecution) {
//		// clause execution: …
//		v.State = new(RemediationExecutionStateQueued)
//		…
//		a.RemediationExecutions.Put(v)
//		a.await(&v, a.now)
//	}
func (p Process) beginMethod(f *jen.File) {
	f.Add(printer.Doc("begin begins a " + p.store.Resource.Name + ", in place of the last one of the same key."))
	f.Add(method("begin").Params(jen.Id("v").Id(p.store.Shape.GoName)).BlockFunc(p.body(func(s scope) {
		s.Say(p.clause)
		s.Set(jen.Id("began"), ":=", inAccount("times").Dot("At").Call(inAccount("now")))
		p.setTime(s, p.field(p.rule.Began), jen.Id("began"))
		p.setState(s, p.state(p.rule.Queued), jen.Id("began"))
		p.beginSteps(s)
		s.Add(inAccount(p.store.Field).Dot("Put").Call(jen.Id("v")))
		s.Add(jen.Id("a").Dot("await").Call(jen.Op("&").Id("v"), inAccount("now")))
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
	s.IfLet(jen.Id("by").Op(":=").Add(get(p.by, p.text)), jen.Id("by").Op("!=").Nil(), func(s scope) {
		s.Set(name.Expr, "=", s.Assign(name, named))
	})
	s.Set(list.Expr, "=", s.TypeOf(list.Shape).Values(jen.Id("step")))
}

// awaitMethod adds
//
//	// await notes when a RemediationExecution ends, and how …
//	func (a *account) await(v *RemediationExecution, began time.Time) {
//		// clause execution: …
//		one := run{ends: began, outcome: RemediationExecutionStateSucceeded}
//		if told := a.RemediationOutcome.Get(…); told != nil {
//			one.outcome = RemediationExecutionState(told.Outcome)
//			one.ends = runtime.Later(began, told.Seconds)
//		}
//		a.runs[key] = one
//		a.agenda.Add(…)
//	}
func (p Process) awaitMethod(f *jen.File) {
	told := func(member string) shape.Place { return p.MemberOf(jen.Id("told"), p.outcome.Shape, member) }
	add := func(at *jen.Statement, what string) *jen.Statement {
		return inAccount(agenda).Dot("Add").Call(printer.Runtime("Due").Types(p.keyType()).CustomFunc(printer.Inline, func(g *jen.Group) {
			g.Id("At").Op(":").Add(at)
			g.Id("What").Op(":").Id(what)
			g.Id("Key").Op(":").Id("key")
		}))
	}
	f.Add(printer.Doc("await notes when a " + p.store.Resource.Name + " ends that began at some time, and how. Both are decided as it begins."))
	f.Add(method("await").Params(jen.Id("v").Op("*").Id(p.store.Shape.GoName), jen.Id("began").Qual("time", "Time")).BlockFunc(p.body(func(s scope) {
		s.Say(p.clause)
		s.Set(jen.Id("key"), ":=", p.key())
		s.Set(jen.Id("one"), ":=", jen.Id("run").CustomFunc(printer.Inline, func(g *jen.Group) {
			g.Id("ends").Op(":").Id("began")
			g.Id("outcome").Op(":").Add(p.state(p.outcome.Resource.Fact.Initially))
		}))
		s.IfLet(jen.Id("told").Op(":=").Add(get(p.outcome, p.text)), jen.Id("told").Op("!=").Nil(), func(s scope) {
			s.Set(printer.Sel("one", "outcome"), "=", jen.Id(p.stateEnum().GoName).Call(told(p.outcome.Resource.Fact.Value).OrZero()))
			s.Set(printer.Sel("one", "ends"), "=", printer.Runtime("Later").Call(jen.Id("began"), jen.Int64().Call(told(p.rule.Seconds).OrZero())))
		})
		s.Set(inAccount(runs).Index(jen.Id("key")), "=", jen.Id("one"))
		s.Add(add(printer.Sel("one", "ends"), "dueEnd"))
		s.Add(add(jen.Id("began").Dot("Add").Call(jen.Lit(1)), "dueRunning"))
	})))
	f.Line()
}

// look adds the declaration of v, the process with a key, and the return where there is
// none or a condition holds.
func (p Process) look(s scope, without func(s scope), or *jen.Statement) {
	s.Set(jen.Id("v"), ":=", get(p.store, p.inKey))
	s.If(printer.Or(jen.Id("v").Op("==").Nil(), or), func(s scope) {
		if without != nil {
			without(s)
		}
		s.Return()
	})
}

// goOnMethod adds
//
//	// goOn has a RemediationExecution be queued no longer.
//	func (a *account) goOn(key [3]string) {
//		…
//	}
func (p Process) goOnMethod(f *jen.File) {
	f.Add(printer.Doc("goOn has the " + p.store.Resource.Name + " with a key be queued no longer."))
	f.Add(method("goOn").Params(jen.Id("key").Add(p.keyType())).BlockFunc(p.body(func(s scope) {
		p.look(s, nil, p.field(p.rule.State).OrZero().Op("!=").Add(p.state(p.rule.Queued)))
		s.Say(p.clause)
		s.Set(p.field(p.rule.State).Expr, "=", pointed(p.field(p.rule.State), p.state(p.rule.Running)))
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

// endMethod adds
//
//	// end ends the RemediationExecution with a key, if that is due.
//	func (a *account) end(key [3]string) {
//		one, runs := a.runs[key]
//		if !runs || !one.ends.Equal(a.now) {
//			return
//		}
//		delete(a.runs, key)
//		v := a.RemediationExecutions.Get(…)
//		…
//	}
func (p Process) endMethod(f *jen.File) {
	f.Add(printer.Doc("end ends the " + p.store.Resource.Name + " with a key, if it is the one that ends now."))
	f.Add(method("end").Params(jen.Id("key").Add(p.keyType())).BlockFunc(p.body(func(s scope) {
		s.Set(jen.List(jen.Id("one"), jen.Id("ok")), ":=", inAccount(runs).Index(jen.Id("key")))
		s.If(jen.Op("!").Id("ok").Op("||").Op("!").Add(printer.Sel("one", "ends")).Dot("Equal").Call(inAccount("now")), func(s scope) { s.Return() })
		s.Add(jen.Delete(inAccount(runs), jen.Id("key")))
		p.look(s, nil, nil)
		s.Say(p.clause)
		s.Set(jen.Id("ended"), ":=", inAccount("times").Dot("At").Call(inAccount("now")))
		p.setState(s, printer.Sel("one", "outcome"), jen.Id("ended"))
		p.endSteps(s)
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
		s.If(printer.Sel("one", "outcome").Op("==").Add(p.state(p.rule.Failed)), func(s scope) {
			s.Set(state.Expr, "=", pointed(state, shape.EnumValue(state.Shape, rule.Failed)))
			s.Set(field(rule.Message).Expr, "=", pointed(field(rule.Message), jen.Lit("The step failed.")))
		})
	})
}

// unendedFunc adds
//
//	// unended reports whether a RemediationExecution goes on.
//	func unended(v *RemediationExecution) bool {
//		state := runtime.Value(v.State)
//		return state == RemediationExecutionStateQueued || state == RemediationExecutionStateInProgress
//	}
func (p Process) unendedFunc(f *jen.File) {
	f.Add(printer.Doc("unended reports whether a " + p.store.Resource.Name + " goes on."))
	is := func(state string) *jen.Statement { return jen.Id("state").Op("==").Add(p.state(state)) }
	f.Func().Id("unended").Params(jen.Id("v").Op("*").Id(p.store.Shape.GoName)).Bool().Block(
		jen.Id("state").Op(":=").Add(p.field(p.rule.State).OrZero()),
		jen.Return(printer.Or(is(p.rule.Queued), is(p.rule.Running))),
	)
	f.Line()
}

// Resume adds, where a state is loaded, that what has not ended in it goes on:
//
//	// clause execution: …
//	for _, v := range a.RemediationExecutions.All(0) {
//		if unended(v) {
//			a.await(v, began)
//		}
//	}
func (p Process) Resume(g *jen.Group) {
	g.Line()
	s := p.Body(g)
	s.Say(p.clause)
	s.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(inAccount(p.store.Field).Dot("All").Call(jen.Lit(0))), func(s scope) {
		s.If(jen.Id("unended").Call(jen.Id("v")), func(s scope) {
			began := p.field(p.rule.Began)
			at := jen.Add(began.Expr).Dot("Time")
			if began.Ptr {
				s.If(jen.Add(began.Expr).Op("==").Nil(), func(s scope) { p.setTime(s, began, inAccount("times").Dot("At").Call(inAccount("now"))) })
			}
			s.Add(jen.Id("a").Dot("await").Call(jen.Id("v"), at))
		})
	})
}

// MovedBy reports whether something may become due by an operation at once.
func (p Process) MovedBy(o *operation.Operation) bool { return o.Name == p.Name }

// begin adds that the process called item begins.
func begin(s scope) { s.Add(printer.Sel(operation.Here, "begin").Call(jen.Id(operation.Item))) }

// A busy is the clause about a key of which a process has not ended.
type busy struct {
	clause *model.Clause
	rule   model.ProcessBusy
}

func newBusy(c *model.Clause) any { return busy{c, c.Rule.(model.ProcessBusy)} }

// Item adds the check:
//
//	// clause start-busy: …
//	if last := here.RemediationExecutions.Get(…); last != nil && unended(last) {
//		failed.Add(…)
//		continue
//	}
func (b busy) Item(s operation.Scope) {
	s.Say(b.clause)
	last := jen.Id("last")
	s.IfLet(jen.Add(last).Op(":=").Add(s.Store.Get(s.ItemText)), jen.Add(last).Op("!=").Nil().Op("&&").Id("unended").Call(last), func(s scope) {
		notStarted(s, b.clause, b.rule.Reason, "%q: "+b.rule.Reason)
	})
}

// notStarted adds what becomes, in the choice of a clause, of a resource of which no
// process is started.
func notStarted(s scope, c *model.Clause, reason, format string) {
	key := s.Store.Resource.Key
	s.Choose(c, func(s scope, choice string) {
		switch code := model.ErrorOf(choice); {
		case code != "":
			s.Fail(code, format, s.ItemText(key[len(key)-1]))
		case choice == "failed-batch":
			s.Reject(s, reason)
		default:
			s.Remark("It is started.")
		}
	})
}

// mayNotStart reports whether a request to start processes may be rejected because of one
// of them.
func mayNotStart(o *operation.Operation) bool {
	return slices.ContainsFunc(append(o.All("process/busy"), o.All("process/needless")...), operation.MayFail)
}

// A needless is the clause about a key of which a fact says that nothing has to be done.
type needless struct {
	clause *model.Clause
	rule   model.ProcessNeedless
}

func newNeedless(c *model.Clause) any { return needless{c, c.Rule.(model.ProcessNeedless)} }

// Item adds the check:
//
//	// clause start-compliant: …
//	switch here.valueOfCompliance(…) {
//	case ComplianceTypeCompliant:
//		failed.Add(…)
//		continue
//	}
func (n needless) Item(s operation.Scope) {
	fact := s.Stores.Of(n.rule.Fact)
	s.Say(n.clause)
	s.Switch(valueOf(s, fact), func(s scope) {
		s.Case(factValues(s.Types, fact, n.rule.Values), func(s scope) { notStarted(s, n.clause, n.rule.Reason, "%q: "+n.rule.Reason) })
	})
}

// An unended is the clause about an entity by which a process goes on.
type unended struct {
	clause *model.Clause
	rule   model.ProcessUnended
}

func newUnended(c *model.Clause) any { return unended{c, c.Rule.(model.ProcessUnended)} }

const endsAlone = "It goes on by itself."

// Request adds the check:
//
//	// clause configuration-in-progress: …
//	if runtime.Any(runtime.Where(here.RemediationExecutions.Partition(in.ConfigRuleName, 0), unended)) {
//		return nil, runtime.Errorf(…)
//	}
func (u unended) Request(s operation.Scope) {
	if !s.Enforced(u.clause, endsAlone) {
		return
	}
	of, key := s.Stores.Of(u.rule.Of), s.Store.Resource.Key
	paths := make([]model.Path, len(key))
	for i, m := range key {
		paths[i] = s.Effect.Bound(m)
	}
	s.OnceOrEach(paths, func(s scope) {
		goesOn := printer.Runtime("Any").Call(printer.Runtime("Where").Call(of.Table().Dot("Partition").Call(of.PartitionValue(s.KeyText), jen.Lit(0)), jen.Id("unended")))
		if !listedByKey(s, of) || s.Store.Folds() {
			has := printer.Runtime("Where").Call(of.Table().Dot("All").Call(jen.Lit(0)), hasKey(s, of))
			goesOn = printer.Runtime("Any").Call(printer.Runtime("Where").Call(has, jen.Id("unended")))
		}
		s.If(goesOn, func(s scope) {
			s.FailOr(u.clause, endsAlone, "a "+u.rule.Of+" of the "+s.Store.Resource.Name+" %q has not ended", s.KeyText(key[len(key)-1]))
		})
	})
}
