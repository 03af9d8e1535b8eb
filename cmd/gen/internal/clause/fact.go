package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Fact is what the API depends on and another party decides, as a fake holds
// it.
type Fact struct {
	types *shape.Types
	store *operation.Store
	fact  *model.Fact
}

// FactOf returns the fact that a store keeps.
func FactOf(t *shape.Types, s *operation.Store) Fact { return Fact{t, s, s.Resource.Fact} }

// Value returns the value of the fact in a resource.
func (f Fact) Value(of jen.Code) shape.Place {
	return f.types.MemberOf(of, f.store.Shape, f.fact.Value)
}

// initially returns the constant for the value of what was never decided.
func (f Fact) initially() *jen.Statement {
	return shape.EnumValue(f.Value(jen.Nil()).Shape, f.fact.Initially)
}

// valueMethod returns the name of the method that returns a fact.
func valueMethod(s *operation.Store) string { return "valueOf" + s.Field }

// ValueMethod adds
//
//	// valueOfCompliance returns what holds, INSUFFICIENT_DATA where nothing was decided.
//	func (a *account) valueOfCompliance(configRuleName, resourceType, resourceID string) ComplianceType {
//		if v := a.Compliance.Get(…); v != nil {
//			return v.ComplianceType
//		}
//		return ComplianceTypeInsufficientData
//	}
func (f Fact) ValueMethod(file *jen.File) {
	s, value := f.store, f.Value(jen.Id("v"))
	get := printer.Sel("a", s.Field, "Get").Call(s.InAccount().Located(s.Parameter))
	file.Add(printer.Doc(valueMethod(s) + " returns the value of the fact, which is " + f.fact.Initially + " where nothing was decided yet."))
	file.Func().Params(jen.Id("a").Op("*").Id("account")).Id(valueMethod(s)).Params(s.Parameters()).Add(f.types.TypeOf(value.Shape)).Block(
		jen.If(jen.Id("v").Op(":=").Add(get), jen.Id("v").Op("!=").Nil()).Block(jen.Return(value.OrZero())),
		jen.Return(f.initially()),
	)
	file.Line()
}

// PutMethod adds
//
//	// putCompliance decides a fact.
//	func (a *account) putCompliance(v ResourceCompliance) {
//		if v.ComplianceType == ComplianceTypeInsufficientData {
//			a.Compliance.Delete(…)
//		} else {
//			a.Compliance.Put(v)
//		}
//		…
//	}
//
// begins adds what is done before, if anything is.
func (f Fact) PutMethod(file *jen.File, watches []Watch, begins func(*jen.Group)) {
	s := f.store
	text := func(m string) jen.Code { return f.types.Text(f.types.MemberOf(jen.Id("v"), s.Shape, m)) }
	file.Add(printer.Doc("put" + s.Field + " decides a fact. One that is set to " + f.fact.Initially + " is as good as one that was never set."))
	undecided := f.Value(jen.Id("v")).OrZero().Op("==").Add(f.initially())
	for _, m := range f.fact.With {
		undecided = undecided.Op("&&").Add(f.types.MemberOf(jen.Id("v"), s.Shape, m).OrZero()).Op("==").Lit(0)
	}
	file.Func().Params(jen.Id("a").Op("*").Id("account")).Id("put" + s.Field).Params(jen.Id("v").Id(s.Shape.GoName)).BlockFunc(func(g *jen.Group) {
		begins(g)
		g.If(undecided).Block(
			printer.Sel("a", s.Field, "Delete").Call(s.InAccount().Located(text)),
		).Else().Block(
			printer.Sel("a", s.Field, "Put").Call(jen.Id("v")),
		)
		for _, w := range watches {
			w.Add(printer.NewBlock(g))
		}
	})
	file.Line()
}

// A DryRun is the clause that a flag keeps anything from being set.
type DryRun struct {
	clause *model.Clause
	flag   *jen.Statement
}

// DryRunOf returns the clause of an operation, and whether it has one.
func DryRunOf(o *operation.Operation) (DryRun, bool) {
	c := o.Clause("fact/dry-run")
	if c == nil {
		return DryRun{}, false
	}
	return DryRun{c, o.InputPlace(model.Path(c.Rule.(model.DryRun).Flag)).Flag()}, true
}

