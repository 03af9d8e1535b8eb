package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// An automatic is what the clauses say of processes that the service itself starts. A nil
// one is that of an API whose service starts none.
type automatic struct {
	clause *model.Clause
	starts model.ProcessStarts
	fact   *operation.Store
	// block is what blocks them, nil if nothing does.
	blocked *model.Clause
	block   *operation.Store

	during, snapshot, period             *model.Clause
	retries, exhausted, message, expires *model.Clause
}

func automaticOf(o *operation.Operation) *automatic {
	c := o.Clause("process/starts")
	if c == nil {
		return nil
	}
	a := &automatic{
		clause: c, starts: c.Rule.(model.ProcessStarts), blocked: o.Clause("process/blocked"),
		during: o.Clause("process/during"), snapshot: o.Clause("process/snapshot"), period: o.Clause("process/period"),
		retries: o.Clause("process/retries"), exhausted: o.Clause("process/exhausted"),
		message: o.Clause("process/message"), expires: o.Clause("process/expires"),
	}
	a.fact = o.Stores.Of(a.starts.Fact)
	if a.blocked != nil {
		a.block = o.Stores.Of(a.blocked.Rule.(model.ProcessBlocked).By)
	}
	return a
}

// retried reports whether the service starts the next when one has failed.
func (a *automatic) retried() bool { return a != nil && a.retries != nil }

// concerns reports whether the service may start something because of a resource of that
// name.
func (a *automatic) concerns(p Process, name string) bool {
	return a != nil && (name == p.rule.By || name == a.starts.Fact || a.blocks(name))
}

// blocks reports whether an entity of that name is what blocks processes.
func (a *automatic) blocks(name string) bool {
	return a != nil && a.block != nil && name == a.block.Resource.Name
}

func (a *automatic) factType(p Process) *jen.Statement {
	return p.TypeOf(FactOf(p.Types, a.fact).Value(jen.Nil()).Shape)
}

// runFields adds what is known of a process that has not ended.
func (a *automatic) runFields(p Process, g *jen.Group) {
	g.Add(printer.Doc("automatic reports that the service has started it itself, and streak is when those before it failed."))
	g.Id("automatic").Bool()
	g.Id("streak").Add(printer.Runtime("Streak"))
	g.Add(printer.Doc("decided is what that of the key was when it began, and then the value that the fact has afterwards, if any."))
	g.Id("decided").Int()
	g.Id("then").Add(a.factType(p))
}

// file adds how the service starts processes.
func (a *automatic) file(p Process, f *jen.File) {
	a.considerMethods(p, f)
	a.decidedMethod(p, f)
	a.snapshotMethods(p, f)
	a.startMethod(p, f)
	a.mayStartMethod(p, f)
	if a.retried() {
		a.retryMethod(p, f)
	}
	if a.block != nil {
		a.exemptedMethod(p, f)
	}
}

// ofAccount returns the beginning of a method of an account.
func ofAccount(name string, params ...jen.Code) *jen.Statement {
	return jen.Func().Params(jen.Id("a").Op("*").Id("account")).Id(name).Params(params...)
}

func inAccount(field string) *jen.Statement { return printer.Sel("a", field) }

// keyOf returns the key of a process, from a resource that a variable holds.
func (p Process) keyOf(variable string, of *operation.Store) *jen.Statement {
	return p.Store.InAccount().KeyValue(p.Store.Resource.Key, func(m string) jen.Code { return p.Text(p.MemberOf(jen.Id(variable), of.Shape, m)) })
}

// isAutomatic returns the condition that what a variable holds has a process started.
func (a *automatic) isAutomatic(p Process, variable string) *jen.Statement {
	return p.MemberOf(jen.Id(variable), p.by.Shape, a.starts.Flag).OrZero()
}

