package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A matched is the clause that a member matches an expression which is given with it.
type matched struct {
	clause *model.Clause
	rule   model.Matched
}

func newMatched(c *model.Clause) any { return matched{c, c.Rule.(model.Matched)} }

// Item adds the check:
//
//	// clause put-allowed: …
//	if item.AllowedPattern != nil {
//		switch runtime.Match(*item.AllowedPattern, item.Value) {
//		case runtime.NoPattern:
//			return nil, runtime.Errorf(…)
//		case runtime.NoMatch:
//			return nil, runtime.Errorf(…)
//		}
//	}
func (m matched) Item(s operation.Scope) {
	by, member := s.MemberPlace(operation.Item, m.rule.By), s.MemberPlace(operation.Item, m.rule.Member)
	s.Say(m.clause)
	s.If(printer.And(by.Present(), member.Present()), func(s scope) {
		s.Switch(printer.Runtime("Match").Call(by.Value(), member.Value()), func(s scope) {
			s.Case([]jen.Code{printer.Runtime("NoPattern")}, func(s scope) {
				s.Fail(m.rule.Invalid, m.rule.By+" is %q, which is no regular expression", by.Value())
			})
			s.Case([]jen.Code{printer.Runtime("NoMatch")}, func(s scope) {
				s.FailOr(m.clause, "It is kept all the same.", m.rule.Member+" does not match %q", by.Value())
			})
		})
	})
}
