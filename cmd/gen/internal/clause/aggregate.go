package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// An Aggregate is the clauses that resources are returned with what the facts about them
// amount to.
type Aggregate struct {
	clause *model.Clause // or nil
	rule   model.Aggregate
	facts  *operation.Store
	filter *model.Clause
}

// AggregateOf returns the clauses of an operation, and whether it has some.
func AggregateOf(o *operation.Operation) (Aggregate, bool) {
	a := Aggregate{clause: o.Clause("aggregate"), filter: o.Clause("aggregate/filter")}
	if a.clause != nil {
		a.rule = a.clause.Rule.(model.Aggregate)
		a.facts = o.Stores.Of(a.rule.Of)
	}
	return a, o.Aggregates()
}

// about returns the facts about the resource called v.
func about(s operation.Scope, facts *operation.Store) *jen.Statement {
	partition := facts.PartitionValue(func(m string) jen.Code { return s.Text(s.MemberPlace("v", m)) })
	return facts.Table().Dot("Partition").Call(partition, jen.Lit(0))
}

// Declare adds what computes the amount for a resource, the latest time, and whether
// there are facts:
//
//	// clause rule-compliance: …
//	amount := func(v *ConfigRule) (ComplianceType, int) {
//		return runtime.Amount(here.Compliance.Partition(v.ConfigRuleName, 0), …)
//	}
func (a Aggregate) Declare(s operation.Scope) {
	resource := jen.Id("v").Op("*").Id(s.Store.Shape.GoName)
	for _, l := range latestTimes(s) {
		one := jen.Id("fact").Op("*").Id(l.facts.Shape.GoName)
		s.Say(l.clause)
		s.Set(jen.Id(l.name), ":=", jen.Func().Params(resource).Op("*").Add(s.TypeOf(l.at.Shape)).Block(
			jen.Return(printer.Runtime("Latest").Call(about(s, l.facts),
				jen.Func().Params(one).Op("*").Add(s.TypeOf(l.at.Shape)).Block(jen.Return(l.at.Pointer())))),
		))
	}
	for _, p := range presences(s) {
		s.Say(p.clause)
		s.Set(jen.Id(p.name), ":=", jen.Func().Params(resource).Bool().Block(
			jen.Return(printer.Runtime("Any").Call(about(s, p.facts))),
		))
	}
	if a.clause == nil {
		return
	}
	one := jen.Id("fact").Op("*").Id(a.facts.Shape.GoName)
	value := FactOf(s.Types, a.facts).Value(jen.Id("fact"))
	enum := s.TypeOf(value.Shape)
	s.Say(a.clause)
	s.Set(jen.Id("amount"), ":=", jen.Func().Params(resource).Params(enum, jen.Int()).Block(
		jen.Return(printer.Runtime("Amount").Call(
			jen.Line().Add(about(s, a.facts)),
			jen.Line().Func().Params(one).Add(enum).Block(jen.Return(value.OrZero())),
			jen.Line().Index().Add(enum).Values(factValues(s.Types, a.facts, a.rule.Sum.First)...),
			jen.Line().Add(shape.EnumValue(value.Shape, a.rule.Sum.Otherwise)),
			jen.Line(),
		)),
	))
}

// A latestTime is the latest of the times that facts about a resource have.
type latestTime struct {
	clause *model.Clause
	rule   model.AggregateLatest
	facts  *operation.Store
	// at is the time of the fact called fact, and name that of the function.
	at   shape.Place
	name string
}

func latestTimes(s operation.Scope) []latestTime {
	var all []latestTime
	for _, c := range s.All("aggregate/latest") {
		rule := c.Rule.(model.AggregateLatest)
		facts := s.Stores.Of(rule.Of)
		name := "latest" + facts.Shape.Member(rule.Member).GoName
		all = append(all, latestTime{c, rule, facts, s.MemberOf(jen.Id("fact"), facts.Shape, rule.Member), name})
	}
	return all
}

// A presence is whether there are facts about a resource.
type presence struct {
	clause *model.Clause
	rule   model.AggregateAny
	facts  *operation.Store
	name   string // of the function
}

func presences(s operation.Scope) []presence {
	var all []presence
	for _, c := range s.All("aggregate/any") {
		rule := c.Rule.(model.AggregateAny)
		facts := s.Stores.Of(rule.Of)
		all = append(all, presence{c, rule, facts, "has" + facts.Field})
	}
	return all
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
	of := jen.Id("v")
	for _, l := range latestTimes(s) {
		leaves = append(leaves, shape.Leaf{Path: l.rule.At, From: shape.Place{Expr: jen.Id(l.name).Call(of), Ptr: true, Shape: l.at.Shape}})
	}
	for _, p := range presences(s) {
		flag := s.Follow(jen.Nil(), s.ElemShape(s.Output, s.Effect.Into), p.rule.At).Shape
		leaves = append(leaves, shape.Leaf{Path: p.rule.At, From: shape.Place{Expr: jen.Id(p.name).Call(of), Shape: flag}})
	}
	if a.clause == nil {
		into := s.OutputPlace(s.Effect.Into).Expr
		s.Set(into, "=", jen.Append(into, s.Composed(s.Shape(s.ElemShape(s.Output, s.Effect.Into)), leaves)))
		return
	}
	s.Set(jen.List(jen.Id("value"), jen.Id("count")), ":=", jen.Id("amount").Call(jen.Id("v")))
	returnSum(s, a.rule.Sum, a.facts, leaves, jen.Id("value"), jen.Id("count"))
}