// considerMethods adds
//
//	// consider notes that the service may have to start a RemediationExecution now.
//	func (a *account) consider(key [3]string) {
//		…
//	}
func (a *automatic) considerMethods(p Process, f *jen.File) {
	f.Add(printer.Doc("consider notes that the service may have to start the next " + p.Store.Resource.Name + " of a key now."))
	f.Add(ofAccount("consider", p.keyParam()).BlockFunc(p.body(func(s scope) {
		s.Say(a.clause)
		get := inAccount(p.by.Field).Dot("Get").Call(p.by.InAccount().Located(p.inKey))
		s.IfLet(jen.Id("by").Op(":=").Add(get), jen.Id("by").Op("!=").Nil().Op("&&").Add(a.isAutomatic(p, "by")), func(s scope) {
			s.Add(p.due("a", inAccount("now"), "dueStart", jen.Id("key")))
		})
	})))
	f.Line()

	f.Add(printer.Doc("considerAll does so for all keys for which what was put says how it is done."))
	f.Add(ofAccount("considerAll", jen.Id("by").Op("*").Id(p.by.Shape.GoName)).BlockFunc(p.body(func(s scope) {
		s.Say(a.clause)
		s.If(jen.Op("!").Add(a.isAutomatic(p, "by")), func(s scope) { s.Return() })
		same := func(text func(string) jen.Code, of *operation.Store) *jen.Statement {
			var all []*jen.Statement
			for _, m := range p.by.Resource.Key {
				mine := p.Text(p.MemberOf(jen.Id("by"), p.by.Shape, m))
				all = append(all, operation.FoldBoth(p.by.InAccount(), of.InAccount(), text(m)).Op("==").Add(operation.FoldBoth(p.by.InAccount(), of.InAccount(), mine)))
			}
			return printer.And(all...)
		}
		facts := inAccount(a.fact.Field).Dot("All").Call(jen.Lit(0))
		listed := sameMembers(a.fact.Resource.Partition, p.by.Resource.Key)
		if listed {
			facts = inAccount(a.fact.Field).Dot("Partition").Call(a.fact.InAccount().PartitionValue(func(m string) jen.Code { return p.Text(p.MemberOf(jen.Id("by"), p.by.Shape, m)) }), jen.Lit(0))
		}
		s.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(facts), func(s scope) {
			if !listed {
				s.If(jen.Op("!").Parens(same(func(m string) jen.Code { return p.Text(p.MemberOf(jen.Id("v"), a.fact.Shape, m)) }, a.fact)), func(s scope) { s.Continue() })
			}
			s.Add(inAccount("consider").Call(p.keyOf("v", a.fact)))
		})
		if a.hourly() {
			s.For(jen.Id("key").Op(":=").Range().Add(inAccount(stale)), func(s scope) {
				s.If(same(p.inKey, p.Store), func(s scope) { s.Add(inAccount("consider").Call(jen.Id("key"))) })
			})
		}
	})))
	f.Line()
}

func sameMembers(a, b []string) bool {
	for _, m := range a {
		if !isIn(b, m) {
			return false
		}
	}
	return len(a) == len(b)
}

// made returns a process with the key called key.
func (a *automatic) made(p Process, of *operation.Store) *jen.Statement {
	return jen.Id(of.Shape.GoName).CustomFunc(printer.Lines, func(g *jen.Group) {
		for _, m := range of.Resource.Key {
			member := of.Shape.Member(m)
			field := p.MemberOf(jen.Nil(), of.Shape, m)
			v := jen.Add(p.inKey(m))
			if field.Shape.Kind == model.Enum {
				v = jen.Id(field.Shape.GoName).Call(v)
			}
			g.Id(member.GoName).Op(":").Add(pointed(field, v))
		}
	})
}

// startMethod adds
//
//	// start starts a RemediationExecution of a key if the service itself has to.
//	func (f *Fake) start(here *account, key [3]string) {
//		…
//	}
func (a *automatic) startMethod(p Process, f *jen.File) {
	f.Add(printer.Doc("start starts a " + p.Store.Resource.Name + " of a key if the service itself has to, and it can be one."))
	f.Add(method("start", p.keyParam()).BlockFunc(p.body(func(s scope) {
		last := jen.Id("last").Op("!=").Nil().Op("&&").Id("unended").Call(jen.Id("last"))
		s.IfLet(jen.Id("last").Op(":=").Add(p.Store.Get(p.inKey)), last.Op("||").Op("!").Add(call("mayStart", jen.Id("key"))), func(s scope) { s.Return() })
		for _, m := range p.Store.Resource.Key {
			if enum := p.field(m).Shape; enum.Kind == model.Enum {
				one := jen.Id(enum.GoName).Call(p.inKey(m))
				s.If(jen.Op("!").Qual("slices", "Contains").Call(jen.Id(enum.GoName).Call(jen.Lit("")).Dot("Values").Call(), one), func(s scope) {
					s.Return()
				})
			}
		}
		s.Set(jen.Id("v"), ":=", a.made(p, p.Store))
		s.Add(call("begin", jen.Id("v"), jen.Id("run").Values(
			jen.Id("automatic").Op(":").True(),
			jen.Id("entry").Op(":").Add(call("enter", jen.Op("&").Id("v"), printer.Runtime("Automatic"))),
		)))
	})))
	f.Line()
}

