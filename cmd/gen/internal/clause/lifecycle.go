package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Lifecycle is the clause that a resource has a state that changes after a time, with
// the one that says after which. Nothing happens at that time: reads see what time it is.
type Lifecycle struct {
	types          *shape.Types
	store          *operation.Store
	clause, period *model.Clause
	rule           model.Lifecycle
}

// LifecycleOf returns that of the resources in a store, and false if they have no states.
func LifecycleOf(t *shape.Types, s *operation.Store) (Lifecycle, bool) {
	put := t.API.LifecycleOf(s.Resource.Name)
	if put == nil {
		return Lifecycle{}, false
	}
	return Lifecycle{t, s, put.Clause("lifecycle"), put.Clause("lifecycle/period"), *put.Lifecycle()}, true
}

// A beginning is the part of the clause in the operation that puts.
type beginning struct{}

func newLifecycle(*model.Clause) any { return beginning{} }

// Change adds the state that a resource has at first:
//
//	// clause app-lifecycle: …
//	item.StatusTime = here.times.At(here.now)
//	// clause app-lifecycle-period: …
//	switch f.profile.AppLifecyclePeriod {
//	case ChoiceAMinute:
//		item.Status = new(PartnerAppStatusCreating)
//	default:
//		item.Status = new(PartnerAppStatusAvailable)
//	}
func (beginning) Change(s operation.Scope) {
	l, _ := LifecycleOf(s.Types, s.Store)
	state, since := s.MemberPlace(operation.Item, l.rule.Member), s.MemberPlace(operation.Item, l.rule.Since)
	s.Say(l.clause)
	s.Set(since.Expr, "=", present(since))
	s.Say(l.period)
	s.Choose(l.period, func(s scope, choice string) {
		if choice == atOnce {
			s.Set(state.Expr, "=", pointed(state, shape.EnumValue(state.Shape, l.rule.Last)))
		} else {
			s.Set(state.Expr, "=", pointed(state, shape.EnumValue(state.Shape, l.rule.First)))
		}
	})
}

// atOnce is the choice of a state that lasts no time.
const atOnce = "at-once"

// complete adds the state of a resource that no operation has put, if it has none, and
// since when it has it.
func (l Lifecycle) complete(s scope) {
	state, since := s.MemberPlace(operation.Item, l.rule.Member), s.MemberPlace(operation.Item, l.rule.Since)
	s.Say(l.clause)
	if state.Ptr {
		s.If(state.Absent(), func(s scope) { s.Set(state.Expr, "=", pointed(state, shape.EnumValue(state.Shape, l.rule.Last))) })
	} else {
		s.If(jen.Add(state.Expr).Op("==").Lit(""), func(s scope) { s.Set(state.Expr, "=", shape.EnumValue(state.Shape, l.rule.Last)) })
	}
	none := jen.Add(since.Expr).Dot("IsZero").Call()
	if since.Ptr {
		none = since.Absent()
	}
	s.If(none, func(s scope) { s.Set(since.Expr, "=", present(since)) })
}

// Returned returns a copy of a resource with the state that it has at the present time.
func (l Lifecycle) Returned(v jen.Code) *jen.Statement {
	return jen.Id("f").Dot(l.method()).Call(printer.Sel(operation.Here, "now"), v)
}

func (l Lifecycle) method() string { return "present" + l.store.Shape.GoName }

// Method adds
//
//	// presentStoredPartnerApp gives a resource the state that it has at a time. It takes a copy.
//	func (f *Fake) presentStoredPartnerApp(now time.Time, v StoredPartnerApp) StoredPartnerApp {
//		ends := v.StatusTime.Time
//		// clause app-lifecycle-period: …
//		switch f.profile.AppLifecyclePeriod {
//		case ChoiceAMinute:
//			ends = ends.Add(time.Minute)
//		default:
//			// The first state lasts no time.
//		}
//
//		// clause app-lifecycle: …
//		if runtime.Value(v.Status) == PartnerAppStatusCreating && !now.Before(ends) {
//			v.Status = new(PartnerAppStatusAvailable)
//		}
//		return v
//	}
func (l Lifecycle) Method(f *jen.File) {
	name := l.store.Shape.GoName
	state, since := l.place(l.rule.Member), l.place(l.rule.Since)
	f.Add(printer.Doc(l.method() + " gives a resource the state that it has at a time. It takes a copy."))
	f.Func().Params(jen.Id("f").Op("*").Id("Fake")).Id(l.method()).Params(
		jen.Id("now").Qual("time", "Time"), jen.Id("v").Id(name),
	).Id(name).BlockFunc(func(g *jen.Group) {
		b := printer.NewBlock(g)
		b.Set(jen.Id("ends"), ":=", jen.Add(since.Expr).Dot("Time"))
		b.Say(l.period.ID, l.period.Description)
		operation.Choose(l.types.Plan, b, "f", l.period, func(b printer.Block, choice string) {
			if choice == atOnce {
				b.Remark("The first state lasts no time.")
			} else {
				b.Set(jen.Id("ends"), "=", jen.Id("ends").Dot("Add").Call(jen.Qual("time", "Minute")))
			}
		})
		b.Say(l.clause.ID, l.clause.Description)
		first := state.OrZero().Op("==").Add(shape.EnumValue(state.Shape, l.rule.First))
		b.If(first.Op("&&").Op("!").Id("now").Dot("Before").Call(jen.Id("ends")), func(b printer.Block) {
			b.Set(state.Expr, "=", pointed(state, shape.EnumValue(state.Shape, l.rule.Last)))
		})
		b.Return(jen.Id("v"))
	})
	f.Line()
}

