package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A counted is the clause that the service counts the puts of a resource.
type counted struct {
	clause *model.Clause
	rule   model.Counted
}

func newCounted(c *model.Clause) any { return counted{c, c.Rule.(model.Counted)} }

// Change adds the count:
//
//	// clause put-parameter-version: …
//	item.Version = new(int64(1))
//	if old != nil {
//		item.Version = new(runtime.Value(old.Version) + 1)
//	}
func (c counted) Change(s operation.Scope) {
	field, old := s.MemberPlace(operation.Item, c.rule.Member), s.MemberPlace(operation.Old, c.rule.Member)
	s.Say(c.clause)
	s.Set(field.Expr, "=", pointed(field, c.first(s, field)))
	s.If(jen.Id(operation.Old).Op("!=").Nil(), func(s scope) {
		s.Set(field.Expr, "=", pointed(field, old.OrZero().Op("+").Lit(1)))
	})
}

// first returns the count of a resource that is new.
func (c counted) first(s scope, field shape.Place) *jen.Statement {
	if field.Ptr {
		return s.TypeOf(field.Shape).Call(jen.Lit(c.rule.First))
	}
	return jen.Lit(c.rule.First)
}

// complete adds the count of a resource that no operation has put, if it has none.
func (c counted) complete(s scope) {
	field := s.MemberPlace(operation.Item, c.rule.Member)
	s.Say(c.clause)
	absent := field.Absent()
	if absent == nil {
		absent = jen.Add(field.Expr).Op("==").Lit(0)
	}
	s.If(absent, func(s scope) { s.Set(field.Expr, "=", pointed(field, c.first(s, field))) })
}
