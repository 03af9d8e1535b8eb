package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A hierarchy is the clause that only what is below a level is returned.
type hierarchy struct {
	clause *model.Clause
	rule   model.Hierarchy
}

// leaveOut adds to a function that filters:
//
//	// clause by-path: …
//	if runtime.Value(in.Recursive) {
//		if !runtime.Below(v.Name, in.Path, "/") {
//			return false
//		}
//	} else if !runtime.Child(v.Name, in.Path, "/") {
//		return false
//	}
func (h hierarchy) leaveOut(s scope) {
	s.Say(h.clause)
	by := s.InputPlace(h.rule.By)
	beside := func(name string) *jen.Statement {
		return jen.Op("!").Add(printer.Runtime(name).Call(s.Text(s.MemberPlace("v", h.rule.On)), by.Value(), jen.Lit(h.rule.Separator)))
	}
	s.If(by.Present(), func(s scope) {
		if h.rule.Recursive == "" {
			s.If(beside("Below"), func(s scope) { s.Return(jen.False()) })
			return
		}
		flag := s.InputPlace(h.rule.Recursive).Flag()
		s.If(printer.And(flag, beside("Below")), func(s scope) { s.Return(jen.False()) })
		s.If(printer.And(jen.Op("!").Add(flag), beside("Child")), func(s scope) { s.Return(jen.False()) })
	})
}

// A Selection is a clause, beside the filters, that only some resources are returned.
type Selection interface{ leaveOut(operation.Scope) }

// Selections returns the clauses of an operation that only some resources are
// returned, beside the filters.
func Selections(o *operation.Operation) []Selection {
	var all []Selection
	for _, c := range o.All("hierarchy") {
		all = append(all, hierarchy{c, c.Rule.(model.Hierarchy)})
	}
	for _, c := range o.All("criteria") {
		all = append(all, criteria{c, c.Rule.(model.Criteria)})
	}
	if a, ok := AggregateOf(o); ok && a.filter != nil {
		all = append(all, a)
	}
	return all
}
