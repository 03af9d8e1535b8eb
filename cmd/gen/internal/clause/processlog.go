package clause

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
)

// hook is the field of a fake that holds what a test decides of executions.
const hook = "decide"

// HookField adds that field, and HookMade its value in a new fake.
func (p Process) HookField() *jen.Statement {
	return jen.Id(hook).Op("*").Add(p.hookType()).Comment("what a test decides of executions")
}

func (p Process) HookMade() *jen.Statement { return jen.Id(hook).Op(":").New(p.hookType()) }

func (p Process) hookType() *jen.Statement {
	return jen.Func().Params(jen.Id("Execution")).Id("ExecutionResult")
}

// blocker returns the name of the field for what would have blocked an execution.
func (p Process) blocker() string { return p.called(p.auto.block.Shape.GoName) }

func (p Process) blockable() bool { return p.auto != nil && p.auto.block != nil }

// log adds what a test learns of executions, and what it decides of them.
func (p Process) log(f *jen.File) {
	p.executionType(f)
	p.resultType(f)
	p.enterMethod(f)
	p.executionsMethod(f)
	p.hookMethod(f)
}

// keyField returns the name of the field for a member of the key.
func (p Process) keyField(member string) string {
	switch name := p.Store.Shape.Member(member).GoName; name {
	case "Trigger", "ActedOn", "Found", "Attempts", "State", "Began", "Ended":
		return name + "Key"
	default:
		return name
	}
}

// executionType adds
//
//	// An Execution is …
//	type Execution struct {
//		ConfigRuleName string
//		…
//	}
func (p Process) executionType(f *jen.File) {
	f.Add(printer.Doc("An Execution is what there was of a " + p.Store.Resource.Name + ", with the attempts that followed because one had failed."))
	f.Type().Id("Execution").StructFunc(func(g *jen.Group) {
		for _, m := range p.Store.Resource.Key {
			g.Add(printer.Doc(p.keyField(m) + " is that of the " + p.Store.Resource.Name + "."))
			field := g.Id(p.keyField(m)).Add(p.TypeOf(p.MemberOf(jen.Nil(), p.Store.Shape, m).Shape))
			if name := p.keyField(m); name != m && strings.EqualFold(name, m) {
				field.Tag(map[string]string{"json": m}) // as it travels everywhere else
			}
		}
		g.Add(printer.Doc("Trigger says who started it: the service itself (automatic), or a caller (manual)."))
		g.Id("Trigger").Add(printer.Runtime("Trigger"))
		if p.auto != nil {
			g.Add(printer.Doc("ActedOn is what the latest snapshot of " + p.auto.starts.Fact + " had when it was started, and Found what was so."))
			g.List(jen.Id("ActedOn"), jen.Id("Found")).Add(p.auto.factType(p))
		}
		g.Add(printer.Doc("Attempts counts the attempts."))
		g.Id("Attempts").Int()
		g.Add(printer.Doc("State is that of the last."))
		g.Id("State").Id(p.stateEnum().GoName)
		g.Add(printer.Doc("Began is when the first began."))
		g.Id("Began").Qual("time", "Time")
		g.Add(printer.Doc("Ended is when the last ended. It is zero while that goes on."))
		g.Id("Ended").Qual("time", "Time").Tag(map[string]string{"json": ",omitzero"})
		if p.blockable() {
			g.Add(printer.Doc(p.blocker() + " is the first that a caller put for the resource after the service had started it: had it been there, the service would not have. It is nil if none was, and for what a caller started."))
			g.Id(p.blocker()).Op("*").Id(p.auto.block.Shape.GoName).Tag(map[string]string{"json": ",omitempty"})
		}
	})
	f.Line()
	f.Func().Params(jen.Id("e").Id("Execution")).Id("clone").Params().Id("Execution").BlockFunc(func(g *jen.Group) {
		if p.blockable() {
			g.Id("e").Dot(p.blocker()).Op("=").Add(p.ClonePtr(p.auto.block.Shape, jen.Id("e").Dot(p.blocker())))
		}
		g.Return(jen.Id("e"))
	})
	f.Line()
}