// Add adds
//
//	// clause evaluations-test-mode: …
//	if in.TestMode {
//		return …, nil
//	}
func (d DryRun) Add(s operation.Scope) {
	s.Say(d.clause)
	s.If(d.flag, func(s scope) { s.SucceedEmpty() })
}

// A Summary is the clause that a fact is returned summed up.
type Summary struct {
	clause *model.Clause
	rule   model.Summary
}

// SummaryOf returns the clause of an operation, and whether it has one.
func SummaryOf(o *operation.Operation) (Summary, bool) {
	c := o.Clause("fact/summary")
	if c == nil {
		return Summary{}, false
	}
	return Summary{c, c.Rule.(model.Summary)}, true
}

// By returns the members that the facts of one group have in common.
func (m Summary) By() []string { return m.rule.By }

// Group returns the Go type of a group.
func (m Summary) Group(o *operation.Operation) *jen.Statement {
	value := FactOf(o.Types, o.Store).Value(jen.Nil())
	return printer.Runtime("Summary").Types(jen.Id(o.Store.Shape.GoName), o.TypeOf(value.Shape))
}

// Sum adds groups, the facts summed up:
//
//	// clause resources-summary: …
//	groups := runtime.Summarize(…)
func (m Summary) Sum(s operation.Scope, facts jen.Code) {
	value := FactOf(s.Types, s.Store).Value(jen.Id("v"))
	enum := s.TypeOf(value.Shape)
	key := s.Store.KeyValue(m.rule.By, func(member string) jen.Code { return s.Text(s.MemberPlace("v", member)) })
	one := jen.Id("v").Op("*").Id(s.Store.Shape.GoName)
	s.Say(m.clause)
	s.Set(jen.Id("groups"), ":=", printer.Runtime("Summarize").Call(
		jen.Line().Add(facts),
		jen.Line().Func().Params(jen.Add(one)).Add(operation.KeyType(m.rule.By)).Block(jen.Return(key)),
		jen.Line().Func().Params(jen.Add(one)).Add(enum).Block(jen.Return(value.OrZero())),
		jen.Line().Index().Add(enum).Values(factValues(s.Types, s.Store, m.rule.First)...),
		jen.Line().Add(shape.EnumValue(value.Shape, m.rule.Otherwise)),
		jen.Line(),
	))
}

// Return adds a group called v to the output.
func (m Summary) Return(s operation.Scope) {
	var leaves []shape.Leaf
	for _, as := range s.Effect.As {
		leaves = append(leaves, shape.Leaf{Path: as.Path, From: s.MemberOf(printer.Sel("v", "First"), s.Store.Shape, as.Member)})
	}
	returnSum(s, m.rule, s.Store, leaves, printer.Sel("v", "Value"), printer.Sel("v", "Count"))
}

// returnSum adds, to the list in the output, an element that has leaves, and the value
// of a sum of facts, with how many have it where that is counted.
func returnSum(s operation.Scope, rule model.Summary, facts *operation.Store, leaves []shape.Leaf, value, count *jen.Statement) {
	elem := s.Shape(s.ElemShape(s.Output, s.Effect.Into))
	add := func(path model.Path, expr *jen.Statement, of *model.Shape) {
		leaves = append(leaves, shape.Leaf{Path: path, From: shape.Place{Expr: expr, Shape: of}})
	}
	add(rule.Value, value, FactOf(s.Types, facts).Value(jen.Nil()).Shape)
	into := s.OutputPlace(s.Effect.Into).Expr
	if len(rule.Counted) > 0 {
		counted := factValues(s.Types, facts, rule.Counted)
		var differs []*jen.Statement
		for _, c := range counted {
			differs = append(differs, jen.Add(value).Op("!=").Add(c))
		}
		s.If(printer.And(differs...), func(s scope) {
			s.Set(into, "=", jen.Append(into, s.Composed(elem, leaves)))
			s.Continue()
		})
	}
	if rule.Count != "" {
		of := s.Follow(jen.Nil(), elem.Name, rule.Count).Shape
		add(rule.Count, s.TypeOf(of).Call(jen.Id("min").Call(count, jen.Lit(rule.Cap))), of)
	}
	if rule.Capped != "" {
		of := s.Follow(jen.Nil(), elem.Name, rule.Capped).Shape
		add(rule.Capped, jen.Add(count).Op(">").Lit(rule.Cap), of)
	}
	s.Set(into, "=", jen.Append(into, s.Composed(elem, leaves)))
}
