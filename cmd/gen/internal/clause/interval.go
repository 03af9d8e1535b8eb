package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// An interval is the clause about a put that comes soon after another.
type interval struct {
	clause *model.Clause
	rule   model.Interval
}

func newInterval(c *model.Clause) any { return interval{c, c.Rule.(model.Interval)} }

// soon says what happens where a put may come soon after another.
const soon = "It may be put again at once."

// Request adds the check:
//
//	// clause start-again: …
//	for i := range in.ConfigRuleNames {
//		key := in.ConfigRuleNames[i]
//		if v := here.ConfigRuleEvaluations.Get(key, struct{}{}); v != nil && v.StartedTime != nil && here.now.Sub(v.StartedTime.Time) < 60*time.Second {
//			return nil, runtime.Errorf(…)
//		}
//	}
func (n interval) Request(s operation.Scope) {
	if !s.Enforced(n.clause, soon) {
		return
	}
	var paths []model.Path
	for _, member := range s.Store.Resource.Key {
		paths = append(paths, s.Effect.Bound(member))
	}
	s.OnceOrEach(paths, func(s scope) {
		at := s.MemberPlace("v", n.rule.Member)
		passed := printer.Sel(operation.Here, "now").Dot("Sub").Call(jen.Add(at.Expr).Dot("Time"))
		young := printer.And(jen.Id("v").Op("!=").Nil(), at.Present(), passed.Op("<").Lit(n.rule.Seconds).Op("*").Qual("time", "Second"))
		s.IfLet(jen.Id("v").Op(":=").Add(s.Store.Get(s.KeyText)), young, func(s scope) {
			s.FailOr(n.clause, soon, "a "+s.Store.Resource.Name+" of that key was put less than %d seconds ago", jen.Lit(n.rule.Seconds))
		})
	})
}
