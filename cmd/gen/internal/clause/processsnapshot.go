package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// hourly reports whether the snapshot may be another than what holds.
func (a *automatic) hourly() bool { return a != nil && operation.May(a.period, "hourly") }

// decidedMethod adds what is done when the snapshot has another value of the fact, or the
// same anew.
func (a *automatic) decidedMethod(p Process, f *jen.File) {
	f.Add(printer.Doc("decided notes that the latest snapshot has what was decided of " + a.starts.Fact + " for a key since the one before."))
	f.Add(ofAccount("decided", p.keyParam()).Block(
		jen.If(jen.Id("past").Op(":=").Add(inAccount(known)).Index(jen.Id("key")), jen.Id("past").Op("!=").Nil()).Block(
			printer.Sel("past", "decided").Op("++"),
		),
		inAccount("consider").Call(jen.Id("key")),
	))
	f.Line()
}

// Decides adds, where a fact is decided of a resource called v, what becomes of the
// snapshot:
//
//	key := [3]string{…}
//	// clause automatic-period: …
//	switch a.profile.AutomaticPeriod {
//	case ChoiceHourly:
//		…
//	default:
//		a.decided(key)
//	}
func (p Process) Decides(g *jen.Group, fact *operation.Store) {
	a := p.auto
	if a == nil || a.fact.Resource.Name != fact.Resource.Name {
		return
	}
	b := printer.NewBlock(g)
	b.Set(jen.Id("key"), ":=", p.keyOf("v", fact))
	now := func(b printer.Block) { b.Add(inAccount("decided").Call(jen.Id("key"))) }
	if a.period == nil {
		now(b)
		b.Line()
		return
	}
	b.SayToo(a.period.ID, a.period.Description)
	operation.Choose(p.Plan, b, "a", a.period, func(b printer.Block, choice string) {
		if choice != "hourly" {
			now(b)
			return
		}
		kept := inAccount(stale).Index(jen.Id("key"))
		b.IfLet(jen.List(jen.Id("_"), jen.Id("ok")).Op(":=").Add(kept), jen.Op("!").Id("ok"), func(b printer.Block) {
			b.If(jen.Len(inAccount(stale)).Op("==").Lit(0), func(b printer.Block) {
				b.Set(inAccount(looks), "=", printer.Runtime("NextHour").Call(inAccount("now")))
				b.Add(p.due("a", inAccount(looks), "dueSnapshot", nil))
			})
			b.Set(kept, "=", a.holds(p, "a"))
		})
	})
	b.Line()
}

// holds returns the value of the fact about a key.
func (a *automatic) holds(p Process, of string) *jen.Statement {
	args := make([]jen.Code, len(a.fact.Resource.Key))
	for i, m := range a.fact.Resource.Key {
		args[i] = p.inKey(m)
	}
	return printer.Sel(of, valueMethod(a.fact)).Call(args...)
}

// snapshotMethods adds
//
//	// snapshot returns what the latest snapshot of compliance has for a key.
//	func (a *account) snapshot(key [3]string) ComplianceType {
//		// clause automatic-snapshot: …
//		if was, ok := a.stale[key]; ok {
//			return was
//		}
//		return a.valueOfCompliance(…)
//	}
func (a *automatic) snapshotMethods(p Process, f *jen.File) {
	f.Add(printer.Doc("snapshot returns what the latest snapshot of " + a.starts.Fact + " has for a key."))
	f.Add(ofAccount("snapshot", p.keyParam()).Add(a.factType(p)).BlockFunc(p.body(func(s scope) {
		s.Say(a.snapshot)
		if a.hourly() {
			s.IfLet(jen.List(jen.Id("was"), jen.Id("ok")).Op(":=").Add(inAccount(stale)).Index(jen.Id("key")), jen.Id("ok"), func(s scope) { s.Return(jen.Id("was")) })
		}
		s.Return(a.holds(p, "a"))
	})))
	f.Line()
	if !a.hourly() {
		return
	}
	f.Add(printer.Doc("look takes the snapshot."))
	f.Add(ofAccount("look").BlockFunc(p.body(func(s scope) {
		s.Say(a.period)
		s.For(jen.Id("key").Op(":=").Range().Add(inAccount(stale)), func(s scope) { s.Add(inAccount("decided").Call(jen.Id("key"))) })
		s.Add(jen.Id("clear").Call(inAccount(stale)))
	})))
	f.Line()
}

// foundSince adds that a process is no answer to what was decided of the fact called v
// after it, where the service notes the time of that.
func (a *automatic) foundSince(p Process, s scope) {
	times := TreatmentsOf(p.Types, a.fact).times
	if len(times) == 0 {
		return
	}
	found := p.Follow(jen.Id("v"), a.fact.Shape.Name, times[0].Rule.(model.Treated).Member)
	updated := p.MemberOf(jen.Id("last"), p.Store.Shape, p.rule.Updated)
	since := printer.And(jen.Id("last").Op("!=").Nil(), found.Present(), updated.Present(), jen.Add(found.Expr).Dot("After").Call(jen.Add(updated.Expr).Dot("Time")))
	s.IfLet(jen.Id("last").Op(":=").Add(p.Store.Get(p.inKey)), since, func(s scope) {
		s.Add(inHere("decided").Call(jen.Id("key")))
	})
}