// resultType adds what a test decides of an execution.
func (p Process) resultType(f *jen.File) {
	value := FactOf(p.Types, p.outcome).Value(jen.Nil()).Shape
	f.Add(printer.Doc("An ExecutionResult is what a test decides of an attempt of an [Execution] as it begins."))
	f.Type().Id("ExecutionResult").StructFunc(func(g *jen.Group) {
		g.Add(printer.Doc("Outcome is how it ends: " + p.rule.Succeeded + " unless it is " + p.rule.Failed + "."))
		g.Id("Outcome").Add(p.TypeOf(value))
		g.Add(printer.Doc("Takes is how long it takes."))
		g.Id("Takes").Qual("time", "Duration")
		if p.auto != nil {
			g.Add(printer.Doc(p.auto.fact.Field + " is what is so afterwards, as [Fake.Set" + p.auto.fact.Field + "] would decide it, unless it is so before. If it is empty, or no value of it, the profile says what becomes of it."))
			g.Id(p.auto.fact.Field).Add(p.auto.factType(p))
		}
	})
	f.Line()
}

// askHook adds, where it is decided how a process ends, that a test decides it.
func (p Process) askHook(s scope) {
	value := FactOf(p.Types, p.outcome).Value(jen.Nil()).Shape
	s.IfLet(jen.Id("entry").Op(":=").Add(inHere(record)).Dot("At").Call(printer.Sel("one", "entry")), jen.Op("*").Id("f").Dot(hook).Op("!=").Nil().Op("&&").Id("entry").Op("!=").Nil(), func(s scope) {
		s.Set(jen.Id("result"), ":=", jen.Parens(jen.Op("*").Id("f").Dot(hook)).Call(jen.Id("entry").Dot("clone").Call()))
		s.Set(printer.Sel("one", "outcome"), "=", p.state(p.rule.Succeeded))
		s.If(printer.Sel("result", "Outcome").Op("==").Add(shape.EnumValue(value, p.rule.Failed)), func(s scope) {
			s.Set(printer.Sel("one", "outcome"), "=", p.state(p.rule.Failed))
		})
		s.Set(printer.Sel("one", "ends"), "=", printer.Sel("one", "began").Dot("Add").Call(jen.Id("max").Call(printer.Sel("result", "Takes"), jen.Lit(0))))
		if p.auto != nil {
			then := printer.Sel("result", p.auto.fact.Field)
			s.If(jen.Qual("slices", "Contains").Call(jen.Add(then).Dot("Values").Call(), then), func(s scope) {
				s.Set(printer.Sel("one", "then"), "=", then)
			})
		}
	})
}

// enterMethod adds
//
//	// enter notes that a RemediationExecution begins, and returns its number in the log.
//	func (f *Fake) enter(here *account, v *RemediationExecution, trigger runtime.Trigger) int {
//		…
//	}
func (p Process) enterMethod(f *jen.File) {
	f.Add(printer.Doc("enter notes that somebody starts a " + p.Store.Resource.Name + ", and returns the number of its entry in the log."))
	f.Add(method("enter", jen.Id("v").Op("*").Id(p.Store.Shape.GoName), jen.Id("trigger").Add(printer.Runtime("Trigger"))).Int().BlockFunc(p.body(func(s scope) {
		if p.auto != nil {
			s.Set(jen.Id("key"), ":=", p.key())
		}
		entry := inHere(record).Dot("Add").Call(jen.Id("Execution").CustomFunc(printer.Lines, func(g *jen.Group) {
			for _, m := range p.Store.Resource.Key {
				g.Id(p.keyField(m)).Op(":").Add(p.field(m).OrZero())
			}
			g.Id("Trigger").Op(":").Id("trigger")
			if p.auto != nil {
				g.Id("ActedOn").Op(":").Add(inHere("snapshot").Call(jen.Id("key")))
				g.Id("Found").Op(":").Add(p.auto.holds(p, operation.Here))
			}
			g.Id("Began").Op(":").Add(inHere("now"))
		}))
		if !p.blockable() {
			s.Return(entry)
			return
		}
		s.Set(jen.Id("entry"), ":=", entry)
		s.If(jen.Id("trigger").Op("==").Add(printer.Runtime("Automatic")), func(s scope) {
			s.Set(jen.Id("past"), ":=", inHere("pastOf").Call(jen.Id("key")))
			entries := printer.Sel("past", "entries")
			forgotten := inHere(record).Dot("At").Call(jen.Add(entries).Index(jen.Lit(0))).Op("==").Nil()
			s.For(jen.Len(entries).Op(">").Lit(0).Op("&&").Add(forgotten), func(s scope) {
				s.Set(entries, "=", jen.Add(entries).Index(jen.Lit(1).Op(":")))
			})
			s.Set(entries, "=", jen.Append(entries, jen.Id("entry")))
		})
		s.Return(jen.Id("entry"))
	})))
	f.Line()
	if p.auto == nil {
		return
	}
	f.Add(printer.Doc("pastOf returns what there was of a key, for more to be noted."))
	f.Add(ofAccount("pastOf", p.keyParam()).Op("*").Id("past").Block(
		jen.Id("one").Op(":=").Add(inAccount(known)).Index(jen.Id("key")),
		jen.If(jen.Id("one").Op("==").Nil()).Block(
			jen.Id("one").Op("=").Op("&").Id("past").Values(jen.Id("decided").Op(":").Lit(1)),
			inAccount(known).Index(jen.Id("key")).Op("=").Id("one"),
		),
		jen.Return(jen.Id("one")),
	))
	f.Line()
}

