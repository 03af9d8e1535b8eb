package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// Keep adds what puts the resource called item where it belongs:
//
//	// clause upsert: …
//	here.RemediationExceptions.Put(item)
func Keep(s operation.Scope) {
	if s.Clause("process") != nil {
		begin(s)
		return
	}
	s.Say(s.Clause("upsert"))
	s.Say(s.Clause("update"))
	s.Say(s.Clause("fact"))
	put := s.Store.Table().Dot("Put")
	if s.Store.Resource.Fact != nil {
		put = printer.Sel(operation.Here, "put"+s.Store.Field)
	}
	s.Add(put.Call(jen.Id(operation.Item)))
	considered(s)
}

// An omitted is the clause about what a put leaves out.
type omitted struct{ clause *model.Clause }

func newOmitted(c *model.Clause) any { return omitted{c} }

// Change adds, where that is kept:
//
//	// clause omitted-members: …
//	if old := here.RemediationExceptions.Get(…); old != nil {
//		if item.Message == nil {
//			item.Message = old.Message
//		}
//	}
func (o omitted) Change(s operation.Scope) {
	s.Say(o.clause)
	members := slices.DeleteFunc(optional(s.Operation), func(m *model.Member) bool { return s.Omitted(m.Name) != o.clause })
	s.Choose(o.clause, func(s scope, choice string) {
		if choice != "kept" || len(members) == 0 {
			s.Remark("The new value replaces the old one as a whole.")
			return
		}
		there := jen.Id(operation.Old).Op("!=").Nil()
		if NeedsOld(s.Operation) {
			s.If(there, func(s scope) { keepOld(s, members) })
		} else {
			s.IfLet(jen.Id(operation.Old).Op(":=").Add(s.Store.Get(s.ItemText)), there, func(s scope) { keepOld(s, members) })
		}
	})
}

// keepOld adds, for each of some members, that the old value stays where there
// is no new one.
func keepOld(s scope, members []*model.Member) {
	for _, m := range members {
		item, old := printer.Sel(operation.Item, m.GoName), printer.Sel(operation.Old, m.GoName)
		s.If(jen.Add(item).Op("==").Nil(), func(s scope) { s.Set(item, "=", old) })
	}
}

// optional returns the members of the resource that a put can leave out.
func optional(o *operation.Operation) []*model.Member {
	var all []*model.Member
	for i := range o.Store.Shape.Members {
		m := &o.Store.Shape.Members[i]
		if !m.Required && !o.Assigns(m.Name) && o.Nilable(o.Store.Shape, m) && !slices.Contains(o.Store.Resource.Key, m.Name) {
			all = append(all, m)
		}
	}
	return all
}
