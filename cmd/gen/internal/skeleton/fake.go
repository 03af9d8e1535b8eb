package skeleton

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
)

// fakeFile adds the fake: the type, its constructor and the ways in.
func (k *Skeleton) fakeFile(f *jen.File) {
	k.fakeType(f)
	k.newFunc(f)
	k.viewMethods(f)
	k.stateMethods(f)
	for _, s := range k.stores.Facts() {
		k.setter(f, s)
	}
	k.wireMethods(f)
	k.dispatchMethod(f)
	k.operationNames(f)
	k.hereMethod(f)
	clause.Protocol(k.Plan, f)
	k.controlType(f)
}

// fakeType adds the type.
func (k *Skeleton) fakeType(f *jen.File) {
	text := "A Fake is " + k.APIName() + " in memory, as far as the contract goes. It is an [API] for callers in the same process and an " +
		"[http.Handler] for all others; [fake.Transport] makes it a transport for any client, without a socket. It may be used by several goroutines at once: " +
		"each call is done as a whole before the next."
	f.Add(printer.Doc(text))
	f.Type().Id("Fake").Struct(
		printer.Doc("Clock is the time of the fake. Set it or advance it; do not replace it."),
		jen.Id("Clock").Op("*").Add(printer.Fake("Clock")),
		printer.Doc("Faults are what goes wrong on purpose with calls over the wire: set them, for tests of what a client does then."),
		jen.Id("Faults").Op("*").Add(printer.Fake("Faults")),
		jen.Line(),
		jen.Id("scope").Add(printer.Fake("Scope")),
		jen.Id("store").Op("*").Add(printer.Runtime("Store")).Types(jen.Id("account")).Comment("what there is in each scope, and the lock"),
		k.ifChoosing(jen.Id("profile").Op("*").Id("Profile").Comment("the choices made everywhere")),
		k.hookField(),
		jen.Id("service").Op("*").Add(printer.Runtime("Service")),
	)
	f.Line()
	f.Var().Id("_").Id("API").Op("=").Parens(jen.Op("*").Id("Fake")).Call(jen.Nil())
	f.Line()
}

// newFunc adds
//
//	func New(state State) *Fake { … }
func (k *Skeleton) newFunc(f *jen.File) {
	f.Add(printer.Doc("New returns a fake that holds a copy of a state, in the account 123456789012 and the region us-east-1. Its clock runs in real time. " +
		"If the state is wrong, as [Fake.Reset] says it, every call is answered with that error."))
	f.Func().Id("New").Params(jen.Id("state").Id("State")).Op("*").Id("Fake").Block(
		jen.Id("f").Op(":=").Op("&").Id("Fake").CustomFunc(printer.Lines, func(g *jen.Group) {
			g.Id("Clock").Op(":").New(printer.Fake("Clock"))
			g.Id("Faults").Op(":").New(printer.Fake("Faults"))
			g.Id("scope").Op(":").Add(printer.Fake("DefaultScope"))
			g.Add(k.ifChoosing(jen.Id("profile").Op(":").New(jen.Id("Profile"))))
			if k.processes {
				g.Add(k.process.HookMade())
			}
		}),
		jen.Id("f").Dot("store").Op("=").Add(printer.Runtime("NewStore")).Call(k.accountMaker(), jen.Parens(jen.Op("*").Id("account")).Dot("written")),
		jen.Id("f").Dot("service").Op("=").Op("&").Add(printer.Runtime("Service")).CustomFunc(printer.Lines, func(g *jen.Group) {
			g.Id("Protocol").Op(":").Id("protocol").Call()
			g.Id("Clock").Op(":").Id("f").Dot("Clock")
			g.Id("Dispatch").Op(":").Id("f").Dot("dispatch")
			g.Id("Control").Op(":").Id("control").Values(jen.Id("f"))
			g.Id("Faults").Op(":").Id("f").Dot("Faults")
		}),
		jen.Id("f").Dot("Faults").Dot("Know").CallFunc(func(g *jen.Group) {
			g.Id("operationNames").Call()
			if len(k.API.Errors) > 0 {
				g.Id("errorCodes").Call().Op("...")
			}
		}),
		jen.Id("f").Dot("service").Dot("Given").Call(jen.Id("f").Dot("Reset").Call(jen.Id("state"))),
		jen.Return(jen.Id("f")),
	)
	f.Line()
}

