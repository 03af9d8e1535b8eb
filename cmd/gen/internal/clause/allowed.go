package clause

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// An allowed is the clause that a member has one of a few values.
type allowed struct {
	clause *model.Clause
	rule   model.Allowed
}

func newAllowed(c *model.Clause) any { return allowed{c, c.Rule.(model.Allowed)} }

// Request adds the check:
//
//	// clause external-type: …
//	if given := in.ExternalEvaluation.ComplianceResourceType; given != "AWS::::Account" {
//		return nil, runtime.Errorf(…)
//	}
func (a allowed) Request(s operation.Scope) {
	if s.Enforced(a.clause, anyValue) {
		along(s, jen.Id(operation.In), s.Input, a.rule.Path, 1, a.check)
	}
}

// mostCompared is how many values are compared where a value is checked. More stand
// in a function of their own.
const mostCompared = 8

// Lists adds the functions that know the values of clauses which allow many:
//
//	// evaluationsTypeAllows reports whether …
//	func evaluationsTypeAllows(value string) bool {
//		switch value {
//		case "AWS::ACM::Certificate", …:
//			return true
//		}
//		return false
//	}
func Lists(o *operation.Operation, f *jen.File) {
	for _, c := range o.All("allowed") {
		rule := c.Rule.(model.Allowed)
		if !operation.MayFail(c) || len(rule.Values) <= mostCompared {
			continue
		}
		_, of, _ := o.API.Steps(o.Input, rule.Path)
		list(o, f, c, rule.Path, jen.Add(o.TypeOf(of)), lines(of, rule.Values))
	}
	for _, c := range o.All("combination") {
		for _, t := range c.Rule.(model.Combination).Must {
			if operation.MayFail(c) && t.Many() {
				list(o, f, c, t.Member, jen.String(), lines(&model.Shape{}, t.Texts))
			}
		}
	}
}

// list adds the function that knows the values which a clause allows.
func list(o *operation.Operation, f *jen.File, c *model.Clause, path model.Path, of, values jen.Code) {
	f.Add(printer.Doc(o.Allows(c) + " reports whether " + path.Last() + " may have a value by clause " + c.ID + "."))
	f.Func().Id(o.Allows(c)).Params(jen.Id("value").Add(of)).Bool().Block(
		jen.Switch(jen.Id("value")).Block(jen.Case(values).Block(jen.Return(jen.True()))),
		jen.Return(jen.False()),
	)
	f.Line()
}

// lines returns values in lines of a fitting length.
func lines(of *model.Shape, values []string) *jen.Statement {
	list, long := &jen.Statement{}, 0
	for i, v := range values {
		if i > 0 {
			list.Op(",")
		}
		if long += len(v) + 4; i > 0 && long > 110 {
			list.Line()
			long = len(v) + 4
		}
		list.Add(shape.EnumValue(of, v))
	}
	return list
}

// anyValue says what happens where another value is no error.
const anyValue = "Any value will do."

// check adds the check of one value.
func (a allowed) check(s scope, value jen.Code, of *model.Shape) {
	given := jen.Id("given")
	s.IfLet(jen.Add(given).Op(":=").Add(value), a.bad(s, given, of), func(s scope) {
		s.FailOr(a.clause, anyValue, a.rule.Path.Last()+" is %q, and may be "+a.choices(), given)
	})
}

// bad returns the condition that a value is not allowed.
func (a allowed) bad(s scope, given *jen.Statement, of *model.Shape) *jen.Statement {
	if a.rule.Account {
		return jen.Add(given).Op("!=").Add(printer.Sel("f", "scope", "Account"))
	}
	if len(a.rule.Values) > mostCompared {
		return jen.Op("!").Id(s.Allows(a.clause)).Call(given)
	}
	var differs []*jen.Statement
	for _, v := range a.rule.Values {
		differs = append(differs, jen.Add(given).Op("!=").Add(shape.EnumValue(of, v)))
	}
	return printer.And(differs...)
}

