package clause

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// An assigned is the clause that the service sets a member itself.
type assigned struct {
	clause *model.Clause
	rule   model.Assigned
}

func newAssigned(c *model.Clause) any { return assigned{c, c.Rule.(model.Assigned)} }

// Change adds the value:
//
//	// clause rule-id: …
//	if old != nil && old.ConfigRuleID != nil {
//		item.ConfigRuleID = old.ConfigRuleID
//	} else {
//		item.ConfigRuleID = new("config-rule-" + here.words.Next(item.ConfigRuleName))
//	}
func (a assigned) Change(s operation.Scope) {
	field := s.MemberPlace(operation.Item, a.rule.Member)
	s.Say(a.clause)
	if a.isNow() {
		s.Set(field.Expr, "=", present(field))
		return
	}
	if a.makesKey(s.Operation) {
		a.makeKey(s, field)
		return
	}
	old := s.MemberPlace(operation.Old, a.rule.Member)
	none := jen.Op("!=").Lit("")
	if field.Ptr {
		none = jen.Op("!=").Nil()
	}
	s.Add(jen.If(jen.Id(operation.Old).Op("!=").Nil().Op("&&").Add(old.Expr).Add(none)).Block(
		jen.Add(field.Expr).Op("=").Add(old.Expr),
	).Else().Block(
		jen.Add(field.Expr).Op("=").Add(pointed(field, a.value(s, field.Shape))),
	))
}

// makesKey reports whether the member is in the key.
func (a assigned) makesKey(o *operation.Operation) bool {
	return o.Effect.Verb == model.Puts && slices.Contains(o.Store.Resource.Key, a.rule.Member)
}

// makeKey adds the member of a key. A state that was set up may have any keys:
//
//	// clause app-arn: …
//	for item.ARN == "" || here.Apps.Get(struct{}{}, item.ARN) != nil {
//		item.ARN = "app-" + here.words.Next("App")
//	}
func (a assigned) makeKey(s scope, field shape.Place) {
	set := jen.Add(field.Expr).Op("=").Add(pointed(field, a.value(s, field.Shape)))
	if !strings.Contains(a.rule.Value, "{unique}") {
		s.Add(set)
		return
	}
	none := jen.Lit("")
	if field.Ptr {
		none = jen.Nil()
	}
	taken := s.Store.Get(s.ItemText).Op("!=").Nil()
	s.Add(jen.For(jen.Add(field.Expr).Op("==").Add(none).Op("||").Add(taken)).Block(set))
}

func (a assigned) isNow() bool { return a.rule.Value == "{now}" }

// value returns what is assigned to a resource that is new.
func (a assigned) value(s scope, of *model.Shape) *jen.Statement {
	switch {
	case of.Kind != model.Enum:
		return a.text(s)
	case strings.Contains(a.rule.Value, "{"):
		return jen.Id(of.GoName).Call(a.text(s))
	}
	return shape.EnumValue(of, a.rule.Value)
}

// present returns the time of the call for a field. Where that is a pointer, those
// of several resources share it:
//
//	here.times.At(here.now)
//	fake.NewTime(here.now)
func present(field shape.Place) *jen.Statement {
	now := printer.Sel(operation.Here, "now")
	if field.Ptr {
		return printer.Sel(operation.Here, "times").Dot("At").Call(now)
	}
	return printer.Fake("NewTime").Call(now)
}

// pointed returns the pointer to a value where a field is one.
func pointed(field shape.Place, value *jen.Statement) *jen.Statement {
	if field.Ptr {
		return jen.New(value)
	}
	return value
}

// text returns the expression of a text with its placeholders replaced.
func (a assigned) text(s scope) *jen.Statement {
	var sum *jen.Statement
	for _, part := range a.rule.Parts() {
		var text jen.Code
		switch part.Name {
		case "":
			text = jen.Lit(part.Literal)
		case "account":
			text = printer.Sel("f", "scope", "Account")
		case "region":
			text = printer.Sel("f", "scope", "Region")
		case "unique":
			text = a.word(s)
		default:
			text = s.ItemText(part.Name)
			if part.Rooted {
				text = printer.Runtime("Rooted").Call(text)
			}
		}
		if sum == nil {
			sum = jen.Add(text)
		} else {
			sum = sum.Op("+").Add(text)
		}
	}
	return sum
}

// word returns the expression of the word for which {unique} stands.
func (a assigned) word(s scope) jen.Code {
	key := s.Store.Resource.Key
	of := s.ItemText(key[len(key)-1])
	if a.makesKey(s.Operation) {
		of = jen.Lit(s.Store.Resource.Name)
	}
	words := printer.Sel(operation.Here, "words")
	if letters, n := model.WordForm(a.rule.Unique); letters != "" {
		return words.Dot("Spelled").Call(jen.Lit(letters), jen.Lit(n), of)
	}
	return words.Dot("Next").Call(of)
}

// NeedsOld reports whether what an operation assigns depends on the resource that
// is there already.
func NeedsOld(o *operation.Operation) bool {
	for _, c := range o.All("assigned") {
		if a := newAssigned(c).(assigned); !a.isNow() && !a.makesKey(o) {
			return true
		}
	}
	return o.Clause("counted") != nil
}

// AssignsTimes reports whether some clause of an API has a resource keep the time of
// a call.
func AssignsTimes(api *model.API) bool {
	for _, placed := range api.AllClauses() {
		switch rule := placed.Clause.Rule.(type) {
		case model.Assigned:
			if rule.Value == "{now}" {
				return true
			}
		case model.Treated:
			if rule.Now {
				return true
			}
		case model.Process, model.Lifecycle:
			return true
		}
	}
	return false
}

// AssignsWords reports whether some clause of an API asks for a unique word.
func AssignsWords(api *model.API) bool {
	for _, placed := range api.AllClauses() {
		if a, ok := placed.Clause.Rule.(model.Assigned); ok && strings.Contains(a.Value, "{unique}") {
			return true
		}
	}
	return false
}