// operationNames adds
//
//	// operationNames returns the names of all operations.
//	func operationNames() []string { … }
func (k *Skeleton) operationNames(f *jen.File) {
	f.Add(printer.Doc("operationNames returns the names of all operations."))
	f.Func().Id("operationNames").Params().Index().String().Block(
		jen.Return(jen.Index().String().CustomFunc(printer.Lines, func(g *jen.Group) {
			for i := range k.API.Operations {
				g.Lit(k.API.Operations[i].Name)
			}
		})),
	)
	f.Line()
}

// ifChoosing returns what a fake needs only if there are choices to be made.
func (k *Skeleton) ifChoosing(code jen.Code) jen.Code {
	if !k.chooses() {
		return jen.Null()
	}
	return code
}

// hookField returns the field for what a test decides of what goes on by itself.
func (k *Skeleton) hookField() jen.Code {
	if !k.processes {
		return jen.Null()
	}
	return k.process.HookField()
}

// accountMaker returns the function that makes an account.
func (k *Skeleton) accountMaker() jen.Code {
	if k.accountChooses {
		return jen.Id("f").Dot("profile").Dot("newAccount")
	}
	return jen.Id("newAccount")
}

// locked returns the statements with which each method begins.
func locked() []jen.Code {
	return []jen.Code{
		jen.Id("f").Dot("store").Dot("Mu").Dot("Lock").Call(),
		jen.Defer().Id("f").Dot("store").Dot("Mu").Dot("Unlock").Call(),
	}
}

// method returns the beginning of a method of the fake.
func method(name string) *jen.Statement {
	return jen.Func().Params(jen.Id("f").Op("*").Id("Fake")).Id(name)
}

// viewMethods adds At and Scope.
func (k *Skeleton) viewMethods(f *jen.File) {
	f.Add(printer.Doc("At returns the same fake as it is seen in another account and region: with the same clock and the same log of calls, and a state of its own."))
	f.Add(method("At").Params(jen.List(jen.Id("account"), jen.Id("region")).String()).Op("*").Id("Fake").Block(
		jen.Id("scope").Op(":=").Add(printer.Fake("Scope")).CustomFunc(printer.Inline, func(g *jen.Group) {
			g.Id("Account").Op(":").Id("account")
			g.Id("Region").Op(":").Id("region")
		}),
		jen.If(jen.Id("scope").Op("==").Id("f").Dot("scope")).Block(jen.Return(jen.Id("f"))),
		jen.Id("view").Op(":=").Op("*").Id("f"),
		jen.Id("view").Dot("scope").Op("=").Id("scope"),
		jen.Return(jen.Op("&").Id("view")),
	))
	f.Line()
	f.Add(printer.Doc("Scope returns the account and the region that the fake is seen in."))
	f.Add(method("Scope").Params().Add(printer.Fake("Scope")).Block(jen.Return(jen.Id("f").Dot("scope"))))
	f.Line()
}

