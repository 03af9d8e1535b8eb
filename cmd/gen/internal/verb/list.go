package verb

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// lists adds the rest of an operation that returns resources, be they entities or
// facts.
func lists(s scope) {
	if summary, ok := clause.SummaryOf(s.Operation); ok {
		summarize(s, summary)
		return
	}
	pages, paged := clause.PaginationOf(s.Operation)
	keyed, byKeys := clause.KeyedFilter(s.Operation)
	with := s.Clause("pagination/with-keys")
	byKeys = byKeys && (with != nil || !paged)

	s.Say(s.Clause("fact"))
	s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
	show := appendResource
	if aggregate, ok := clause.AggregateOf(s.Operation); ok {
		aggregate.Declare(s)
		show = aggregate.Return
	}
	others := slices.DeleteFunc(clause.Filters(s.Operation), func(f clause.Filter) bool { return byKeys && f.By() == keyed.By() })
	selections := clause.Selections(s.Operation)
	keeps := len(others)+len(selections) > 0
	if keeps {
		clause.KeepFunc(s, others, selections...)
	}
	if byKeys {
		if operation.MayFail(with) {
			with = nil // it has been said
		}
		keyed.ByKeys(s, with, keeps, show)
		if keyed.Always(s.Operation) {
			return
		}
	}
	if paged {
		pages.Start(s)
	}
	for _, f := range absentOrder(s, others) {
		f.Absent(s)
	}
	if !paged {
		listAll(s, keeps, show)
		return
	}
	l := clause.Listed{
		Type: jen.Id(s.Store.Shape.GoName), Key: s.Store.Rest, From: clause.Resources, Keep: jen.Nil(),
		Text: func(m string) jen.Code { return s.Text(s.MemberPlace("v", m)) },
	}
	if keeps {
		l.Keep = jen.Id("keep")
	}
	pages.Page(s, l)
	returnPage(s, pages, show)
}

// absentOrder returns the filters of which a clause says what becomes of what
// they do not find, in the order of those clauses.
func absentOrder(s scope, filters []clause.Filter) []clause.Filter {
	var all []clause.Filter
	for _, c := range s.All("filter/absent") {
		for _, f := range filters {
			if f.IsAbout(c) {
				all = append(all, f)
			}
		}
	}
	return all
}

// returnPage adds the return of page.
func returnPage(s scope, pages clause.Pagination, one func(scope)) {
	pages.LastPage(s)
	items := printer.Sel("page", "Items")
	s.For(jen.Id("i").Op(":=").Range().Add(items), func(s scope) {
		s.Set(jen.Id("v"), ":=", jen.Op("&").Add(items).Index(jen.Id("i")))
		one(s)
	})
	pages.NextToken(s)
	s.Succeed(jen.Id(operation.Out))
}

// listAll adds the return of all resources without pages.
func listAll(s scope, filtered bool, show func(scope)) {
	resources := clause.Resources(s, jen.Lit(0))
	s.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(resources), func(s scope) {
		if filtered {
			s.If(jen.Op("!").Id("keep").Call(jen.Id("v")), func(s scope) { s.Continue() })
		}
		show(s)
	})
	s.Succeed(jen.Id(operation.Out))
}

// appendResource adds, to the output, the resource that v points to: a copy of it, or
// what the operation makes of it.
func appendResource(s scope) {
	into, one := s.OutputPlace(s.Effect.Into).Expr, returned(s)
	selector, selects := clause.SelectorOf(s.Operation)
	labels, labelled := clause.LabelShownOf(s.Operation)
	entries, embedded := clause.EntryShownOf(s.Operation)
	if selects || labelled || embedded {
		row := jen.Id("row")
		s.Set(row, ":=", one)
		if selects {
			selector.Shown(s, shape.Place{Expr: row, Shape: s.OutputShape(s.Effect.Shown())})
		}
		if labelled {
			labels.Add(s, row)
		}
		if embedded {
			entries.Add(s, row)
		}
		one = row
	}
	s.Set(into, "=", jen.Append(into, one))
}

