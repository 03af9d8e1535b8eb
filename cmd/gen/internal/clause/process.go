package clause

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Process is what goes on by itself once an operation, or the service, has started it.
type Process struct {
	*operation.Operation
	clause, steps *model.Clause
	rule          model.Process
	// by says how such processes are done, and outcome how they end.
	by, outcome *operation.Store
	auto        *automatic // nil if the service starts none
}

// ProcessOf returns the process of an API, and whether it has one.
func ProcessOf(t *shape.Types, stores operation.Stores) (Process, bool) {
	for _, op := range t.API.AllOperations(model.Puts) {
		if c := op.Clause("process"); c != nil {
			p := Process{Operation: operation.New(t, stores, op), clause: c, steps: op.Clause("process/steps"), rule: c.Rule.(model.Process)}
			p.by, p.outcome = stores.Of(p.rule.By), stores.Of(p.rule.Outcome)
			p.auto = automaticOf(p.Operation)
			return p, true
		}
	}
	return Process{}, false
}

// What an account knows of processes beside what reads return.
const (
	runs   = "runs"   // those that have not ended, by key
	known  = "known"  // what there was of a key before
	stale  = "stale"  // what the snapshot has of keys of which something was decided since
	looks  = "looks"  // when the next snapshot is taken
	agenda = "agenda" // what becomes due
	record = "log"    // what there was
)

// logged is how many executions a fake remembers.
const logged = 10_000

func inHere(field string) *jen.Statement { return printer.Sel(operation.Here, field) }

// method returns the beginning of a method of the fake that has an account.
func method(name string, params ...jen.Code) *jen.Statement {
	params = append([]jen.Code{jen.Id(operation.Here).Op("*").Id("account")}, params...)
	return jen.Func().Params(jen.Id("f").Op("*").Id("Fake")).Id(name).Params(params...)
}

// call returns the call of such a method.
func call(name string, args ...jen.Code) *jen.Statement {
	return jen.Id("f").Dot(name).Call(append([]jen.Code{jen.Id(operation.Here)}, args...)...)
}

func (p Process) keyType() *jen.Statement { return operation.KeyType(p.Store.Resource.Key) }

func (p Process) keyParam() *jen.Statement { return jen.Id("key").Add(p.keyType()) }

func (p Process) agendaType() *jen.Statement { return printer.Runtime("Agenda").Types(p.keyType()) }

func timeParam(name string) *jen.Statement { return jen.Id(name).Qual("time", "Time") }

// Fields adds to an account what it knows of processes beside what reads return.
func (p Process) Fields(g *jen.Group) {
	g.Add(printer.Doc("runs are the " + p.Store.Field + " that have not ended, and known is what there was of keys before."))
	g.Id(runs).Map(p.keyType()).Id("run")
	g.Id(known).Map(p.keyType()).Op("*").Id("past")
	if p.auto.hourly() {
		g.Add(printer.Doc("stale is what the snapshot of " + p.auto.starts.Fact + " has, where something was decided since, and looks is when the next is taken."))
		g.Id(stale).Map(p.keyType()).Add(p.auto.factType(p))
		g.Id(looks).Qual("time", "Time")
	}
	g.Add(printer.Doc("agenda is what becomes due, and log what there was."))
	g.Id(agenda).Add(p.agendaType())
	g.Id(record).Add(printer.Runtime("Log").Types(jen.Id("Execution")))
}

