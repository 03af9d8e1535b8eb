package emit

import (
	"github.com/dave/jennifer/jen"
)

// fakeFile adds the fake: the type, its constructor and the ways in.
func (e *emitter) fakeFile(f *jen.File) {
	e.fakeType(f)
	e.newFunc(f)
	e.viewMethods(f)
	e.stateMethods(f)
	for _, s := range e.stores() {
		if s.thing.Fact != nil {
			e.setter(f, s)
		}
	}
	e.wireMethods(f)
	e.dispatchMethod(f)
	e.hereMethod(f)
	e.protocolVar(f)
	e.controlType(f)
}

// fakeType adds the type.
func (e *emitter) fakeType(f *jen.File) {
	text := "A Fake is " + e.apiName() + " in memory, as far as the contract goes. It is an [API] for callers in the same process and an " +
		"[http.Handler] for all others; [fake.Transport] makes it a transport for any client, without a socket. It may be used by several goroutines at once: " +
		"each call is done as a whole before the next."
	f.Add(doc(text))
	f.Type().Id("Fake").Struct(
		doc("Clock tells the fake the time. Set it or advance it; do not replace it."),
		jen.Id("Clock").Op("*").Qual(fakePath, "Clock"),
		doc("Faults are what goes wrong on purpose with calls over the wire: set them, for tests of what a client does then."),
		jen.Id("Faults").Op("*").Qual(fakePath, "Faults"),
		jen.Line(),
		jen.Id("scope").Qual(fakePath, "Scope"),
		jen.Id("account").Op("*").Id("account").Comment("what there is in the scope"),
		jen.Id("realm").Op("*").Qual(fakePath, "Realm").Types(jen.Id("account")).Comment("what there is anywhere, and the lock"),
		e.ifChoosing(jen.Id("profile").Op("*").Id("Profile").Comment("the choices made everywhere")),
		jen.Id("service").Op("*").Qual(fakePath, "Service"),
	)
	f.Line()
	f.Var().Id("_").Id("API").Op("=").Parens(jen.Op("*").Id("Fake")).Call(jen.Nil())
	f.Line()
}

// newFunc adds
//
//	func New(state State) *Fake { … }
func (e *emitter) newFunc(f *jen.File) {
	f.Add(doc("New returns a fake that holds a copy of a state, in the account 123456789012 and the region us-east-1. Its clock tells the real time."))
	f.Func().Id("New").Params(jen.Id("state").Id("State")).Op("*").Id("Fake").Block(
		jen.Id("f").Op(":=").Op("&").Id("Fake").CustomFunc(lines, func(g *jen.Group) {
			g.Id("Clock").Op(":").New(jen.Qual(fakePath, "Clock"))
			g.Id("Faults").Op(":").New(jen.Qual(fakePath, "Faults"))
			g.Id("scope").Op(":").Qual(fakePath, "DefaultScope")
			g.Id("realm").Op(":").New(jen.Qual(fakePath, "Realm").Types(jen.Id("account")))
			g.Add(e.ifChoosing(jen.Id("profile").Op(":").New(jen.Id("Profile"))))
		}),
		jen.Id("f").Dot("account").Op("=").Id("f").Dot("realm").Dot("In").Call(jen.Id("f").Dot("scope"), e.accountMaker()),
		jen.Id("f").Dot("service").Op("=").Op("&").Qual(fakePath, "Service").CustomFunc(lines, func(g *jen.Group) {
			g.Id("Protocol").Op(":").Id("protocol").Call()
			g.Id("Clock").Op(":").Id("f").Dot("Clock")
			g.Id("Dispatch").Op(":").Id("f").Dot("dispatch")
			g.Id("Control").Op(":").Id("control").Values(jen.Id("f"))
			g.Id("Faults").Op(":").Id("f").Dot("Faults")
		}),
		jen.Id("f").Dot("Reset").Call(jen.Id("state")),
		jen.Return(jen.Id("f")),
	)
	f.Line()
}

// ifChoosing returns what a fake needs only if there are choices to be made.
func (e *emitter) ifChoosing(code jen.Code) jen.Code {
	if len(silences(e.api)) == 0 {
		return jen.Null()
	}
	return code
}

// accountMaker returns the function that makes an account.
func (e *emitter) accountMaker() jen.Code {
	if e.accountChooses() {
		return jen.Id("f").Dot("profile").Dot("newAccount")
	}
	return jen.Id("newAccount")
}

// locked returns the statements with which each method begins.
func locked() []jen.Code {
	return []jen.Code{
		jen.Id("f").Dot("realm").Dot("Mu").Dot("Lock").Call(),
		jen.Defer().Id("f").Dot("realm").Dot("Mu").Dot("Unlock").Call(),
	}
}

// method returns the beginning of a method of the fake.
func method(name string) *jen.Statement {
	return jen.Func().Params(jen.Id("f").Op("*").Id("Fake")).Id(name)
}

