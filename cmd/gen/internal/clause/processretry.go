package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// limit returns the place of a number in what says how processes are done.
func (a *automatic) limit(p Process, member string) shape.Place {
	return p.MemberOf(jen.Id("by"), p.by.Shape, member)
}

// retryMethod adds
//
//	// retry starts the next RemediationExecution …
//	func (f *Fake) retry(here *account, key [3]string, one run, until time.Time) {
//		…
//	}
func (a *automatic) retryMethod(p Process, f *jen.File) {
	rule := a.retries.Rule.(model.ProcessRetries)
	f.Add(printer.Doc("retry does what the service does when a " + p.Store.Resource.Name + " fails that it has started itself. The time goes on until then, in which all that are the same are made at once."))
	f.Add(method("retry", p.keyParam(), jen.Id("one").Id("run"), timeParam("until")).BlockFunc(p.body(func(s scope) {
		seconds := func(n jen.Code) *jen.Statement {
			return jen.Qual("time", "Duration").Call(n).Op("*").Qual("time", "Second")
		}
		most, within := jen.Id("most"), jen.Id("within")
		s.Say(a.retries)
		s.Set(jen.List(most, within), ":=", jen.List(jen.Lit(rule.DefaultMost), jen.Lit(rule.DefaultWithin).Op("*").Qual("time", "Second")))
		s.Set(jen.Id("by"), ":=", p.by.Get(p.inKey))
		s.If(jen.Id("by").Op("==").Nil(), func(s scope) { s.Return() })
		m, w := a.limit(p, rule.Most), a.limit(p, rule.Within)
		s.If(m.Present(), func(s scope) { s.Set(jen.Id("most"), "=", jen.Int().Call(m.Value())) })
		s.If(w.Present(), func(s scope) { s.Set(jen.Id("within"), "=", seconds(w.Value())) })
		streak := func(method string, args ...jen.Code) *jen.Statement {
			return printer.Sel("one", "streak", method).Call(args...)
		}
		s.Add(streak("Failed", inHere("now"), jen.Id("most")))
		s.If(jen.Op("!").Add(streak("Exhausted", jen.Id("most"), jen.Id("within"))), func(s scope) {
			s.If(jen.Op("!").Add(call("mayStart", jen.Id("key"))), func(s scope) { s.Return() })
			if a.hourly() {
				isStale := jen.List(jen.Id("_"), jen.Id("ok")).Op(":=").Add(inHere(stale)).Index(jen.Id("key"))
				s.IfLet(isStale, jen.Id("ok").Op("&&").Add(inHere(looks)).Dot("Before").Call(jen.Id("until")), func(s scope) { s.Set(jen.Id("until"), "=", inHere(looks)) })
			}
			s.Set(jen.Id("now"), ":=", inHere("now"))
			outcome, ends := jen.Id("outcome"), jen.Id("ends")
			fails := jen.Id("outcome").Op("==").Add(p.state(p.rule.Failed)).Op("&&").Op("*").Id("f").Dot(hook).Op("==").Nil()
			s.IfLet(jen.List(outcome, ends).Op(":=").Add(inHere("ending")).Call(jen.Id("key"), jen.Id("now")), fails, func(s scope) {
				s.Set(jen.Id("takes"), ":=", jen.Id("ends").Dot("Sub").Call(jen.Id("now")))
				s.Set(jen.Id("skipped"), ":=", streak("Skip", jen.Id("until"), jen.Id("takes"), jen.Id("most"), jen.Id("within")))
				s.Set(inHere("now"), "=", jen.Id("now").Dot("Add").Call(jen.Qual("time", "Duration").Call(jen.Id("skipped")).Op("*").Id("takes")))
				p.entry(s, func(s scope) { s.Set(printer.Sel("entry", "Attempts"), "+=", jen.Id("skipped")) })
			})
			s.Add(call("begin", a.made(p, p.Store), jen.Id("one")))
			s.Set(inHere("now"), "=", jen.Id("now"))
			s.Return()
		})
		a.exhaust(p, s)
	})))
	f.Line()
}

