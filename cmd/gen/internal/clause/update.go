package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/model"
)

// Give adds item, which is the resource called old with what the input gives:
//
//	// clause update-given: …
//	item := *old
//	if in.PipelineDescription != nil {
//		item.PipelineDescription = runtime.Copy(in.PipelineDescription)
//	}
func Give(s operation.Scope) {
	s.Say(s.Clause("update"))
	s.Set(jen.Id(operation.Item), ":=", jen.Op("*").Id(operation.Old))
	for _, name := range s.API.Updated(s.Operation.Operation) {
		field, from := s.MemberPlace(operation.Item, name), s.InputPlace(s.Effect.Bound(name))
		s.If(from.Given(), func(s scope) {
			from.Guards = nil // they have been looked at
			if !field.Ptr && from.Ptr && !s.Shares(from.Shape) {
				from.Expr, from.Ptr = from.Value(), false
			}
			s.Set(field.Expr, "=", s.Assign(field, from))
		})
	}
}

// An omittedByUpdate is the clause about what an update leaves out.
type omittedByUpdate struct{ clause *model.Clause }

func newOmittedByUpdate(c *model.Clause) any { return omittedByUpdate{c} }

// Change adds, where that is cleared:
//
//	// clause update-omitted: …
//	if in.PipelineDescription == nil {
//		item.PipelineDescription = nil
//	}
func (o omittedByUpdate) Change(s operation.Scope) {
	s.Say(o.clause)
	cleared := slices.DeleteFunc(s.API.Clearable(s.Operation.Operation), func(name string) bool {
		m := s.Store.Shape.Member(name)
		return s.Omitted(name) != o.clause || !s.Nilable(s.Store.Shape, m) || s.InputPlace(s.Effect.Bound(name)).NotGiven() == nil
	})
	s.Choose(o.clause, func(s scope, choice string) {
		if choice == "kept" || len(cleared) == 0 {
			s.Remark("What is left out stays.")
			return
		}
		for _, name := range cleared {
			s.If(s.InputPlace(s.Effect.Bound(name)).NotGiven(), func(s scope) {
				s.Set(s.MemberPlace(operation.Item, name).Expr, "=", jen.Nil())
			})
		}
	})
}