// Made adds the same to the literal of a new account.
func (p Process) Made(g *jen.Group) {
	g.Id(runs).Op(":").Map(p.keyType()).Id("run").Values()
	g.Id(known).Op(":").Map(p.keyType()).Op("*").Id("past").Values()
	if p.auto.hourly() {
		g.Id(stale).Op(":").Map(p.keyType()).Add(p.auto.factType(p)).Values()
	}
	compare := jen.Qual("slices", "Compare").Call(jen.Id("k").Index(jen.Op(":")), jen.Id("other").Index(jen.Op(":")))
	if len(p.Store.Resource.Key) == 1 {
		compare = jen.Qual("strings", "Compare").Call(jen.Id("k"), jen.Id("other"))
	}
	g.Id(agenda).Op(":").Add(p.agendaType()).CustomFunc(printer.Lines, func(g *jen.Group) {
		g.Id("Compare").Op(":").Func().Params(jen.List(jen.Id("k"), jen.Id("other")).Add(p.keyType())).Int().Block(jen.Return(compare))
	})
	g.Id(record).Op(":").Add(printer.Runtime("Log").Types(jen.Id("Execution"))).Values(jen.Id("Most").Op(":").Lit(logged))
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
	p.resumeMethod(f)
	if p.auto != nil {
		p.auto.file(p, f)
	}
	p.log(f)
}

// dues adds the constants for what becomes due.
func (p Process) dues(f *jen.File) {
	f.Add(printer.Doc("What becomes due of " + p.Store.Field + ", in the order in which it is done at one instant."))
	f.Const().DefsFunc(func(g *jen.Group) {
		g.Id("dueEnd").Op("=").Iota().Comment("one ends")
		if p.auto.hourly() {
			g.Id("dueSnapshot").Comment("the service looks at what was decided")
		}
		if p.auto != nil {
			g.Id("dueStart").Comment("the service may have to start one")
		}
		g.Id("dueRunning").Comment("one is queued no longer")
	})
	f.Line()
}

// runType adds what is known of a process that has not ended, and of a key of which there
// was one.
func (p Process) runType(f *jen.File) {
	f.Add(printer.Doc("A run is of the " + p.Store.Field + " one that has not ended."))
	f.Type().Id("run").StructFunc(func(g *jen.Group) {
		g.List(jen.Id("began"), jen.Id("ends")).Qual("time", "Time")
		g.Add(printer.Doc("outcome is the state in which it ends."))
		g.Id("outcome").Id(p.stateEnum().GoName)
		g.Add(printer.Doc("entry is its number in the log."))
		g.Id("entry").Int()
		if p.auto != nil {
			p.auto.runFields(p, g)
		}
	})
	f.Line()
	f.Add(printer.Doc("A past is what there was of " + p.Store.Field + " of a key."))
	f.Type().Id("past").StructFunc(func(g *jen.Group) {
		if p.auto != nil {
			g.Add(printer.Doc("decided counts how often something was decided for the snapshot, and answered is what that was when the last one began that has succeeded."))
			g.List(jen.Id("decided"), jen.Id("answered")).Int()
			g.Add(printer.Doc("entries are the numbers, in the log, of those that the service has started and after which nothing was put that would have blocked them."))
			g.Id("entries").Index().Int()
			g.Add(printer.Doc("expires is when what blocks it is gone, and the next start is due."))
			g.Id("expires").Qual("time", "Time")
		}
	})
	f.Line()
}

