package clause

import (
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

// anyValue says what happens where another value is no error.
const anyValue = "Any value will do."

// check adds the check of one value.
func (a allowed) check(s scope, value jen.Code, of *model.Shape) {
	given := jen.Id("given")
	s.IfLet(jen.Add(given).Op(":=").Add(value), a.bad(given, of), func(s scope) {
		s.FailOr(a.clause, anyValue, a.rule.Path.Last()+" is %q, and may be "+a.choices(), given)
	})
}

// bad returns the condition that a value is not allowed.
func (a allowed) bad(given *jen.Statement, of *model.Shape) *jen.Statement {
	if a.rule.Account {
		return jen.Add(given).Op("!=").Add(printer.Sel("f", "scope", "Account"))
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
	return strings.ReplaceAll(strings.Join(a.rule.Values, ", "), "%", "%%")
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
