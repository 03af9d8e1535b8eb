package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A busy is the clause about a key of which a process has not ended.
type busy struct {
	clause *model.Clause
	rule   model.ProcessBusy
}

func newBusy(c *model.Clause) any { return busy{c, c.Rule.(model.ProcessBusy)} }

// Item adds the check:
//
//	// clause start-busy: …
//	if last := here.RemediationExecutions.Get(…); last != nil && unended(last) {
//		failed.Add(…)
//		continue
//	}
func (b busy) Item(s operation.Scope) {
	s.Say(b.clause)
	last := jen.Id("last")
	s.IfLet(jen.Add(last).Op(":=").Add(s.Store.Get(s.ItemText)), jen.Add(last).Op("!=").Nil().Op("&&").Id("unended").Call(last), func(s scope) {
		notStarted(s, b.clause, b.rule.Reason, "%q: "+b.rule.Reason)
	})
}

// notStarted adds what becomes, in the choice of a clause, of a resource of which no
// process is started.
func notStarted(s scope, c *model.Clause, reason, format string) {
	key := s.Store.Resource.Key
	s.Choose(c, func(s scope, choice string) {
		switch code := model.ErrorOf(choice); {
		case code != "":
			s.Fail(code, format, s.ItemText(key[len(key)-1]))
		case choice == "failed-batch":
			s.Reject(s, reason)
		default:
			s.Remark("It is started.")
		}
	})
}

// mayNotStart reports whether a request to start processes may be rejected because of one
// of them.
func mayNotStart(o *operation.Operation) bool {
	return slices.ContainsFunc(o.Clauses, func(c model.Clause) bool {
		switch c.Rule.(type) {
		case model.ProcessBusy, model.ProcessNeedless, model.ProcessManual:
			return operation.MayFail(&c)
		}
		return false
	})
}

// A needless is the clause about a key of which a fact says that nothing has to be done.
type needless struct {
	clause *model.Clause
	rule   model.ProcessNeedless
}

func newNeedless(c *model.Clause) any { return needless{c, c.Rule.(model.ProcessNeedless)} }

// Item adds the check:
//
//	// clause start-compliant: …
//	switch here.valueOfCompliance(…) {
//	case ComplianceTypeCompliant:
//		failed.Add(…)
//		continue
//	}
func (n needless) Item(s operation.Scope) {
	fact := s.Stores.Of(n.rule.Fact)
	s.Say(n.clause)
	s.Switch(valueOf(s, fact), func(s scope) {
		s.Case(factValues(s.Types, fact, n.rule.Values), func(s scope) { notStarted(s, n.clause, n.rule.Reason, "%q: "+n.rule.Reason) })
	})
}

// An unended is the clause about an entity by which a process goes on.
type unended struct {
	clause *model.Clause
	rule   model.ProcessUnended
}

func newUnended(c *model.Clause) any { return unended{c, c.Rule.(model.ProcessUnended)} }

const endsAlone = "It goes on by itself."

// Request adds the check:
//
//	// clause configuration-in-progress: …
//	if runtime.Any(runtime.Where(here.RemediationExecutions.Partition(in.ConfigRuleName, 0), unended)) {
//		return nil, runtime.Errorf(…)
//	}
func (u unended) Request(s operation.Scope) {
	if !s.Enforced(u.clause, endsAlone) {
		return
	}
	of, key := s.Stores.Of(u.rule.Of), s.Store.Resource.Key
	paths := make([]model.Path, len(key))
	for i, m := range key {
		paths[i] = s.Effect.Bound(m)
	}
	s.OnceOrEach(paths, func(s scope) {
		goesOn := printer.Runtime("Any").Call(printer.Runtime("Where").Call(of.Table().Dot("Partition").Call(of.PartitionValue(s.KeyText), jen.Lit(0)), jen.Id("unended")))
		if by := model.SameNames(key); !standsIn(by, of.Resource.Partition) || s.Store.Folds() {
			has := printer.Runtime("Where").Call(of.Table().Dot("All").Call(jen.Lit(0)), refers(s, of, by, s.KeyText))
			goesOn = printer.Runtime("Any").Call(printer.Runtime("Where").Call(has, jen.Id("unended")))
		}
		s.If(goesOn, func(s scope) {
			s.FailOr(u.clause, endsAlone, "a "+u.rule.Of+" of the "+s.Store.Resource.Name+" %q has not ended", s.KeyText(key[len(key)-1]))
		})
	})
}

// A manual is the clause about a key of which there is what blocks processes that the
// service starts itself.
type manual struct {
	clause *model.Clause
	rule   model.ProcessManual
}

func newManual(c *model.Clause) any { return manual{c, c.Rule.(model.ProcessManual)} }

// Item adds the check:
//
//	// clause start-excepted: …
//	if here.RemediationExceptions.Get(…) != nil {
//		…
//	}
func (m manual) Item(s operation.Scope) {
	by := s.Stores.Of(s.Clause("process/blocked").Rule.(model.ProcessBlocked).By)
	s.Say(m.clause)
	s.If(by.Get(s.ItemText).Op("!=").Nil(), func(s scope) { notStarted(s, m.clause, m.rule.Reason, "%q: "+m.rule.Reason) })
}
