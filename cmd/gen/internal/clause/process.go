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

// look adds the declaration of v, the process with a key, and the return where there is
// none or a condition holds.
func (p Process) look(s scope, or *jen.Statement) {
	s.Set(jen.Id("v"), ":=", p.Store.Get(p.inKey))
	s.If(printer.Or(jen.Id("v").Op("==").Nil(), or), func(s scope) { s.Return() })
}

// Loaded adds, where a state is loaded, that it has to be resumed.
func (p Process) Loaded(g *jen.Group) { g.Add(inAccount(loaded)).Op("=").True() }

// Proceed adds, where somebody looks at an account, that the time goes on there until now.
func (p Process) Proceed(g *jen.Group) {
	g.Id("now").Op(":=").Id("f").Dot("Clock").Dot("Now").Call()
	g.If(inHere(loaded)).Block(call("resume", jen.Id("now")))
	g.Add(call("proceed", jen.Id("now")))
}

// MovedBy reports whether something may become due by an operation at once.
func (p Process) MovedBy(o *operation.Operation) bool {
	return !o.Reads() && o.Store != nil && (o.Name == p.Name || p.auto.concerns(p, o.Store.Resource.Name))
}