func returned(s scope) *jen.Statement {
	if selector, selects := clause.SelectorOf(s.Operation); selects && s.Effect.Verb == model.Lists {
		s.Set(jen.Id("whole"), ":=", whole(s))
		selector.SelectEach(s)
		clause.Seal(s, "whole")
		return shownOf(s, "whole")
	}
	seals := clause.Seals(s.Operation)
	if len(s.Effect.As) == 0 && !seals {
		return whole(s)
	}
	l, changes := clause.LifecycleOf(s.Types, s.Store)
	switch treats := clause.TreatmentsOf(s.Types, s.Store).Any() || seals; {
	case !treats && changes:
		// What is shown of it is copied.
		s.Set(jen.Id("whole"), ":=", l.Returned(jen.Op("*").Id("v")))
		return shownOf(s, "whole")
	case !treats:
		return shownOf(s, "v")
	}
	s.Set(jen.Id("whole"), ":=", whole(s))
	clause.Seal(s, "whole")
	return shownOf(s, "whole")
}

// whole returns a copy of the resource that v points to, as reads return it.
func whole(s scope) *jen.Statement {
	copied := jen.Op("*").Id("v")
	if s.Shares(s.Store.Shape) {
		copied = jen.Id("v").Dot("clone").Call()
	}
	copied = clause.TreatmentsOf(s.Types, s.Store).Returned(copied)
	if l, changes := clause.LifecycleOf(s.Types, s.Store); changes {
		copied = l.Returned(copied)
	}
	return copied
}

// shownOf returns what the operation makes of the resource that a variable holds.
func shownOf(s scope, from string) *jen.Statement {
	if len(s.Effect.As) == 0 {
		return jen.Id(from)
	}
	if s.Effect.ShowsTexts() {
		text := s.Text(s.MemberPlace(from, s.Effect.As[0].Member))
		if elem := s.OutputShape(s.Effect.Shown()); elem.Kind == model.Enum {
			return s.TypeOf(elem).Call(text)
		}
		return text
	}
	var leaves []shape.Leaf
	for _, as := range s.Effect.As {
		leaves = append(leaves, shape.Leaf{Path: as.Path, From: s.MemberPlace(from, as.Member)})
	}
	return s.Shown(s.OutputShape(s.Effect.Shown()), leaves)
}

// summarize adds the rest of an operation that returns a fact summed up:
//
//	// clause resources-summary: …
//	groups := runtime.Summarize(…)
//	page := runtime.PageOf(runtime.After(groups, after), limit, keep)
//	for i := range page.Items { … }
func summarize(s scope, summary clause.Summary) {
	pages, paged := clause.PaginationOf(s.Operation)
	var onFacts, onValues []clause.Filter
	for _, f := range clause.Filters(s.Operation) {
		if f.On(s.Store.Resource.Fact.Value) {
			onValues = append(onValues, f)
		} else {
			onFacts = append(onFacts, f)
		}
	}
	s.Say(s.Clause("fact"))
	s.Set(jen.Id(operation.Out), ":=", s.NewOutput())
	if paged {
		pages.Start(s)
	}
	for _, f := range absentOrder(s, clause.Filters(s.Operation)) {
		f.Absent(s)
	}
	facts := clause.Resources(s, jen.Lit(0))
	if len(onFacts) > 0 {
		clause.KeepFunc(s, onFacts)
		s.Set(jen.Id("facts"), ":=", printer.Runtime("Where").Call(facts, jen.Id("keep")))
		facts = jen.Id("facts")
	}
	summary.Sum(s, facts)
	groups := jen.Id("groups")
	if len(onValues) > 0 {
		clause.WantedFunc(s, summary.Group(s.Operation), onValues)
		s.Set(groups, "=", printer.Runtime("Where").Call(groups, jen.Id("wanted")))
	}
	if !paged {
		s.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(groups), summary.Return)
		s.Succeed(jen.Id(operation.Out))
		return
	}
	pages.Page(s, clause.Listed{
		Type: summary.Group(s.Operation), Key: summary.By(), Keep: jen.Nil(),
		Text: func(m string) jen.Code { return s.Text(s.MemberOf(printer.Sel("v", "First"), s.Store.Shape, m)) },
		From: func(_ scope, place jen.Code) *jen.Statement { return printer.Runtime("After").Call(groups, place) },
	})
	returnPage(s, pages, summary.Return)
}