// stateMethods adds State and Reset.
func (k *Skeleton) stateMethods(f *jen.File) {
	f.Add(printer.Doc("State returns a copy of what the fake holds in its account and region, without what has expired."))
	f.Add(method("State").Params().Id("State").Block(append(locked(),
		jen.Return(jen.Id("f").Dot("here").Call().Dot("save").Call()),
	)...))
	f.Line()
	f.Add(printer.Doc("Reset replaces what the fake holds in its account and region by a copy of a state. The clock and the log of calls stay. " +
		"A state in which something has no key, or the key of another, is an error, and changes nothing." + k.begins()))
	f.Add(method("Reset").Params(jen.Id("state").Id("State")).Error().Block(append(locked(),
		jen.Id(operation.Here).Op(":=").Id("f").Dot("here").Call(),
		jen.If(jen.Id("err").Op(":=").Id(operation.Here).Dot("check").Call(jen.Id("state")), jen.Id("err").Op("!=").Nil()).Block(
			jen.Return(jen.Id("err")),
		),
		jen.Id(operation.Here).Dot("load").Call(jen.Id("state"), jen.Id("f")),
		jen.Id("f").Dot("service").Dot("Given").Call(jen.Nil()),
		jen.Return(jen.Nil()),
	)...))
	f.Line()
}

// begins returns, for the comment of Reset, when what goes on by itself begins.
func (k *Skeleton) begins() string {
	if !k.processes {
		return ""
	}
	return " What goes on by itself begins at the time of Reset, or of the first look at the fake after it if the clock was set back in between."
}

// wireMethods adds Calls, Service and ServeHTTP.
func (k *Skeleton) wireMethods(f *jen.File) {
	f.Add(printer.Doc("Calls returns the calls that came over the wire, newest last, in whatever account and region. The oldest are forgotten when they become too many."))
	f.Add(method("Calls").Params().Index().Add(printer.Fake("Call")).Block(
		jen.Return(jen.Id("f").Dot("service").Dot("Calls").Call()),
	))
	f.Line()
	f.Add(printer.Doc("Service returns what the fake is over the wire. It is for packages that answer beside the fake, or stand before it."))
	f.Add(method("Service").Params().Op("*").Add(printer.Runtime("Service")).Block(jen.Return(jen.Id("f").Dot("service"))))
	f.Line()
	f.Add(printer.Doc("ServeHTTP answers a call over the wire, in the account and region that its signature names, or else in those that f is seen in. " +
		"It answers at the control endpoints under /_fakesmith/ as well."))
	f.Add(method("ServeHTTP").Params(jen.Id("w").Qual("net/http", "ResponseWriter"), jen.Id("r").Op("*").Qual("net/http", "Request")).Block(
		jen.Id("f").Dot("service").Dot("Serve").Call(jen.Id("w"), jen.Id("r"), jen.Id("f").Dot("scope")),
	))
	f.Line()
}

// dispatchMethod adds
//
//	func (f *Fake) dispatch(x *runtime.Exchange) {
//		at := f.At(x.Scope.Account, x.Scope.Region)
//		switch x.Operation {
//		case "PutThings":
//			runtime.Handle(x, at.doPutThings)
//		…
//		default:
//			x.UnknownOperation(operationNames()...)
//		}
//	}
func (k *Skeleton) dispatchMethod(f *jen.File) {
	f.Add(printer.Doc("dispatch has the operation done that a call over the wire asks for. Its input is read and checked first."))
	f.Add(method("dispatch").Params(jen.Id("x").Op("*").Add(printer.Runtime("Exchange"))).BlockFunc(func(g *jen.Group) {
		for _, c := range clause.Precedence(k.API) {
			g.Add(printer.Clause(c.ID, c.Description))
		}
		if k.API.HasContract() {
			g.Id("at").Op(":=").Id("f").Dot("At").Call(jen.Id("x").Dot("Scope").Dot("Account"), jen.Id("x").Dot("Scope").Dot("Region"))
		}
		g.Switch(jen.Id("x").Dot("Operation")).BlockFunc(func(g *jen.Group) {
			for i := range k.API.Operations {
				op := &k.API.Operations[i]
				g.Case(jen.Lit(op.Name)).BlockFunc(func(g *jen.Group) {
					if !op.Modelled() {
						g.Add(printer.Runtime("HandleSilent")).Call(jen.Id("x"), k.uncontracted(op))
						return
					}
					handle := "Handle"
					if op.Output == "" {
						handle = "HandleSilent"
					}
					g.Add(printer.Runtime(handle)).Call(jen.Id("x"), jen.Id("at").Dot("do"+op.GoName))
				})
			}
			g.Default().Block(jen.Id("x").Dot("UnknownOperation").Add(k.modelledNames()))
		})
	}))
	f.Line()
}

