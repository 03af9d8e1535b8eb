package verb

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
)

// deletes adds the rest of an operation that deletes resources. All of them are
// looked for before any is deleted, so that what is absent can be reported, or
// can keep the others from being deleted.
func deletes(s scope) {
	absent := clause.AbsentOf(s.Operation)
	if s.Effect.Each == "" {
		if l, changes := clause.LifecycleOf(s.Types, s.Store); changes && s.Clause("lifecycle/deleting") != nil {
			l.Delete(s, absent, clause.Remove(s))
		} else {
			clause.Addresses(s)
			s.Say(s.Clause("removal"))
			absent.Removed(s, clause.Remove(s))
		}
		gone(s)
		clause.Succeed(s)
		return
	}
	if named, ok := clause.NamedOf(s.Operation); ok {
		s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
		s.Say(s.Clause("fan-out"))
		s.Each(func(s scope) {
			clause.Addresses(s)
			s.Say(s.Clause("removal"))
			named.Deleted(s, clause.Remove(s), gone)
		})
		s.Succeed(jen.Id(operation.Out))
		return
	}
	rejections := clause.RejectionsOf(s.Operation)
	reports := rejections.Reports || rejections.MayReport() && absent.MayReport()
	lookFor(s, rejections, absent, reports)
	absent.Before(s)

	s.Say(s.Clause("fan-out"))
	s.Each(func(s scope) {
		if reports && rejections.MayReport() {
			spare(s)
		}
		clause.Addresses(s)
		s.Say(s.Clause("removal"))
		if s.Clause("cascade") != nil {
			s.If(jen.Op("!").Add(clause.Remove(s)), func(s scope) { s.Continue() })
		} else {
			s.Add(clause.Remove(s))
		}
		gone(s)
	})

	absent.After(s)
	if reports {
		rejections.Report(s)
	} else {
		s.SucceedEmpty()
	}
}

// spare adds that a resource stays whose deletion is reported as failed.
func spare(s scope) {
	s.WithKey(func(s scope) {
		s.If(jen.Id(operation.Failed).Dot("Has").Call(s.KeyOfEach()), func(s scope) { s.Continue() })
	})
}

// gone adds what goes with a resource that is deleted.
func gone(s scope) {
	clause.Forget(s)
	clause.Unblocked(s)
	effects(s)
}

// lookFor adds the loop that notes what is not there, and what can't be looked
// for, if that matters.
func lookFor(s scope, rejections clause.Rejections, absent clause.Absent, reports bool) {
	if !reports && !absent.Counts() {
		return
	}
	s.Line()
	if reports {
		s.Add(jen.Var().Id(operation.Failed).Add(clause.FailuresType(s.Operation)))
	}
	if absent.Counts() {
		s.Set(jen.Id(clause.AbsentVar), ":=", jen.Lit(0))
	}
	rejections.Several(s).Each(func(s scope) {
		s.WithKey(func(s scope) {
			items(s)
			if absent.Counts() {
				absent.Note(s, rejections.MayReport())
			}
		})
	})
}
