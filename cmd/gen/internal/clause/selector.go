package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Selector is the clause that a name may go on with the number of a version.
type Selector struct {
	clause *model.Clause
	rule   model.Selector
}

// SelectorOf returns the clause of an operation, and whether there is one.
func SelectorOf(o *operation.Operation) (Selector, bool) {
	c := o.Clause("selector")
	if c == nil {
		return Selector{}, false
	}
	return Selector{c, c.Rule.(model.Selector)}, true
}

// selected is what a name goes on with.
const selected = "selector"

// Cut adds name and selector, which the text in the input consists of, and returns what
// gives the text of a key's member from then on.
func (v Selector) Cut(s operation.Scope) func(member string) jen.Code {
	s.Say(v.clause)
	text := s.Text(s.InputPlace(v.rule.By))
	s.Set(jen.List(jen.Id("name"), jen.Id(selected)), ":=", printer.Runtime("Selected").Call(text, jen.Lit(v.rule.Separator)))
	return func(string) jen.Code { return jen.Id("name") }
}

// Select adds what makes whole, the resource that is returned, the version that is
// selected:
//
//	// clause get-version: …
//	if selector != "" {
//		kept := here.ParameterVersions.Get(name, selector[1:])
//		if kept == nil {
//			return nil, runtime.Errorf(…)
//		}
//		whole.Value = kept.Value
//		…
//	}
func (v Selector) Select(s operation.Scope) {
	h := s.API.Versions(s.Operation.Operation)
	of := s.Stores.Of(h.Entity)
	number := jen.Id(selected).Index(jen.Lit(len(v.rule.Separator)), jen.Empty())
	text := func(member string) jen.Code {
		if member == h.Number {
			return number
		}
		return jen.Id("name")
	}
	s.Say(v.clause)
	s.If(jen.Id(selected).Op("!=").Lit(""), func(s scope) {
		s.Set(jen.Id("kept"), ":=", of.Get(text))
		s.If(jen.Id("kept").Op("==").Nil(), func(s scope) {
			s.Fail(v.rule.Error, "there is no version %s of the "+s.Store.Resource.Name, number)
		})
		for _, m := range h.Kept(of.Shape, s.Store.Shape) {
			place := s.MemberPlace("whole", m)
			s.Set(place.Expr, "=", s.Assign(place, s.MemberOf(jen.Id("kept"), of.Shape, m)))
		}
	})
}

// Shown adds that the output has the selector.
func (v Selector) Shown(s operation.Scope, one shape.Place) {
	if v.rule.Shown == "" {
		return
	}
	place := s.Follow(one.Expr, one.Shape.Name, v.rule.Shown)
	s.If(jen.Id(selected).Op("!=").Lit(""), func(s scope) {
		s.Set(place.Expr, "=", pointed(place, jen.Id(selected)))
	})
}
