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

// same returns the entity that has the key of the resource called v, or nil.
func same(s operation.Scope, entities *operation.Store) *jen.Statement {
	return entities.Get(func(m string) jen.Code { return s.Text(s.MemberPlace("v", m)) })
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
		l.say(s)
		time := s.TypeOf(l.at.Shape)
		s.Set(jen.Id(l.name), ":=", jen.Func().Params(resource).Op("*").Add(time).BlockFunc(func(g *jen.Group) {
			if l.facts.Resource.Fact == nil {
				g.If(jen.Id("one").Op(":=").Add(same(s, l.facts)), jen.Id("one").Op("!=").Nil()).Block(jen.Return(l.at.Pointer()))
				g.Return(jen.Nil())
				return
			}
			one := jen.Id("fact").Op("*").Id(l.facts.Shape.GoName)
			g.Return(printer.Runtime("Latest").Call(about(s, l.facts), jen.Func().Params(one).Op("*").Add(time).Block(jen.Return(l.at.Pointer()))))
		}))
	}
	for _, p := range presences(s) {
		there := printer.Runtime("Any").Call(about(s, p.facts))
		if p.facts.Resource.Fact == nil {
			there = same(s, p.facts).Op("!=").Nil()
		}
		p.say(s)
		s.Set(jen.Id(p.name), ":=", jen.Func().Params(resource).Bool().Block(jen.Return(there)))
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

// An amount is what some clauses say of the facts about a resource, or of what was put
// about it: a function.
type amount struct {
	clauses []*model.Clause
	facts   *operation.Store
	name    string // of the function
	// at is the time of the one called fact or one, if the amount is the latest of them.
	at shape.Place
}

func (a *amount) say(s scope) {
	s.Say(a.clauses[0])
	for _, c := range a.clauses[1:] {
		s.SayToo(c)
	}
}

// put adds an amount to others, or its clauses to the one that is the same.
func put(all []*amount, one *amount) []*amount {
	for _, other := range all {
		if other.name == one.name {
			other.clauses = append(other.clauses, one.clauses...)
			return all
		}
	}
	return append(all, one)
}

func latestTimes(s operation.Scope) []*amount {
	var all []*amount
	for _, c := range s.All("aggregate/latest") {
		rule := c.Rule.(model.AggregateLatest)
		facts := s.Stores.Of(rule.Of)
		name, one := "latest"+facts.Shape.Member(rule.Member).GoName, "fact"
		if facts.Resource.Fact == nil {
			name, one = "latest"+facts.Shape.GoName+facts.Shape.Member(rule.Member).GoName, "one"
		}
		all = put(all, &amount{[]*model.Clause{c}, facts, name, s.MemberOf(jen.Id(one), facts.Shape, rule.Member)})
	}
	return all
}

func presences(s operation.Scope) []*amount {
	var all []*amount
	for _, c := range s.All("aggregate/any") {
		facts := s.Stores.Of(c.Rule.(model.AggregateAny).Of)
		all = put(all, &amount{clauses: []*model.Clause{c}, facts: facts, name: "has" + facts.Field})
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
	leaves = append(leaves, amounts(s, of)...)
	if a.clause == nil {
		into := s.OutputPlace(s.Effect.Into).Expr
		s.Set(into, "=", jen.Append(into, s.Composed(s.Shape(s.ElemShape(s.Output, s.Effect.Into)), leaves)))
		return
	}
	s.Set(jen.List(jen.Id("value"), jen.Id("count")), ":=", jen.Id("amount").Call(jen.Id("v")))
	returnSum(s, a.rule.Sum, a.facts, leaves, jen.Id("value"), jen.Id("count"))
}

// amounts returns where an element of the output has the latest times and the flags of a
// resource. Those of several clauses for one place are one.
func amounts(s scope, of *jen.Statement) []shape.Leaf {
	var leaves []shape.Leaf
	add := func(at model.Path, from shape.Place, both func(a, b jen.Code) *jen.Statement) {
		for i := range leaves {
			if leaves[i].Path == at {
				leaves[i].From.Expr = both(leaves[i].From.Expr, from.Expr)
				return
			}
		}
		leaves = append(leaves, shape.Leaf{Path: at, From: from})
	}
	for _, l := range latestTimes(s) {
		for _, c := range l.clauses {
			add(c.Rule.(model.AggregateLatest).At, shape.Place{Expr: jen.Id(l.name).Call(of), Ptr: true, Shape: l.at.Shape},
				func(a, b jen.Code) *jen.Statement { return printer.Runtime("LaterOf").Call(a, b) })
		}
	}
	for _, p := range presences(s) {
		for _, c := range p.clauses {
			at := c.Rule.(model.AggregateAny).At
			flag := s.Follow(jen.Nil(), s.ElemShape(s.Output, s.Effect.Into), at).Shape
			add(at, shape.Place{Expr: jen.Id(p.name).Call(of), Shape: flag},
				func(a, b jen.Code) *jen.Statement { return jen.Add(a).Op("||").Add(b) })
		}
	}
	return leaves
}
