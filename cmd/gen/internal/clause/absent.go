package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/model"
)

// An Absent is what becomes of a request to delete what is not there: at all,
// or beside resources that are there. Either clause may be nil.
type Absent struct{ all, some *model.Clause }

// AbsentVar counts the resources that are not there.
const AbsentVar = "absent"

// AbsentOf returns the two clauses of an operation.
func AbsentOf(o *operation.Operation) Absent {
	return Absent{o.Clause("absent"), o.Clause("absent/some")}
}

// Counts reports whether it matters how many resources are not there.
func (a Absent) Counts() bool { return a.all != nil || a.some != nil }

// MayReport reports whether what is not there may be reported in an answer that
// is otherwise a success.
func (a Absent) MayReport() bool { return operation.May(a.some, "failed-batch") }

// Removed adds the deletion of the only resource of a request:
//
//	// clause delete-absent: …
//	if !here.Resources.Delete(in.Name) {
//		return nil, runtime.Errorf(…)
//	}
func (a Absent) Removed(s operation.Scope, remove *jen.Statement) {
	s.SayToo(a.all)
	switch {
	case operation.MayFail(a.all):
		s.If(jen.Op("!").Add(remove), a.noneThere)
	case s.Clause("cascade") != nil:
		// Nothing goes with what is not there.
		s.If(jen.Op("!").Add(remove), func(s scope) { s.SucceedEmpty() })
	default:
		s.Add(remove)
	}
}

// Missing adds what becomes of a request for one resource that is not there, which
// is so on a condition:
//
//	// clause get-absent: …
//	if v == nil {
//		return nil, runtime.Errorf(…)
//	}
func (a Absent) Missing(s operation.Scope, missing *jen.Statement) {
	s.Say(a.all)
	s.If(missing, func(s scope) {
		if a.all == nil {
			s.SucceedEmpty()
		} else {
			a.noneThere(s)
		}
	})
}

// Note adds what is noted of a resource that is not there, and may be reported.
func (a Absent) Note(s operation.Scope, report bool) {
	s.If(s.Store.Get(s.KeyText).Op("==").Nil(), func(s scope) {
		if report && a.MayReport() {
			s.Say(a.some)
			fail(s, s.KeyOfEach(), a.some.Rule.(model.AbsentSome).Reason)
		}
		s.Add(jen.Id(AbsentVar).Op("++"))
	})
}

// Before adds what keeps a request from being answered well before anything is
// deleted.
func (a Absent) Before(s operation.Scope) {
	if a.all != nil {
		s.Say(a.all)
		s.If(jen.Id(AbsentVar).Op("==").Len(s.InputPlace(s.Effect.Each).Expr), a.noneThere)
	}
	const fails = "error-none-deleted"
	if !operation.May(a.some, fails) {
		return
	}
	s.Say(a.some)
	s.Choose(a.some, func(s scope, choice string) {
		switch choice {
		case fails:
			s.If(someAbsent(), a.fail)
		case "failed-batch":
			s.Remark("The others are deleted, and the absent ones are reported.")
		default:
			s.Remark("The others are deleted first.")
		}
	})
}

// After adds the same after the others have been deleted.
func (a Absent) After(s operation.Scope) {
	const fails = "error-rest-deleted"
	if !operation.May(a.some, fails) {
		return
	}
	s.Say(a.some)
	if names.Open(a.some) {
		s.If(s.Chooses(a.some, fails).Op("&&").Add(someAbsent()), a.fail)
	} else {
		s.If(someAbsent(), a.fail)
	}
}

func someAbsent() *jen.Statement { return jen.Id(AbsentVar).Op(">").Lit(0) }

// noneThere adds what becomes of a request of which nothing is there.
func (a Absent) noneThere(s scope) {
	s.Choose(a.all, func(s scope, choice string) {
		if code := model.ErrorOf(choice); code != "" {
			s.Fail(code, noSuch(s))
		} else {
			s.SucceedEmpty()
		}
	})
}

// fail adds the error that a resource to be deleted is not there. Where the model
// has none for a request of which nothing is there, the operation's first
// declared error serves.
func (a Absent) fail(s scope) {
	first := "InternalFailure"
	if len(s.Errors) > 0 {
		first = s.Errors[0]
	}
	if a.all == nil {
		s.Fail(first, noSuch(s))
		return
	}
	s.Choose(a.all, func(s scope, choice string) {
		if code := model.ErrorOf(choice); code != "" {
			s.Fail(code, noSuch(s))
		} else {
			s.Fail(first, noSuch(s))
		}
	})
}

func noSuch(s scope) string { return "there is no such " + s.Store.Resource.Name }
