package clause

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A combination is the clause that members may be put together only in some ways.
type combination struct {
	clause *model.Clause
	rule   model.Combination
}

func newCombination(c *model.Clause) any { return combination{c, c.Rule.(model.Combination)} }

// Request adds the check:
//
//	// clause rule-details: …
//	if in.ConfigRule.Source.Owner == OwnerAWS && len(in.ConfigRule.Source.SourceDetails) > 0 {
//		return runtime.Errorf(…)
//	}
func (c combination) Request(s operation.Scope) {
	if !s.Enforced(c.clause, anyCombination) {
		return
	}
	if c.rule.Each == "" {
		c.check(s, jen.Id(operation.In), s.Input)
		return
	}
	p := s.InputPlace(c.rule.Each)
	s.If(p.Reachable(), func(s scope) {
		s.For(jen.Id("i").Op(":=").Range().Add(p.Expr), func(s scope) {
			s.Set(jen.Id("one"), ":=", jen.Op("&").Add(p.Expr).Index(jen.Id("i")))
			c.check(s, jen.Id("one"), p.Shape.Elem)
		})
	})
}

// anyCombination says what happens where another combination is no error.
const anyCombination = "Any combination will do."

// check adds the check of one structure.
func (c combination) check(s scope, root jen.Code, of string) {
	var all []*jen.Statement
	for _, t := range c.rule.When {
		all = append(all, tested{s.Types, t, ""}.some(root, of, t.Member, 0, false)...)
	}
	var broken []*jen.Statement
	for _, t := range c.rule.Must {
		bad := tested{s.Types, t, s.Allows(c.clause)}.broken(root, of)
		if len(c.rule.Must) == 1 {
			all = append(all, bad...)
			break
		}
		broken = append(broken, printer.And(bad...))
	}
	if len(broken) > 0 {
		all = append(all, jen.Parens(printer.Or(broken...)))
	}
	s.If(printer.And(distinct(all)...), func(s scope) {
		s.FailOr(c.clause, anyCombination, c.words())
	})
}

// distinct returns conditions without those that are there before.
func distinct(all []*jen.Statement) []*jen.Statement {
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(c *jen.Statement) bool {
		text := printer.Raw(c)
		again := seen[text]
		seen[text] = true
		return again
	})
}

// words says what has to be so, as a format without arguments.
func (c combination) words() string {
	join := func(tests []model.Test, verb string) string {
		all := make([]string, len(tests))
		for i, t := range tests {
			all[i] = testWords(t, verb)
		}
		return strings.Join(all, " and ")
	}
	text := join(c.rule.Must, "must be")
	if len(c.rule.When) > 0 {
		text = "if " + join(c.rule.When, "is") + ", " + text
	}
	return strings.ReplaceAll(text, "%", "%%")
}

// denied has the verbs of tests, and what says that something is not so.
var denied = map[string]string{"is": "is not", "must be": "must not be"}

// mostNamed is how many texts a message names.
const mostNamed = 6

func testWords(t model.Test, verb string) string {
	name := t.Member.Last() + " " + verb + " "
	texts := t.Texts
	if len(texts) > mostNamed {
		rest := "another like these"
		if t.Many() {
			rest = fmt.Sprintf("another of %d", len(texts))
		}
		texts = append(slices.Clone(texts[:mostNamed-1]), rest)
	}
	switch t.Is {
	case model.Given:
		return name + "given"
	case model.NotGiven:
		return t.Member.Last() + " " + denied[verb] + " given"
	case model.IsOneOf:
		return name + strings.Join(texts, " or ")
	case model.Begins:
		return name + "a text that begins with " + strings.Join(texts, " or ")
	case model.HasLength:
		return name + "a list of " + fmt.Sprint(t.Length)
	case model.JSONObject:
		return name + "a JSON object"
	}
	return name + "of capitals, digits and underscores"
}

// A tested writes one test.
type tested struct {
	types *shape.Types
	test  model.Test
	// list is the function that knows the texts of the test, if they are many.
	list string
}