// proceedMethod adds
//
//	// proceed has the time go on until now …
//	func (f *Fake) proceed(here *account, now time.Time) {
//		for due, ok := here.agenda.Next(now); ok; due, ok = here.agenda.Next(now) {
//			…
//		}
//		here.at(now)
//	}
//
// What ends does so before what expires at that instant.
func (p Process) proceedMethod(f *jen.File) {
	next := func() *jen.Statement { return inHere(agenda).Dot("Next").Call(jen.Id("now")) }
	due := func() *jen.Statement { return jen.List(jen.Id("due"), jen.Id("ok")) }
	at := func() *jen.Statement { return printer.Sel("due", "At") }
	f.Add(printer.Doc("proceed has the time go on until now. What becomes due on the way is done in the order of the instants at which it does, however long ago they are. " +
		"What ends does so a moment before something else expires."))
	f.Add(method("proceed", timeParam("now")).Block(
		jen.For(due().Op(":=").Add(next()), jen.Id("ok"), due().Op("=").Add(next())).Block(
			jen.If(inHere("now").Dot("Before").Call(at())).Block(inHere("at").Call(at().Dot("Add").Call(jen.Lit(-1)))),
			jen.If(printer.Sel("due", "What").Op("==").Id("dueEnd")).Block(
				inHere("now").Op("=").Add(at()),
				call("end", printer.Sel("due", "Key"), jen.Id("now")),
				jen.Continue(),
			),
			inHere("at").Call(at()),
			jen.Switch(printer.Sel("due", "What")).BlockFunc(func(g *jen.Group) {
				if p.auto.hourly() {
					g.Case(jen.Id("dueSnapshot")).Block(inHere("look").Call())
				}
				if p.auto != nil {
					g.Case(jen.Id("dueStart")).Block(call("start", printer.Sel("due", "Key")))
				}
				g.Case(jen.Id("dueRunning")).Block(call("goOn", printer.Sel("due", "Key")))
			}),
		),
		inHere("at").Call(jen.Id("now")),
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
	return p.Store.KeyValue(p.Store.Resource.Key, p.text)
}

func (p Process) text(member string) jen.Code { return p.Text(p.field(member)) }

// inKey returns a member of a key called key.
func (p Process) inKey(member string) jen.Code {
	for i, m := range p.Store.Resource.Key {
		if m == member && len(p.Store.Resource.Key) > 1 {
			return jen.Id("key").Index(jen.Lit(i))
		}
	}
	return jen.Id("key")
}

// called returns the name of a method for something of processes, which has no more than
// its own part of the name of an entity.
func (p Process) called(name string) string {
	return strings.TrimPrefix(name, strings.TrimPrefix(p.Hook(), "On"))
}

// body returns the scope of a method.
func (p Process) body(f func(scope)) func(*jen.Group) {
	return func(g *jen.Group) { f(p.Body(g)) }
}

// due returns what is added to the agenda of here or of an account.
func (p Process) due(of string, at jen.Code, what string, key jen.Code) *jen.Statement {
	return printer.Sel(of, agenda).Dot("Add").Call(printer.Runtime("Due").Types(p.keyType()).CustomFunc(printer.Inline, func(g *jen.Group) {
		g.Id("At").Op(":").Add(at)
		g.Id("What").Op(":").Id(what)
		if key != nil {
			g.Id("Key").Op(":").Add(key)
		}
	}))
}

// entry adds what is done with the entry of a run in the log, if it is not forgotten.
func (p Process) entry(s scope, f func(scope)) {
	s.IfLet(jen.Id("entry").Op(":=").Add(inHere(record)).Dot("At").Call(printer.Sel("one", "entry")), jen.Id("entry").Op("!=").Nil(), f)
}

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

// look adds the declaration of v, the process with a key, and the return where there is
// none or a condition holds.
func (p Process) look(s scope, or *jen.Statement) {
	s.Set(jen.Id("v"), ":=", p.Store.Get(p.inKey))
	s.If(printer.Or(jen.Id("v").Op("==").Nil(), or), func(s scope) { s.Return() })
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

// Resume adds, where a state is loaded, the call of that.
func (p Process) Resume(g *jen.Group) { g.Id("f").Dot("resume").Call(jen.Id("a")) }

// MovedBy reports whether something may become due by an operation at once.
func (p Process) MovedBy(o *operation.Operation) bool {
	return !o.Reads() && o.Store != nil && (o.Name == p.Name || p.auto.concerns(p, o.Store.Resource.Name))
}

// begin adds that the process called item begins.
func begin(s scope) {
	s.Add(call("begin", jen.Id(operation.Item), jen.Id("run").Values(jen.Id("entry").Op(":").Add(call("enter", jen.Op("&").Id(operation.Item), printer.Runtime("Manual"))))))
}
