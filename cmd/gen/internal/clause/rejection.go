package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/model"
)

// Rejections say how an operation goes about resources that it does not deal with.
type Rejections struct {
	rejection, partial *model.Clause
	batch              Batch
	// batched reports that an answer has batches of what failed.
	batched bool
	// guards reports that what a guard rejects is noted, until all is looked at.
	guards bool
	// duplicates is the clause of the operation about keys that are given twice, if
	// it matters how often something is done.
	duplicates *duplicates
	// Reports is set if an answer can list resources that failed.
	Reports bool
	// Twice reports that all resources are looked at before any is kept, because
	// it depends on the others whether one is, or whether one is reported.
	Twice bool
}

// Variables of operations that look at resources before they keep any.
const (
	rejected = "rejected" // what a guard rejected
	accepted = "accepted" // what is kept
)

// RejectionsOf finds out how an operation does it.
func RejectionsOf(o *operation.Operation) Rejections {
	r := Rejections{rejection: o.Clause("rejection"), partial: o.Clause("rejection/partial")}
	r.batch, r.batched = BatchOf(o)
	fails := slices.ContainsFunc(o.Clauses, func(c model.Clause) bool {
		return model.BaseKind(c.Kind) != "rejection" && operation.May(&c, "failed-batch")
	})
	guarded := o.Clause("guard") != nil
	r.Reports = r.batched && (fails || guarded && (r.rejection == nil || operation.May(r.rejection, "failed-batch")))
	r.guards = o.Effect.Each != "" && (operation.MayFail(o.Clause("guard/form")) ||
		guarded && (operation.May(r.partial, "none-stored") || operation.MayFail(r.rejection) || names.Open(r.rejection)))
	r.Twice = r.guards || o.Effect.Each != "" && mayNotStart(o)
	if d := (duplicates{o.Clause("fan-out/duplicates")}); d.counts(o) {
		r.duplicates = &d
	}
	return r
}

// Single returns the scope of an operation on one resource, which rejects it.
func (r Rejections) Single(s operation.Scope) operation.Scope {
	s.Reject, s.Guarded = r.rejectSingle, r.guardSingle
	return s
}

// Several returns the scope of an operation on a list, which rejects an element.
func (r Rejections) Several(s operation.Scope) operation.Scope {
	s.Reject, s.Guarded = r.rejectElement, r.guardElement
	return s
}

func (r Rejections) rejectSingle(s scope, reason string) {
	if !r.batched {
		s.Succeed(nil)
		return
	}
	s.Add(jen.Var().Id(operation.Failed).Add(FailuresType(s.Operation)))
	fail(s, operation.KeyType(nil).Values(), reason)
	r.Report(s)
}

func (r Rejections) guardSingle(s scope, reason string) {
	if r.rejection == nil {
		r.rejectSingle(s, reason)
		return
	}
	s.Say(r.rejection)
	s.Choose(r.rejection, func(s scope, choice string) {
		switch code := model.ErrorOf(choice); {
		case code != "":
			s.Fail(code, "%s", jen.Lit(reason))
		case choice == "silent":
			s.Succeed(nil)
		default:
			r.rejectSingle(s, reason)
		}
	})
}

func (r Rejections) rejectElement(s scope, reason string) {
	if r.batched {
		fail(s, s.KeyOfEach(), reason)
	}
	s.Continue()
}

func (r Rejections) guardElement(s scope, reason string) {
	if r.Twice {
		failIn(s, rejected, s.KeyOfEach(), reason)
		s.Continue()
		return
	}
	s.Say(r.rejection)
	if r.rejection != nil && r.rejection.Choice == "silent" {
		s.Continue()
		return
	}
	r.rejectElement(s, reason)
}

// Declare adds the variables that collect what failed, and what is kept.
func (r Rejections) Declare(s operation.Scope) {
	var names []jen.Code
	if r.Reports {
		names = append(names, jen.Id(operation.Failed))
	}
	if r.guards {
		names = append(names, jen.Id(rejected))
	}
	if len(names) > 0 {
		s.Line()
		s.Add(jen.Var().List(names...).Add(FailuresType(s.Operation)))
	}
	if r.Twice {
		all := s.InputPlace(s.Effect.Each).Expr
		s.Set(jen.Id(accepted), ":=", jen.Make(jen.Index().Id(s.Store.Shape.GoName), jen.Lit(0), jen.Len(all)))
	}
	if r.duplicates != nil {
		r.duplicates.declare(s)
	}
}

// Accept adds that the resource called item is kept, once all are looked at.
func (r Rejections) Accept(s operation.Scope) {
	s.Set(jen.Id(accepted), "=", jen.Append(jen.Id(accepted), jen.Id(operation.Item)))
}

// Settle adds, behind the loop of an operation that looks twice, what becomes
// of a request with resources that a guard rejected, and the loop that keeps the
// others:
//
//	// clause mixed-batch: …
//	switch f.profile.MixedBatch {
//	case ChoiceNoneStored:
//		if rejected.Len() > 0 {
//			accepted = nil
//		}
//	default:
//		// They are stored.
//	}
//	for _, item := range accepted {
//		…
//	}
func (r Rejections) Settle(s operation.Scope, keep func(operation.Scope)) {
	if !r.guards {
		s.For(jen.List(jen.Id("_"), jen.Id(operation.Item)).Op(":=").Range().Id(accepted), keep)
		return
	}
	if r.partial == nil {
		r.reportRejected(s) // an error keeps the others from being stored
	} else {
		s.Say(r.partial)
		s.Choose(r.partial, func(s scope, choice string) {
			if choice == "none-stored" {
				s.If(anyRejected(), func(s scope) { s.Set(jen.Id(accepted), "=", jen.Nil()) })
			} else {
				s.Remark("They are stored.")
			}
		})
	}
	s.For(jen.List(jen.Id("_"), jen.Id(operation.Item)).Op(":=").Range().Id(accepted), keep)
	if r.partial != nil {
		r.reportRejected(s)
	}
}

// reportRejected adds how the caller learns of what a guard rejected.
func (r Rejections) reportRejected(s scope) {
	join := func(s scope) {
		if r.Reports {
			s.Add(jen.Id(operation.Failed).Dot("Join").Call(jen.Op("&").Id(rejected)))
		}
	}
	if r.rejection == nil {
		join(s)
		return
	}
	s.Say(r.rejection)
	s.Choose(r.rejection, func(s scope, choice string) {
		switch code := model.ErrorOf(choice); {
		case code != "":
			s.If(anyRejected(), func(s scope) { s.Fail(code, "%s", jen.Id(rejected).Dot("Reason").Call()) })
		case choice == "silent":
			s.Remark("They are not reported.")
		default:
			join(s)
		}
	})
}

// anyRejected returns the condition that a guard rejected something.
func anyRejected() *jen.Statement { return jen.Id(rejected).Dot("Len").Call().Op(">").Lit(0) }

// Report adds the output, with what failed.
func (r Rejections) Report(s operation.Scope) {
	s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
	r.batch.Report(s)
	s.Succeed(jen.Id(operation.Out))
}

// MayReport reports whether an answer has batches of what failed.
func (r Rejections) MayReport() bool { return r.batched }