// lines are the arguments of a call, each in a line of its own.
var lines = jen.Options{Open: "(", Close: ")", Separator: ",", Multi: true}

// modelledNames returns the arguments that name the operations which have a contract.
func (k *Skeleton) modelledNames() *jen.Statement {
	var names []jen.Code
	for i := range k.API.Operations {
		if op := &k.API.Operations[i]; op.Modelled() {
			names = append(names, jen.Lit(op.Name))
		}
	}
	if len(names) == len(k.API.Operations) {
		return jen.Call(jen.Id("operationNames").Call().Op("..."))
	}
	return jen.Custom(lines, names...)
}

// hereMethod adds
//
//	// here returns what the fake holds in its scope at the present time.
//	func (f *Fake) here() *account {
//		// clause isolation: …
//		here := f.store.In(f.scope)
//		here.now = f.Clock.Now()
//		here.RemediationExceptions.At(here.now)
//		return here
//	}
func (k *Skeleton) hereMethod(f *jen.File) {
	f.Add(printer.Doc("here returns what the fake holds in its account and region, at the present time. The lock must be held."))
	f.Add(method("here").Params().Op("*").Id("account").BlockFunc(func(g *jen.Group) {
		for _, c := range clause.Isolation(k.API) {
			g.Add(printer.Clause(c.ID, c.Description))
		}
		held := jen.Id("f").Dot("store").Dot("In").Call(jen.Id("f").Dot("scope"))
		if !k.needsNow {
			g.Return(held)
			return
		}
		g.Id(operation.Here).Op(":=").Add(held)
		if k.processes {
			k.process.Proceed(g)
			k.advance(g)
			g.Return(jen.Id(operation.Here))
			return
		}
		g.Id(operation.Here).Dot("now").Op("=").Id("f").Dot("Clock").Dot("Now").Call()
		for _, s := range k.stores {
			if s.Expiry != nil || s.Deleting != nil {
				g.Add(s.Table()).Dot("At").Call(jen.Id(operation.Here).Dot("now"))
			}
		}
		k.advance(g)
		g.Return(jen.Id(operation.Here))
	}))
	f.Line()
	if k.processes {
		k.atMethod(f)
	}
}

// advance adds what takes away resources whose time stands in an entry of a text.
func (k *Skeleton) advance(g *jen.Group) {
	for _, s := range k.stores {
		if s.EntryExpiry != nil {
			clause.Advance(g, k.Types, k.stores, s)
		}
	}
}

// proceed returns the call that does what becomes due at once.
func (k *Skeleton) proceed() *jen.Statement {
	return jen.Id("f").Dot("proceed").Call(jen.Id(operation.Here), printer.Sel(operation.Here, "now"))
}

// atMethod adds
//
//	// at sets the time of an account.
//	func (a *account) at(now time.Time) {
//		a.now = now
//		a.RemediationExceptions.At(now)
//	}
func (k *Skeleton) atMethod(f *jen.File) {
	f.Add(printer.Doc("at sets the time of all that the account holds."))
	f.Func().Params(jen.Id("a").Op("*").Id("account")).Id("at").Params(jen.Id("now").Qual("time", "Time")).BlockFunc(func(g *jen.Group) {
		g.Id("a").Dot("now").Op("=").Id("now")
		for _, s := range k.stores {
			if s.Expiry != nil || s.Deleting != nil {
				g.Id("a").Dot(s.Field).Dot("At").Call(jen.Id("now"))
			}
		}
	})
	f.Line()
}
