package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A criteria is the clause that conditions select what is returned.
type criteria struct {
	clause *model.Clause
	rule   model.Criteria
}

func newCriteria(c *model.Clause) any { return criteria{c, c.Rule.(model.Criteria)} }

// condition names an element of the list of conditions.
const condition = "condition"

// Request adds the check of keys and options:
//
//	// clause describe-criteria: …
//	for i := range in.ParameterFilters {
//		condition := &in.ParameterFilters[i]
//		switch condition.Key {
//		case "Name":
//			switch runtime.Value(condition.Option) {
//			case "", "BeginsWith", "Equals":
//			default:
//				return nil, runtime.Errorf(…)
//			}
//		default:
//			return nil, runtime.Errorf(…)
//		}
//	}
func (c criteria) Request(s operation.Scope) {
	s.Say(c.clause)
	c.each(s, func(s scope) {
		s.Switch(c.text(s, c.rule.Key), func(s scope) {
			for _, on := range c.rule.On {
				s.Case([]jen.Code{jen.Lit(on.Key)}, func(s scope) { c.options(s, on) })
			}
			s.Case(nil, func(s scope) { s.Fail(c.rule.BadKey, "%q is no key of a condition here", c.text(s, c.rule.Key)) })
		})
	})
}

// options adds the check of the option of a condition.
func (c criteria) options(s scope, on model.Criterion) {
	known := []jen.Code{jen.Lit("")}
	for _, o := range on.Options {
		known = append(known, jen.Lit(o.Option))
	}
	s.Switch(c.text(s, c.rule.Option), func(s scope) {
		s.Case(known, func(scope) {})
		s.Case(nil, func(s scope) {
			s.Fail(c.rule.BadOption, "%q is no option of a condition on "+on.Key, c.text(s, c.rule.Option))
		})
	})
}

// each adds a loop over the conditions.
func (c criteria) each(s scope, f func(scope)) {
	list := s.InputPlace(c.rule.By)
	s.For(jen.Id("i").Op(":=").Range().Add(list.Expr), func(s scope) {
		s.Set(jen.Id(condition), ":=", jen.Op("&").Add(list.Expr).Index(jen.Id("i")))
		f(s)
	})
}

// text returns the text of a member of a condition.
func (c criteria) text(s scope, member string) *jen.Statement {
	return s.Text(s.Follow(jen.Id(condition), s.ElemShape(s.Input, c.rule.By), model.Path(member)))
}

// leaveOut adds to a function that filters:
//
//	// clause describe-criteria: …
//	for i := range in.ParameterFilters {
//		condition := &in.ParameterFilters[i]
//		meets := func(want string) bool {
//			switch condition.Key + " " + runtime.Value(condition.Option) {
//			case "Name ", "Name Equals":
//				return v.Name == want
//			…
//			}
//			return false
//		}
//		if !slices.ContainsFunc(condition.Values, meets) {
//			return false
//		}
//	}
func (c criteria) leaveOut(s scope) {
	s.Say(c.clause)
	c.each(s, func(s scope) {
		values := s.Follow(jen.Id(condition), s.ElemShape(s.Input, c.rule.By), model.Path(c.rule.Values))
		elem := s.Shape(values.Shape.Elem)
		meets := s.Func(jen.Id("want").Add(s.TypeOf(elem)), jen.Bool(), func(s scope) {
			s.Switch(c.text(s, c.rule.Key).Op("+").Lit(" ").Op("+").Add(c.text(s, c.rule.Option)), func(s scope) {
				for _, on := range c.rule.On {
					for _, o := range on.Options {
						c.compare(s, on, o, shape.AsString(jen.Id("want"), elem))
					}
				}
			})
			s.Return(jen.False())
		})
		s.Set(jen.Id("meets"), ":=", meets)
		s.If(jen.Op("!").Qual("slices", "ContainsFunc").Call(values.Expr, jen.Id("meets")), func(s scope) { s.Return(jen.False()) })
	})
}

// compare adds the case of one option of one key.
func (c criteria) compare(s scope, on model.Criterion, o model.Comparison, want jen.Code) {
	names := []jen.Code{jen.Lit(on.Key + " " + o.Option)}
	if o.Option == on.Default {
		names = append([]jen.Code{jen.Lit(on.Key + " ")}, names...)
	}
	if on.Labels != "" {
		labels := s.Stores.Of(on.Labels)
		of := labels.Table().Dot("Partition").Call(labels.PartitionValue(func(m string) jen.Code { return s.Text(s.MemberPlace("v", m)) }), jen.Lit(0))
		has := compared(on, o.Is, s.Text(s.MemberOf(jen.Id("label"), labels.Shape, labels.Rest[0])), want)
		meets := jen.Func().Params(jen.Id("label").Op("*").Id(labels.Shape.GoName)).Bool().Block(jen.Return(has))
		s.Case(names, func(s scope) { s.Return(printer.Runtime("Any").Call(printer.Runtime("Where").Call(of, meets))) })
		return
	}
	has := s.Text(s.MemberPlace("v", on.Member))
	if on.Otherwise != "" {
		has = jen.Qual("cmp", "Or").Call(has, jen.Lit(on.Otherwise))
	}
	s.Case(names, func(s scope) { s.Return(compared(on, o.Is, has, want)) })
}

// compared returns the condition that a text compares so with what is wanted.
func compared(on model.Criterion, how model.Comparing, has *jen.Statement, want jen.Code) *jen.Statement {
	switch how {
	case model.TextEquals:
		return has.Op("==").Add(want)
	case model.TextBegins:
		return jen.Qual("strings", "HasPrefix").Call(has, want)
	case model.TextContains:
		return jen.Qual("strings", "Contains").Call(has, want)
	case model.TextBelow:
		return printer.Runtime("Below").Call(has, want, jen.Lit(on.Separator))
	}
	return printer.Runtime("Child").Call(has, want, jen.Lit(on.Separator))
}
