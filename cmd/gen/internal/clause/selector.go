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

// SelectorOf returns the clause of an operation, and whether there is one. One that lists
// resources looks them up by their names.
func SelectorOf(o *operation.Operation) (Selector, bool) {
	c := o.Clause("selector")
	if c == nil {
		return Selector{}, false
	}
	v := Selector{c, c.Rule.(model.Selector)}
	if o.Effect.Verb != model.Lists {
		return v, true
	}
	f, byKeys := KeyedFilter(o)
	return v, byKeys && f.By() == v.rule.By
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
//		number := selector[1:]
//		// clause get-label: …
//		if label := here.ParameterLabels.Get(name, number); label != nil {
//			number = strconv.FormatInt(label.Version, 10)
//		}
//		kept := here.ParameterVersions.Get(name, number)
//		if kept == nil {
//			return nil, runtime.Errorf(…)
//		}
//		whole.Value = kept.Value
//		…
//	}
func (v Selector) Select(s operation.Scope) {
	s.Say(v.clause)
	s.If(jen.Id(selected).Op("!=").Lit(""), func(s scope) {
		find, number := v.find(s)
		s.Set(jen.Id("kept"), ":=", find)
		s.If(jen.Id("kept").Op("==").Nil(), func(s scope) {
			s.Fail(v.rule.Error, "there is no version %s of the "+s.Store.Resource.Name, number)
		})
		v.takePlace(s)
	})
}

// CutEach adds, for an operation that lists resources by their names, the parts of the
// name at hand and the version that it selects. It returns what gives the text of a key's
// member.
//
//	// clause get-several-version: …
//	name, selector := runtime.Selected(key, ":")
//	var kept *StoredVersion
//	if selector != "" {
//		kept = here.ParameterVersions.Get(name, selector[1:])
//	}
func (v Selector) CutEach(s operation.Scope, text jen.Code) func(member string) jen.Code {
	s.Say(v.clause)
	s.Set(jen.List(jen.Id("name"), jen.Id(selected)), ":=", printer.Runtime("Selected").Call(text, jen.Lit(v.rule.Separator)))
	s.Add(jen.Var().Id("kept").Op("*").Id(s.Stores.Of(s.API.Versions(s.Operation.Operation).Entity).Shape.GoName))
	s.If(jen.Id(selected).Op("!=").Lit(""), func(s scope) {
		find, _ := v.find(s)
		s.Set(jen.Id("kept"), "=", find)
	})
	return func(string) jen.Code { return jen.Id("name") }
}

// Missed returns the condition that a version is selected which is not there.
func (v Selector) Missed() *jen.Statement {
	return jen.Id(selected).Op("!=").Lit("").Op("&&").Id("kept").Op("==").Nil()
}

// SelectEach adds what makes whole the version that is selected, if one is.
func (v Selector) SelectEach(s operation.Scope) {
	s.Say(v.clause)
	s.If(jen.Id("kept").Op("!=").Nil(), v.takePlace)
}

// find adds what the number of the selected version is, and returns what finds it, and
// the number.
func (v Selector) find(s scope) (find, number *jen.Statement) {
	h := s.API.Versions(s.Operation.Operation)
	of := s.Stores.Of(h.Entity)
	number = jen.Id(selected).Index(jen.Lit(len(v.rule.Separator)), jen.Empty())
	if c := s.Clause("selector/label"); c != nil {
		labels := s.Stores.Of(c.Rule.(model.SelectorLabel).Entity)
		_, rule := s.API.LabelsOf(labels.Resource.Name)
		s.Set(jen.Id("number"), ":=", number)
		number = jen.Id("number")
		s.Say(c)
		label := labels.Get(func(member string) jen.Code {
			if member == labels.Rest[0] {
				return jen.Id("number")
			}
			return jen.Id("name")
		})
		s.IfLet(jen.Id("label").Op(":=").Add(label), jen.Id("label").Op("!=").Nil(), func(s scope) {
			s.Set(jen.Id("number"), "=", s.Text(s.MemberOf(jen.Id("label"), labels.Shape, rule.Number)))
		})
	}
	return of.Get(func(member string) jen.Code {
		if member == h.Number {
			return jen.Add(number)
		}
		return jen.Id("name")
	}), number
}

// takePlace adds that whole has what is kept of the version.
func (v Selector) takePlace(s scope) {
	h := s.API.Versions(s.Operation.Operation)
	of := s.Stores.Of(h.Entity)
	for _, m := range h.Kept(of.Shape, s.Store.Shape) {
		place := s.MemberPlace("whole", m)
		s.Set(place.Expr, "=", s.Assign(place, s.MemberOf(jen.Id("kept"), of.Shape, m)))
	}
}

// Shown adds that what shows the resource has the selector.
func (v Selector) Shown(s operation.Scope, one shape.Place) {
	if v.rule.Shown == "" {
		return
	}
	place := s.Follow(one.Expr, one.Shape.Name, v.rule.Shown)
	s.If(jen.Id(selected).Op("!=").Lit(""), func(s scope) {
		s.Set(place.Expr, "=", pointed(place, jen.Id(selected)))
	})
}