// executionsMethod adds
//
//	// Executions returns …
//	func (f *Fake) Executions() []Execution {
//		…
//	}
func (p Process) executionsMethod(f *jen.File) {
	f.Add(printer.Doc("Executions returns what there was of " + p.Store.Field + " in the fake's account and region, oldest first: those that were asked for, and those that the service itself has started. The oldest are forgotten when they become too many."))
	f.Func().Params(jen.Id("f").Op("*").Id("Fake")).Id("Executions").Params().Index().Id("Execution").Block(
		jen.Id("f").Dot("store").Dot("Mu").Dot("Lock").Call(),
		jen.Defer().Id("f").Dot("store").Dot("Mu").Dot("Unlock").Call(),
		jen.Return(jen.Id("f").Dot("here").Call().Dot(record).Dot("All").Call(jen.Id("Execution").Dot("clone"))),
	)
	f.Line()
	f.Add(printer.Doc("ExecutionsJSON returns the same for a scope, as the control endpoint has it."))
	f.Func().Params(jen.Id("c").Id("control")).Id("ExecutionsJSON").Params(jen.Id("s").Add(printer.Fake("Scope"))).Params(jen.Index().Byte(), jen.Error()).Block(
		jen.Return(jen.Qual("encoding/json", "Marshal").Call(jen.Id("c").Dot("f").Dot("At").Call(jen.Id("s").Dot("Account"), jen.Id("s").Dot("Region")).Dot("Executions").Call())),
	)
	f.Line()
}

// hookMethod adds
//
//	// OnRemediation has a test decide how executions end …
//	func (f *Fake) OnRemediation(decide func(Execution) ExecutionResult) {
//		…
//	}
func (p Process) hookMethod(f *jen.File) {
	f.Add(printer.Doc(p.Hook() + " has a function decide how each attempt of an execution ends, in place of the fact " + p.outcome.Resource.Name + "; nil has the fact decide again. " +
		"It is called as the attempt begins, in whatever account and region, within the call that has the time go on. It must not use the fake: what is to be changed, it returns. Attempts that follow each other are asked about one by one, however many there are when the clock jumps."))
	f.Func().Params(jen.Id("f").Op("*").Id("Fake")).Id(p.Hook()).Params(jen.Id(hook).Add(p.hookType())).Block(
		jen.Id("f").Dot("store").Dot("Mu").Dot("Lock").Call(),
		jen.Defer().Id("f").Dot("store").Dot("Mu").Dot("Unlock").Call(),
		jen.Op("*").Id("f").Dot(hook).Op("=").Id(hook),
	)
	f.Line()
}

// Hook returns the name of the method that sets what a test decides.
func (p Process) Hook() string { return names.HookName(p.outcome.Resource.Fact) }