// viewMethods adds At and Scope.
func (e *emitter) viewMethods(f *jen.File) {
	f.Add(doc("At returns the same fake as it is seen in another account and region: with the same clock and the same log of calls, and a state of its own."))
	f.Add(method("At").Params(jen.List(jen.Id("account"), jen.Id("region")).String()).Op("*").Id("Fake").Block(
		jen.Id("scope").Op(":=").Qual(fakePath, "Scope").CustomFunc(inline, func(g *jen.Group) {
			g.Id("Account").Op(":").Id("account")
			g.Id("Region").Op(":").Id("region")
		}),
		jen.If(jen.Id("scope").Op("==").Id("f").Dot("scope")).Block(jen.Return(jen.Id("f"))),
		jen.Id("view").Op(":=").Op("*").Id("f"),
		jen.Id("view").Dot("scope").Op("=").Id("scope"),
		jen.Id("view").Dot("account").Op("=").Id("f").Dot("realm").Dot("In").Call(jen.Id("scope"), e.accountMaker()),
		jen.Return(jen.Op("&").Id("view")),
	))
	f.Line()
	f.Add(doc("Scope returns the account and the region that the fake is seen in."))
	f.Add(method("Scope").Params().Qual(fakePath, "Scope").Block(jen.Return(jen.Id("f").Dot("scope"))))
	f.Line()
}

// stateMethods adds State and Reset.
func (e *emitter) stateMethods(f *jen.File) {
	f.Add(doc("State returns a copy of what the fake holds in its account and region, without what has expired."))
	f.Add(method("State").Params().Id("State").Block(append(locked(),
		jen.Return(jen.Id("f").Dot("here").Call().Dot("save").Call()),
	)...))
	f.Line()
	f.Add(doc("Reset replaces what the fake holds in its account and region by a copy of a state. The clock and the log of calls stay."))
	f.Add(method("Reset").Params(jen.Id("state").Id("State")).Block(append(locked(),
		jen.Id("f").Dot("account").Dot("load").Call(jen.Id("state")),
	)...))
	f.Line()
}

// wireMethods adds Calls and ServeHTTP.
func (e *emitter) wireMethods(f *jen.File) {
	f.Add(doc("Calls returns the calls that came over the wire, newest last, in whatever account and region. The oldest are forgotten when they become too many."))
	f.Add(method("Calls").Params().Index().Qual(fakePath, "Call").Block(
		jen.Return(jen.Id("f").Dot("service").Dot("Calls").Call()),
	))
	f.Line()
	f.Add(doc("ServeHTTP answers a call over the wire, in the account and region that its signature names, or else in those that f is seen in. " +
		"It answers at the control endpoints under /_fakesmith/ as well."))
	f.Add(method("ServeHTTP").Params(jen.Id("w").Qual("net/http", "ResponseWriter"), jen.Id("r").Op("*").Qual("net/http", "Request")).Block(
		jen.Id("f").Dot("service").Dot("Serve").Call(jen.Id("w"), jen.Id("r"), jen.Id("f").Dot("scope")),
	))
	f.Line()
}

// dispatchMethod adds
//
//	func (f *Fake) dispatch(x *fake.Exchange) {
//		at := f.At(x.Scope.Account, x.Scope.Region)
//		switch x.Operation {
//		case "PutThings":
//			fake.Handle(x, at.doPutThings)
//		…
//		default:
//			x.UnknownOperation()
//		}
//	}
func (e *emitter) dispatchMethod(f *jen.File) {
	f.Add(doc("dispatch has the operation done that a call over the wire asks for. Its input is read and checked first."))
	f.Add(method("dispatch").Params(jen.Id("x").Op("*").Qual(fakePath, "Exchange")).BlockFunc(func(g *jen.Group) {
		e.sayPrecedence(g)
		if e.api.HasContract() {
			g.Id("at").Op(":=").Id("f").Dot("At").Call(jen.Id("x").Dot("Scope").Dot("Account"), jen.Id("x").Dot("Scope").Dot("Region"))
		}
		g.Switch(jen.Id("x").Dot("Operation")).BlockFunc(func(g *jen.Group) {
			for i := range e.api.Operations {
				op := &e.api.Operations[i]
				g.Case(jen.Lit(op.Name)).BlockFunc(func(g *jen.Group) {
					if !op.Modelled() {
						g.Id("x").Dot("NotModelled").Call()
						return
					}
					handle := "Handle"
					if op.Output == "" {
						handle = "HandleSilent"
					}
					g.Qual(fakePath, handle).Call(jen.Id("x"), jen.Id("at").Dot("do"+op.GoName))
				})
			}
			g.Default().Block(jen.Id("x").Dot("UnknownOperation").Call())
		})
	}))
	f.Line()
}

// hereMethod adds
//
//	// here returns what the fake holds in its scope at the present time.
//	func (f *Fake) here() *account {
//		// clause isolation: …
//		here := f.account
//		here.now = f.Clock.Now()
//		here.RemediationExceptions.At(here.now)
//		return here
//	}
func (e *emitter) hereMethod(f *jen.File) {
	f.Add(doc("here returns what the fake holds in its account and region, at the present time. The lock must be held."))
	f.Add(method("here").Params().Op("*").Id("account").BlockFunc(func(g *jen.Group) {
		e.sayIsolation(g)
		if !e.needsNow() {
			g.Return(jen.Id("f").Dot("account"))
			return
		}
		g.Id(hereVar).Op(":=").Id("f").Dot("account")
		g.Id(hereVar).Dot("now").Op("=").Id("f").Dot("Clock").Dot("Now").Call()
		for _, s := range e.stores() {
			if s.expiry != nil {
				g.Add(s.table()).Dot("At").Call(jen.Id(hereVar).Dot("now"))
			}
		}
		g.Return(jen.Id(hereVar))
	}))
	f.Line()
}