// choices returns what is allowed, in words for a format.
func (a allowed) choices() string {
	if a.rule.Account {
		return "the id of the account"
	}
	text := strings.Join(a.rule.Values, ", ")
	if n := len(a.rule.Values); n > mostCompared {
		text = fmt.Sprintf("%s or another of %d values", strings.Join(a.rule.Values[:mostNamed-1], ", "), n)
	}
	return strings.ReplaceAll(text, "%", "%%")
}

// A reserved is the clause about beginnings that the service keeps for itself.
type reserved struct {
	clause *model.Clause
	rule   model.Reserved
}

func newReserved(c *model.Clause) any { return reserved{c, c.Rule.(model.Reserved)} }

// Request adds the check:
//
//	// clause tag-reserved: …
//	if given := in.Key; runtime.Begins(given, "aws:") {
//		return nil, runtime.Errorf(…)
//	}
func (v reserved) Request(s operation.Scope) {
	const any = "Any beginning will do."
	if !s.Enforced(v.clause, any) {
		return
	}
	begins := jen.Qual("strings", "HasPrefix")
	if v.rule.AnyCase {
		begins = printer.Runtime("Begins")
	}
	along(s, jen.Id(operation.In), s.Input, v.rule.Path, 1, func(s scope, value jen.Code, of *model.Shape) {
		var bad []*jen.Statement
		for _, p := range v.rule.Prefixes {
			bad = append(bad, jen.Add(begins).Call(jen.Id("given"), jen.Lit(p)))
		}
		s.IfLet(jen.Id("given").Op(":=").Add(value), printer.Or(bad...), func(s scope) {
			s.FailOr(v.clause, any, v.rule.Path.Last()+" is %q, which begins with what is reserved", jen.Id("given"))
		})
	})
}

// An allowedForm is the clause about an expression that a text has to match.
type allowedForm struct {
	clause *model.Clause
	rule   model.AllowedForm
}

func newAllowedForm(c *model.Clause) any { return allowedForm{c, c.Rule.(model.AllowedForm)} }

// Request adds the check:
//
//	// clause put-name: …
//	if !putNameForm.MatchString(in.Name) {
//		return nil, runtime.Errorf(…)
//	}
func (a allowedForm) Request(s operation.Scope) {
	const any = "Any text will do."
	if !s.Enforced(a.clause, any) {
		return
	}
	along(s, jen.Id(operation.In), s.Input, a.rule.Path, 1, func(s scope, value jen.Code, _ *model.Shape) {
		s.If(jen.Op("!").Id(s.Form(a.clause)).Dot("MatchString").Call(value), func(s scope) {
			s.FailOr(a.clause, any, a.rule.Path.Last()+" is %q, which has another form", value)
		})
	})
}

// along adds what is needed to reach every value at a path, that is loops over
// lists and checks that optional structures are there, and has f add what is
// done with each value that is there. depth counts the loops.
func along(s scope, root jen.Code, from string, path model.Path, depth int, f func(s scope, value jen.Code, of *model.Shape)) {
	list, rest, through := shape.CutList(path)
	p := s.Follow(root, from, list)
	if !through {
		s.If(p.Present(), func(s scope) { f(s, p.Value(), p.Shape) })
		return
	}
	s.If(p.Reachable(), func(s scope) {
		v := "v"
		if depth > 1 {
			v += strconv.Itoa(depth)
		}
		elem := s.Shape(p.Shape.Elem)
		if elem.Kind != model.Structure {
			s.For(jen.List(jen.Id("_"), jen.Id(v)).Op(":=").Range().Add(p.Expr), func(s scope) { f(s, jen.Id(v), elem) })
			return
		}
		s.For(jen.Id("i").Op(":=").Range().Add(p.Expr), func(s scope) {
			s.Set(jen.Id(v), ":=", jen.Op("&").Add(p.Expr).Index(jen.Id("i")))
			along(s, jen.Id(v), elem.Name, rest, depth+1, f)
		})
	})
}
