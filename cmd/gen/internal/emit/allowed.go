package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// allowed adds the check that a member has one of a few values:
//
//	// clause external-type: …
//	if v := in.ExternalEvaluation.ComplianceResourceType; v != "AWS::::Account" {
//		return nil, fake.Refuse(…)
//	}
func (b *body) allowed(c *model.Clause) {
	b.say(c)
	if !mayFail(c) {
		b.remark("Any value will do.")
		return
	}
	rule := c.Rule.(model.Allowed)
	b.along(jen.Id(inVar), b.op.Input, rule.Path, func(value jen.Code, s *model.Shape) {
		given := jen.Id("given")
		var bad *jen.Statement
		choices := "the id of the account"
		if rule.Account {
			bad = jen.Add(given).Op("!=").Id("f").Dot("scope").Dot("Account")
		} else {
			choices = strings.Join(rule.Values, ", ")
			for _, v := range rule.Values {
				differs := jen.Add(given).Op("!=").Add(b.enumValue(s, v))
				if bad == nil {
					bad = differs
				} else {
					bad = bad.Op("&&").Add(differs)
				}
			}
		}
		b.g.If(jen.Id("given").Op(":=").Add(value), bad).BlockFunc(b.in(func() {
			b.choose(c, func(choice string) {
				if code := model.ErrorOf(choice); code != "" {
					b.fail(code, rule.Path.Last()+" is %q, and may be "+strings.ReplaceAll(choices, "%", "%%"), jen.Id("given"))
				} else {
					b.remark("Any value will do.")
				}
			})
		}))
	})
}