// mayStartMethod adds
//
//	// mayStart reports whether the service itself starts a RemediationExecution of a key now.
//	func (f *Fake) mayStart(here *account, key [3]string) bool {
//		…
//	}
func (a *automatic) mayStartMethod(p Process, f *jen.File) {
	f.Add(printer.Doc("mayStart reports whether the service itself starts a " + p.Store.Resource.Name + " of a key of which none goes on."))
	f.Add(method("mayStart", p.keyParam()).Bool().BlockFunc(p.body(func(s scope) {
		no := func(s scope) { s.Return(jen.False()) }
		s.Say(a.clause)
		s.Set(jen.Id("by"), ":=", p.by.Get(p.inKey))
		s.If(jen.Id("by").Op("==").Nil().Op("||").Op("!").Add(a.isAutomatic(p, "by")), no)
		answered := printer.Sel("past", "answered").Op(">=").Add(printer.Sel("past", "decided"))
		s.IfLet(jen.Id("past").Op(":=").Add(inHere(known)).Index(jen.Id("key")), jen.Id("past").Op("!=").Nil().Op("&&").Add(answered), no)
		values, has := factValues(p.Types, a.fact, a.starts.Values), inHere("snapshot").Call(jen.Id("key"))
		unwanted := jen.Add(has).Op("!=").Add(values[0])
		if len(values) > 1 {
			unwanted = jen.Op("!").Qual("slices", "Contains").Call(jen.Index().Add(a.factType(p)).Values(values...), has)
		}
		s.If(unwanted, no)
		if a.block != nil {
			s.Say(a.blocked)
			s.IfLet(jen.Id("blocked").Op(":=").Add(a.block.Get(p.inKey)), jen.Id("blocked").Op("!=").Nil(), func(s scope) {
				a.whenGone(p, s)
				s.Return(jen.False())
			})
		}
		s.Return(jen.True())
	})))
	f.Line()
}

// whenGone adds that it is considered again when what blocks it expires. If that was to be
// done sooner, it is enough to look again then: what is put again and again, with another
// time, takes no more room than what is put once.
func (a *automatic) whenGone(p Process, s scope) {
	if a.block.Expiry == nil {
		return
	}
	at := p.MemberOf(jen.Id("blocked"), a.block.Shape, a.block.Expiry.Rule.(model.Expiry).At)
	expires := jen.Add(at.Expr).Dot("Time")
	noted := printer.Sel("past", "expires")
	sooner := jen.Parens(printer.Or(jen.Op("!").Add(noted).Dot("After").Call(inHere("now")), jen.Add(at.Expr).Dot("Before").Call(noted)))
	unnoted := printer.And(at.Present(), sooner)
	s.IfLet(jen.Id("past").Op(":=").Add(inHere("pastOf")).Call(jen.Id("key")), unnoted, func(s scope) {
		s.Set(noted, "=", expires)
		s.Add(p.due(operation.Here, expires, "dueStart", jen.Id("key")))
	})
}

// settle adds, where a process ends, what the service does then.
func (a *automatic) settle(p Process, s scope) {
	s.Say(a.clause)
	s.Set(jen.Id("past"), ":=", inHere(known).Index(jen.Id("key")))
	answer := func(s scope) {
		s.Set(printer.Sel("past", "answered"), "=", jen.Id("max").Call(printer.Sel("past", "answered"), printer.Sel("one", "decided")))
	}
	consider := inHere("consider").Call(jen.Id("key"))
	s.Add(jen.Switch().BlockFunc(s.Block.Body(func(b printer.Block) {
		s := s
		s.Block = b
		s.Case([]jen.Code{p.outcomeIs("!=", p.rule.Failed)}, func(s scope) {
			answer(s)
			s.Add(consider)
		})
		s.Case([]jen.Code{jen.Op("!").Add(printer.Sel("one", "automatic"))}, func(s scope) { s.Add(consider) })
		s.Case(nil, func(s scope) {
			if a.retried() {
				s.Add(call("retry", jen.Id("key"), jen.Id("one"), jen.Id("until")))
			} else {
				answer(s)
			}
		})
	})))
}

// resume adds, where a state was loaded, that all of it is considered.
func (a *automatic) resume(p Process, s scope) {
	s.Say(a.clause)
	s.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(a.fact.Table()).Dot("All").Call(jen.Lit(0)), func(s scope) {
		s.Set(jen.Id("key"), ":=", p.Store.KeyValue(p.Store.Resource.Key, func(m string) jen.Code { return p.Text(p.MemberOf(jen.Id("v"), a.fact.Shape, m)) }))
		a.foundSince(p, s)
		s.Add(inHere("consider").Call(jen.Id("key")))
	})
}

// considered adds, where an operation has put the resource called item, that the service
// may have to start something because of it.
func considered(s scope) {
	p, ok := ProcessOf(s.Types, s.Stores)
	switch {
	case !ok || p.auto == nil:
	case p.auto.blocks(s.Store.Resource.Name):
		s.Add(call("exempted", jen.Op("&").Id(operation.Item)))
	case s.Store.Resource.Name == p.rule.By:
		s.Add(inHere("considerAll").Call(jen.Op("&").Id(operation.Item)))
	}
}

// Unblocked adds, where an operation has deleted a resource, that the service may have to
// start something that it blocked.
func Unblocked(s operation.Scope) {
	if p, ok := ProcessOf(s.Types, s.Stores); ok && p.auto.blocks(s.Store.Resource.Name) {
		s.Add(inHere("consider").Call(p.Store.KeyValue(p.Store.Resource.Key, s.KeyText)))
	}
}
