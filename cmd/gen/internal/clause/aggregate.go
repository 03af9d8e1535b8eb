package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// An Aggregate is the clause that resources are returned with what the facts about them
// amount to.
type Aggregate struct {
	clause *model.Clause
	rule   model.Aggregate
	facts  *operation.Store
	filter *model.Clause
}

// AggregateOf returns the clause of an operation, and whether it has one.
func AggregateOf(o *operation.Operation) (Aggregate, bool) {
	c := o.Clause("aggregate")
	if c == nil {
		return Aggregate{}, false
	}
	rule := c.Rule.(model.Aggregate)
	return Aggregate{c, rule, o.Stores.Of(rule.Of), o.Clause("aggregate/filter")}, true
}

// Declare adds what computes the amount for a resource:
//
//	// clause rule-compliance: …
//	amount := func(v *ConfigRule) (ComplianceType, int) {
//		return runtime.Amount(here.Compliance.Partition(v.ConfigRuleName, 0), …)
//	}
func (a Aggregate) Declare(s operation.Scope) {
	one := jen.Id("fact").Op("*").Id(a.facts.Shape.GoName)
	value := FactOf(s.Types, a.facts).Value(jen.Id("fact"))
	enum := s.TypeOf(value.Shape)
	resource := jen.Id("v").Op("*").Id(s.Store.Shape.GoName)
	partition := a.facts.PartitionValue(func(m string) jen.Code { return s.Text(s.MemberPlace("v", m)) })
	s.Say(a.clause)
	s.Set(jen.Id("amount"), ":=", jen.Func().Params(resource).Params(enum, jen.Int()).Block(
		jen.Return(printer.Runtime("Amount").Call(
			jen.Line().Add(a.facts.Table().Dot("Partition").Call(partition, jen.Lit(0))),
			jen.Line().Func().Params(one).Add(enum).Block(jen.Return(value.OrZero())),
			jen.Line().Index().Add(enum).Values(factValues(s.Types, a.facts, a.rule.Sum.First)...),
			jen.Line().Add(shape.EnumValue(value.Shape, a.rule.Sum.Otherwise)),
			jen.Line(),
		)),
	))
}

// leaveOut adds to a function that filters that what does not amount to one of some
// values is left out.
func (a Aggregate) leaveOut(s scope) {
	by := s.InputPlace(a.filter.Rule.(model.AggregateFilter).By)
	elem := s.Shape(by.Shape.Elem)
	s.Say(a.filter)
	wanted := jen.Func().Params(jen.Id(operation.Key).Add(s.TypeOf(elem))).Bool().Block(
		jen.List(jen.Id("has"), jen.Id("_")).Op(":=").Id("amount").Call(jen.Id("v")),
		jen.Return(shape.AsString(jen.Id(operation.Key), elem).Op("==").String().Call(jen.Id("has"))),
	)
	unselected := jen.Op("!").Qual("slices", "ContainsFunc").Call(jen.Add(by.Expr), wanted)
	s.If(printer.And(by.Present(), unselected), func(s scope) { s.Return(jen.False()) })
}

// Return adds the resource called v to the output, with what it amounts to.
func (a Aggregate) Return(s operation.Scope) {
	var leaves []shape.Leaf
	for _, as := range s.Effect.As {
		leaves = append(leaves, shape.Leaf{Path: as.Path, From: s.MemberPlace("v", as.Member)})
	}
	s.Set(jen.List(jen.Id("value"), jen.Id("count")), ":=", jen.Id("amount").Call(jen.Id("v")))
	returnSum(s, a.rule.Sum, a.facts, leaves, jen.Id("value"), jen.Id("count"))
}