// expires returns the field of a table that says when what is being deleted is gone:
//
//	// clause delete-app-lifecycle: …
//	Expires: func(v *StoredPartnerApp) *fake.Time {
//		if runtime.Value(v.Status) != PartnerAppStatusDeleting {
//			return nil
//		}
//		switch p.DeleteAppLifecycle {
//		case ChoiceAMinute:
//			return new(fake.NewTime(v.StatusTime.Add(time.Minute)))
//		default:
//			return v.StatusTime
//		}
//	}
func (l Lifecycle) expires() *jen.Statement {
	since := l.place(l.rule.Since)
	return comment(l.store.Deleting).Line().
		Id("Expires").Op(":").Func().Params(jen.Id("v").Op("*").Id(l.store.Shape.GoName)).Op("*").Add(printer.Fake("Time")).BlockFunc(func(g *jen.Group) {
		b := printer.NewBlock(g)
		b.If(l.deleting("!="), func(b printer.Block) { b.Return(jen.Nil()) })
		answer := func(b printer.Block, choice string) {
			if choice == atOnce {
				b.Return(since.Pointer())
			} else {
				b.Return(jen.New(printer.Fake("NewTime").Call(jen.Add(since.Expr).Dot("Add").Call(jen.Qual("time", "Minute")))))
			}
		}
		if c := l.store.Deleting; names.Open(c) {
			operation.SwitchOn(l.types.Plan, b, printer.Sel("p", l.types.Field(c)), c, answer)
		} else {
			answer(b, c.Choice)
		}
	})
}

// deleting returns the condition that the resource called v is being deleted, or with !=
// that it is not.
func (l Lifecycle) deleting(operator string) *jen.Statement {
	state := l.place(l.rule.Member)
	return state.OrZero().Op(operator).Add(shape.EnumValue(state.Shape, l.store.Deleting.Rule.(model.LifecycleDeleting).State))
}

// Delete adds the deletion of the only resource of a request:
//
//	v := here.PartnerApps.Get(struct{}{}, in.ARN)
//	// clause delete-app-absent: …
//	if v == nil || runtime.Value(v.Status) == PartnerAppStatusDeleting {
//		return nil, runtime.Errorf(…)
//	}
//	// clause delete-app-removal: …
//	// clause delete-app-lifecycle: …
//	switch f.profile.DeleteAppLifecycle {
//	case ChoiceAMinute:
//		v.Status = new(PartnerAppStatusDeleting)
//		v.StatusTime = here.times.At(here.now)
//	default:
//		here.PartnerApps.Delete(struct{}{}, in.ARN)
//	}
func (l Lifecycle) Delete(s operation.Scope, absent Absent, remove *jen.Statement) {
	clause := l.store.Deleting
	state, since := l.place(l.rule.Member), l.place(l.rule.Since)
	s.Set(jen.Id("v"), ":=", s.Store.Get(s.KeyText))
	absent.Missing(s, jen.Id("v").Op("==").Nil().Op("||").Add(l.deleting("==")))
	if removal := s.Clause("removal"); removal != nil {
		s.Say(removal)
		s.SayToo(clause)
	} else {
		s.Say(clause)
	}
	s.Choose(clause, func(s scope, choice string) {
		if choice == atOnce {
			s.Add(remove)
			return
		}
		s.Set(state.Expr, "=", pointed(state, shape.EnumValue(state.Shape, clause.Rule.(model.LifecycleDeleting).State)))
		s.Set(since.Expr, "=", present(since))
	})
}

// place returns a member of the resource called v.
func (l Lifecycle) place(member string) shape.Place {
	return l.types.MemberOf(jen.Id("v"), l.store.Shape, member)
}
