package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// assigned adds the value that the service gives a member itself:
//
//	// clause rule-id: …
//	if old != nil && old.ConfigRuleID != nil {
//		item.ConfigRuleID = old.ConfigRuleID
//	} else {
//		item.ConfigRuleID = new("config-rule-" + here.words.Next(item.ConfigRuleName))
//	}
func (b *body) assigned(c *model.Clause) {
	rule := c.Rule.(model.Assigned)
	field := b.memberOf(jen.Id(itemVar), b.store.shape, rule.Member)
	b.say(c)
	if rule.Value == "{now}" {
		now := jen.Qual(fakePath, "NewTime").Call(jen.Id(hereVar).Dot("now"))
		if field.ptr {
			now = jen.New(now)
		}
		b.g.Add(field.expr).Op("=").Add(now)
		return
	}
	value := b.assignedText(rule)
	if field.shape.Kind == model.Enum {
		if strings.Contains(rule.Value, "{") {
			value = jen.Id(field.shape.GoName).Call(value)
		} else {
			value = b.enumValue(field.shape, rule.Value)
		}
	}
	if field.ptr {
		value = jen.New(value)
	}
	old := jen.Id(oldVar).Dot(b.store.shape.Member(rule.Member).GoName)
	none := jen.Op("!=").Lit("")
	if field.ptr {
		none = jen.Op("!=").Nil()
	}
	b.g.If(jen.Id(oldVar).Op("!=").Nil().Op("&&").Add(old).Add(none)).Block(
		jen.Add(field.expr).Op("=").Add(old),
	).Else().Block(
		jen.Add(field.expr).Op("=").Add(value),
	)
}

// assignedText returns the expression of a text with its placeholders
// replaced.
func (b *body) assignedText(rule model.Assigned) *jen.Statement {
	var parts []jen.Code
	for _, part := range rule.Parts() {
		switch part.Name {
		case "":
			parts = append(parts, jen.Lit(part.Literal))
		case "account":
			parts = append(parts, jen.Id("f").Dot("scope").Dot("Account"))
		case "region":
			parts = append(parts, jen.Id("f").Dot("scope").Dot("Region"))
		case "unique":
			parts = append(parts, jen.Id(hereVar).Dot("words").Dot("Next").Call(b.itemText(b.store.thing.Key[len(b.store.thing.Key)-1])))
		default:
			parts = append(parts, b.itemText(part.Name))
		}
	}
	sum := jen.Add(parts[0])
	for _, p := range parts[1:] {
		sum = sum.Op("+").Add(p)
	}
	return sum
}

// assignsWords reports whether some clause asks for a unique word.
func (e *emitter) assignsWords() bool {
	for _, placed := range e.api.AllClauses() {
		if a, ok := placed.Clause.Rule.(model.Assigned); ok && strings.Contains(a.Value, "{unique}") {
			return true
		}
	}
	return false
}