// broken returns the conditions that together say that a test does not hold that
// has to.
func (t tested) broken(root jen.Code, of string) []*jen.Statement {
	switch t.test.Is {
	case model.Given:
		return []*jen.Statement{jen.Op("!").Parens(printer.And(t.some(root, of, t.test.Member, 0, false)...))}
	case model.NotGiven:
		t.test.Is = model.Given
		return t.some(root, of, t.test.Member, 0, false)
	}
	return t.some(root, of, t.test.Member, 0, true)
}

// some returns the conditions that together say that the test holds for some value
// at a path, or with not, that it does not hold for some.
func (t tested) some(root jen.Code, of string, path model.Path, depth int, not bool) []*jen.Statement {
	list, rest, through := shape.CutList(path)
	p := t.types.Follow(root, of, list)
	if !through {
		return t.one(p, not)
	}
	elem := t.types.Shape(p.Shape.Elem)
	one := jen.Id("v" + strings.Repeat("v", depth))
	inner := t.one(shape.Place{Expr: one, Shape: elem}, not)
	if rest != "" {
		inner = t.some(one, elem.Name, rest, depth+1, not)
	}
	any := jen.Qual("slices", "ContainsFunc").Call(p.Expr, jen.Func().Params(jen.Add(one).Add(t.types.TypeOf(elem))).Bool().Block(jen.Return(printer.And(inner...))))
	return append(there(shape.Place{Guards: p.Guards, Shape: &model.Shape{}}), any)
}

// one returns the conditions that together say that the test holds for what stands
// at a place, or with not, that something stands there for which it does not.
func (t tested) one(p shape.Place, not bool) []*jen.Statement {
	text := t.types.Text(shape.Place{Expr: p.Expr, Ptr: p.Ptr, Shape: p.Shape})
	var holds *jen.Statement
	switch t.test.Is {
	case model.Given:
		if all := there(p); len(all) > 0 {
			return all
		}
		return []*jen.Statement{jen.True()}
	case model.NotGiven:
		if present := p.Present(); present != nil {
			return []*jen.Statement{jen.Op("!").Parens(present)}
		}
		return []*jen.Statement{jen.False()}
	case model.HasLength:
		length := jen.Len(p.Expr).Op(map[bool]string{true: "!=", false: "=="}[not]).Lit(t.test.Length)
		reachable := shape.Place{Guards: p.Guards, Shape: &model.Shape{}}
		if len(p.Guards) == 0 || not == (t.test.Length == 0) {
			return append(there(reachable), length)
		}
		// Where there is nothing to have the list, it has no elements.
		return []*jen.Statement{jen.Parens(printer.Or(jen.Op("!").Parens(reachable.Present()), length))}
	case model.IsOneOf:
		if t.test.Many() && t.list != "" {
			holds = jen.Id(t.list).Call(text)
			break
		}
		if len(t.test.Texts) == 1 {
			return append(there(p), jen.Add(text).Op(map[bool]string{true: "!=", false: "=="}[not]).Lit(t.test.Texts[0]))
		}
		holds = jen.Qual("slices", "Contains").Call(jen.Index().String().ValuesFunc(func(g *jen.Group) {
			for _, v := range t.test.Texts {
				g.Lit(v)
			}
		}), text)
	case model.Begins:
		var begins []*jen.Statement
		for _, v := range t.test.Texts {
			begins = append(begins, jen.Qual("strings", "HasPrefix").Call(text, jen.Lit(v)))
		}
		if holds = begins[0]; len(begins) > 1 {
			holds = jen.Parens(printer.Or(begins...))
		}
	case model.JSONObject:
		holds = printer.Runtime("IsJSONObject").Call(text)
	default:
		holds = printer.Runtime("IsConstant").Call(text)
	}
	return append(there(p), negated(holds, not))
}

// there returns the conditions that together say that something stands at a place.
func there(p shape.Place) []*jen.Statement {
	var all []*jen.Statement
	for _, guard := range p.Guards {
		all = append(all, jen.Add(guard).Op("!=").Nil())
	}
	p.Guards = nil
	if present := p.Present(); present != nil {
		all = append(all, present)
	}
	return all
}

func negated(condition *jen.Statement, not bool) *jen.Statement {
	if not {
		return jen.Op("!").Add(condition)
	}
	return condition
}
