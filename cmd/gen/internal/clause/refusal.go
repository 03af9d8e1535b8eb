package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/model"
)

// Refusals say how an operation goes about things that it does not deal with.
type Refusals struct {
	refusal, partial *model.Clause
	batch            Batch
	// batched reports that an answer has batches of what failed.
	batched bool
	// Reports reports that an answer can tell of things that failed.
	Reports bool
	// Twice reports that all things are looked at before any is kept, because
	// it depends on the others whether one is, or whether one is reported.
	Twice bool
}

// Variables of operations that look at things before they keep any.
const (
	refused  = "refused"  // what a guard refused
	accepted = "accepted" // what is kept
)

// RefusalsOf finds out how an operation does it.
func RefusalsOf(o *operation.Operation) Refusals {
	r := Refusals{refusal: o.Clause("refusal"), partial: o.Clause("refusal/partial")}
	r.batch, r.batched = BatchOf(o)
	fails := slices.ContainsFunc(o.Clauses, func(c model.Clause) bool {
		return model.Room(c.Kind) != "refusal" && operation.May(&c, "failed-batch")
	})
	guarded := o.Clause("guard") != nil
	r.Reports = r.batched && (fails || guarded && (r.refusal == nil || operation.May(r.refusal, "failed-batch")))
	r.Twice = o.Effect.Each != "" && (operation.MayFail(o.Clause("guard/form")) ||
		guarded && (operation.May(r.partial, "none-stored") || operation.MayFail(r.refusal) || names.Open(r.refusal)))
	return r
}

// Single has the scope of an operation on one thing refuse it.
func (r Refusals) Single(s operation.Scope) operation.Scope {
	s.Refuse, s.Guarded = r.refuseSingle, r.guardSingle
	return s
}

// Several has the scope of an operation on each element of a list refuse one.
func (r Refusals) Several(s operation.Scope) operation.Scope {
	s.Refuse, s.Guarded = r.refuseElement, r.guardElement
	return s
}

func (r Refusals) refuseSingle(s scope, reason string) {
	if !r.batched {
		s.Succeed(nil)
		return
	}
	s.Add(jen.Var().Id(operation.Failed).Add(FailuresType(s.Operation)))
	fail(s, operation.KeyType(nil).Values(), reason)
	r.Report(s)
}

func (r Refusals) guardSingle(s scope, reason string) {
	if r.refusal == nil {
		r.refuseSingle(s, reason)
		return
	}
	s.Say(r.refusal)
	s.Choose(r.refusal, func(s scope, choice string) {
		switch code := model.ErrorOf(choice); {
		case code != "":
			s.Fail(code, "%s", jen.Lit(reason))
		case choice == "silent":
			s.Succeed(nil)
		default:
			r.refuseSingle(s, reason)
		}
	})
}

func (r Refusals) refuseElement(s scope, reason string) {
	if r.batched {
		fail(s, s.KeyOfEach(), reason)
	}
	s.Continue()
}

func (r Refusals) guardElement(s scope, reason string) {
	if r.Twice {
		failIn(s, refused, s.KeyOfEach(), reason)
		s.Continue()
		return
	}
	s.Say(r.refusal)
	if r.refusal != nil && r.refusal.Choice == "silent" {
		s.Continue()
		return
	}
	r.refuseElement(s, reason)
}

// Declare adds the variables that collect what failed, and what is kept.
func (r Refusals) Declare(s operation.Scope) {
	var names []jen.Code
	if r.Reports {
		names = append(names, jen.Id(operation.Failed))
	}
	if r.Twice {
		names = append(names, jen.Id(refused))
	}
	if len(names) > 0 {
		s.Line()
		s.Add(jen.Var().List(names...).Add(FailuresType(s.Operation)))
	}
	if r.Twice {
		all := s.InputPlace(s.Effect.Each).Expr
		s.Set(jen.Id(accepted), ":=", jen.Make(jen.Index().Id(s.Store.Shape.GoName), jen.Lit(0), jen.Len(all)))
	}
}

// Accept adds that the thing called item is kept, once all are looked at.
func (r Refusals) Accept(s operation.Scope) {
	s.Set(jen.Id(accepted), "=", jen.Append(jen.Id(accepted), jen.Id(operation.Item)))
}

// Settle adds, behind the loop of an operation that looks twice, what becomes
// of a request with things that a guard refused, and the loop that keeps the
// others:
//
//	// clause mixed-batch: …
//	switch f.profile.MixedBatch {
//	case ChoiceNoneStored:
//		if refused.Len() > 0 {
//			accepted = nil
//		}
//	default:
//		// They are stored.
//	}
//	for _, item := range accepted {
//		…
//	}
func (r Refusals) Settle(s operation.Scope, keep func(operation.Scope)) {
	if r.partial == nil {
		r.reportRefused(s) // an error keeps the others from being stored
	} else {
		s.Say(r.partial)
		s.Choose(r.partial, func(s scope, choice string) {
			if choice == "none-stored" {
				s.If(anyRefused(), func(s scope) { s.Set(jen.Id(accepted), "=", jen.Nil()) })
			} else {
				s.Remark("They are stored.")
			}
		})
	}
	s.For(jen.List(jen.Id("_"), jen.Id(operation.Item)).Op(":=").Range().Id(accepted), keep)
	if r.partial != nil {
		r.reportRefused(s)
	}
}

// reportRefused adds how the caller learns of what a guard refused.
func (r Refusals) reportRefused(s scope) {
	join := func(s scope) {
		if r.Reports {
			s.Add(jen.Id(operation.Failed).Dot("Join").Call(jen.Op("&").Id(refused)))
		}
	}
	if r.refusal == nil {
		join(s)
		return
	}
	s.Say(r.refusal)
	s.Choose(r.refusal, func(s scope, choice string) {
		switch code := model.ErrorOf(choice); {
		case code != "":
			s.If(anyRefused(), func(s scope) { s.Fail(code, "%s", jen.Id(refused).Dot("Reason").Call()) })
		case choice == "silent":
			s.Remark("Nothing tells of them.")
		default:
			join(s)
		}
	})
}

// anyRefused returns the condition that a guard refused something.
func anyRefused() *jen.Statement { return jen.Id(refused).Dot("Len").Call().Op(">").Lit(0) }

// Report adds the output, with what failed.
func (r Refusals) Report(s operation.Scope) {
	s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
	r.batch.Report(s)
	s.Succeed(jen.Id(operation.Out))
}

// MayReport reports whether an answer has batches of what failed.
func (r Refusals) MayReport() bool { return r.batched }