// exhaust adds what the service puts when processes of a key have failed too often.
func (a *automatic) exhaust(p Process, s scope) {
	if a.exhausted == nil {
		return
	}
	s.Say(a.exhausted)
	s.If(a.block.Get(p.inKey).Op("!=").Nil(), func(s scope) {
		s.Add(inHere("consider").Call(jen.Id("key")))
		s.Return()
	})
	blocked := func(member string) shape.Place { return p.MemberOf(jen.Id("blocked"), a.block.Shape, member) }
	s.Set(jen.Id("blocked"), ":=", a.made(p, a.block))
	if c := a.message; c != nil {
		rule := c.Rule.(model.ProcessMessage)
		s.Say(c)
		s.Choose(c, func(s scope, choice string) {
			if choice == "absent" {
				s.Remark("It has none.")
				return
			}
			s.Set(blocked(rule.Member).Expr, "=", pointed(blocked(rule.Member), jen.Lit(rule.Text)))
		})
	}
	if c := a.expires; c != nil {
		rule := c.Rule.(model.ProcessExpires)
		s.Say(c)
		s.Choose(c, func(s scope, choice string) {
			if choice == "never" {
				s.Remark("It stays.")
				return
			}
			a.lasting(p, s)
			p.setTime(s, blocked(rule.Member), inHere("times").Dot("At").Call(inHere("now").Dot("Add").Call(jen.Id("lasts"))))
		})
	}
	s.Line()
	s.Add(a.block.Table().Dot("Put").Call(jen.Id("blocked")))
	s.Add(inHere("consider").Call(p.Store.KeyValue(p.Store.Resource.Key, func(m string) jen.Code { return p.Text(blocked(m)) })))
}

// lasting adds lasts, how long that is there which the service puts: a day, and so many
// days more as need not be gone through one by one because all are the same, and older
// than what the log remembers.
func (a *automatic) lasting(p Process, s scope) {
	lasts := jen.Id("lasts")
	s.Set(lasts, ":=", jen.Lit(24).Op("*").Qual("time", "Hour"))
	same := jen.Id("outcome").Op("==").Add(p.state(p.rule.Failed)).Op("&&").Op("*").Id("f").Dot(hook).Op("==").Nil()
	if a.hourly() {
		same = same.Op("&&").Len(inHere(stale)).Op("==").Lit(0)
	}
	s.IfLet(jen.List(jen.Id("outcome"), jen.Id("ends")).Op(":=").Add(inHere("ending")).Call(jen.Id("key"), inHere("now")), same, func(s scope) {
		s.Set(jen.Id("lasts"), "+=", printer.Runtime("Cycles").Call(
			jen.Id("until").Dot("Sub").Call(inHere("now")), jen.Id("lasts"), jen.Id("ends").Dot("Sub").Call(inHere("now")), jen.Id("most"), jen.Id("within"), inHere(record).Dot("Most")))
	})
}

// exemptedMethod adds what is done when something is put that blocks processes:
//
//	func (f *Fake) exempted(here *account, v *RemediationException) {
//		…
//	}
func (a *automatic) exemptedMethod(p Process, f *jen.File) {
	f.Add(printer.Doc("exempted notes that a " + a.block.Resource.Name + " was put."))
	f.Add(method("exempted", jen.Id("v").Op("*").Id(a.block.Shape.GoName)).BlockFunc(p.body(func(s scope) {
		s.Set(jen.Id("key"), ":=", p.Store.KeyValue(p.Store.Resource.Key, func(m string) jen.Code { return p.Text(p.MemberOf(jen.Id("v"), a.block.Shape, m)) }))
		s.IfLet(jen.Id("past").Op(":=").Add(inHere(known)).Index(jen.Id("key")), jen.Id("past").Op("!=").Nil(), func(s scope) {
			s.For(jen.List(jen.Id("_"), jen.Id("number")).Op(":=").Range().Add(printer.Sel("past", "entries")), func(s scope) {
				s.IfLet(jen.Id("entry").Op(":=").Add(inHere(record)).Dot("At").Call(jen.Id("number")), jen.Id("entry").Op("!=").Nil(), func(s scope) {
					copied := jen.Op("*").Id("v")
					if p.Shares(a.block.Shape) {
						copied = jen.Id("v").Dot("clone").Call()
					}
					s.Set(printer.Sel("entry", p.blocker()), "=", jen.New(copied))
				})
			})
			s.Set(printer.Sel("past", "entries"), "=", jen.Nil())
		})
		if a.during != nil {
			a.stop(p, s)
		}
		s.Line()
		s.Add(inHere("consider").Call(jen.Id("key")))
	})))
	f.Line()
}

// stop adds what becomes of a process that goes on when something is put that blocks it.
func (a *automatic) stop(p Process, s scope) {
	s.Say(a.during)
	s.Choose(a.during, func(s scope, choice string) {
		if choice == "finishes" {
			s.Remark("It goes on.")
			return
		}
		s.IfLet(jen.List(jen.Id("one"), jen.Id("ok")).Op(":=").Add(inHere(runs)).Index(jen.Id("key")), jen.Id("ok").Op("&&").Add(printer.Sel("one", "automatic")), func(s scope) {
			s.Set(jen.List(printer.Sel("one", "ends"), printer.Sel("one", "outcome")), "=", jen.List(inHere("now"), p.state(p.rule.Failed)))
			s.Set(inHere(runs).Index(jen.Id("key")), "=", jen.Id("one"))
			s.Add(p.due(operation.Here, inHere("now"), "dueEnd", jen.Id("key")))
		})
	})
}
