package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// summary adds the rest of an operation that shows a fact summed up:
//
//	// clause resources-summary: …
//	groups := fake.Summarize(…)
//	page := fake.PageOf(fake.After(groups, after), limit, keep)
//	for i := range page.Items { … }
func (b *body) summary(c *model.Clause) {
	rule := c.Rule.(model.Summary)
	fact := b.store.thing.Fact
	value := b.memberOf(jen.Id("v"), b.store.shape, fact.Value)
	onValue := func(f model.Filter) bool { return slices.Contains(f.On, model.Path(fact.Value)) }
	onFact := func(f model.Filter) bool { return !onValue(f) }
	var filtersFacts, filtersValues bool
	for _, fc := range b.clauses("filter") {
		filtersFacts = filtersFacts || onFact(fc.Rule.(model.Filter))
		filtersValues = filtersValues || onValue(fc.Rule.(model.Filter))
	}

	b.say(b.op.Clause("fact"))
	b.g.Id(outVar).Op(":=").Add(b.newOutput())
	pages := b.op.Clause("pagination")
	if pages != nil {
		b.pageStart(pages)
	}
	for _, absent := range b.clauses("filter/absent") {
		if mayFail(absent) {
			b.absentAmong(absent)
		}
	}
	facts := b.values(jen.Lit(0))
	if filtersFacts {
		b.keepFunc(b.store.shape, onFact)
		b.g.Id("facts").Op(":=").Qual(fakePath, "Where").Call(facts, jen.Id("keep"))
		facts = jen.Id("facts")
	}

	key := b.store.keyValue(rule.By, func(m string) jen.Code { return b.text(b.memberOf(jen.Id("v"), b.store.shape, m)) })
	enum := b.typeOf(value.shape)
	ofValue := jen.Add(value.expr)
	if value.ptr {
		ofValue = jen.Qual(fakePath, "Value").Call(value.expr)
	}
	one := jen.Id("v").Op("*").Id(b.store.shape.GoName)
	b.say(c)
	b.g.Id("groups").Op(":=").Qual(fakePath, "Summarize").Call(
		jen.Line().Add(facts),
		jen.Line().Func().Params(jen.Add(one)).Add(keyType(rule.By)).Block(jen.Return(key)),
		jen.Line().Func().Params(jen.Add(one)).Add(enum).Block(jen.Return(ofValue)),
		jen.Line().Index().Add(enum).Values(b.enumValues(b.store, rule.First)...),
		jen.Line().Add(b.enumValue(value.shape, rule.Otherwise)),
		jen.Line(),
	)
	groups := jen.Id("groups")
	if filtersValues {
		b.valueFilter(value, onValue)
		b.g.Id("groups").Op("=").Qual(fakePath, "Where").Call(jen.Id("groups"), jen.Id("wanted"))
	}
	if pages == nil {
		b.g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(groups)).BlockFunc(b.in(func() { b.showGroup(rule, value) }))
		b.succeed(jen.Id(outVar))
		return
	}
	group := jen.Qual(fakePath, "Summary").Types(jen.Id(b.store.shape.GoName), enum)
	b.orderedPage(group, rule.By, func(m string) jen.Code {
		return b.text(b.memberOf(jen.Id("v").Dot("First"), b.store.shape, m))
	}, func(place jen.Code) *jen.Statement { return jen.Qual(fakePath, "After").Call(groups, place) }, jen.Id("after"), jen.Nil())
	b.lastPage()
	b.showPage(func(jen.Code) { b.showGroup(rule, value) })
	b.nextToken(pages)
	b.succeed(jen.Id(outVar))
}

// valueFilter adds the function that filters groups by what they amount to.
func (b *body) valueFilter(value place, wanted func(model.Filter) bool) {
	group := jen.Qual(fakePath, "Summary").Types(jen.Id(b.store.shape.GoName), b.typeOf(value.shape))
	b.g.Id("wanted").Op(":=").Func().Params(jen.Id("group").Op("*").Add(group)).Bool().BlockFunc(b.in(func() {
		for _, c := range b.clauses("filter") {
			f := c.Rule.(model.Filter)
			if !wanted(f) {
				continue
			}
			b.say(c)
			by := b.inputPlace(f.By)
			var differs *jen.Statement
			has := jen.String().Call(jen.Id("group").Dot("Value"))
			if by.shape.Kind == model.List {
				elem := b.api.Shape(by.shape.Elem)
				differs = jen.Op("!").Qual("slices", "ContainsFunc").Call(by.expr,
					jen.Func().Params(jen.Id(keyVar).Add(b.typeOf(elem))).Bool().Block(
						jen.Return(asString(jen.Id(keyVar), elem).Op("==").Add(has))))
			} else {
				differs = asString(by.value(), by.shape).Op("!=").Add(has)
			}
			if there := by.present(); there != nil {
				differs = there.Op("&&").Add(differs)
			}
			b.g.If(differs).Block(jen.Return(jen.False()))
		}
		b.g.Return(jen.True())
	}))
}

// showGroup adds a group called v to the output.
func (b *body) showGroup(rule model.Summary, value place) {
	into := b.follow(jen.Id(outVar), b.op.Output, b.op.Effect.Into)
	elem := b.api.Shape(b.elemShape(b.op.Output, b.op.Effect.Into))
	group := jen.Id("v")
	var leaves []leaf
	for _, as := range b.op.Effect.As {
		leaves = append(leaves, leaf{as.Path, b.memberOf(jen.Add(group).Dot("First"), b.store.shape, as.Member)})
	}
	shapeAt := func(path model.Path) *model.Shape { return b.follow(jen.Nil(), elem.Name, path).shape }
	leaves = append(leaves, leaf{rule.Value, place{expr: jen.Add(group).Dot("Value"), shape: value.shape}})
	if rule.Count != "" {
		s := shapeAt(rule.Count)
		leaves = append(leaves, leaf{rule.Count, place{
			expr: b.typeOf(s).Call(jen.Id("min").Call(jen.Add(group).Dot("Count"), jen.Lit(rule.Cap))), shape: s}})
	}
	if rule.Capped != "" {
		leaves = append(leaves, leaf{rule.Capped, place{
			expr: jen.Add(group).Dot("Count").Op(">").Lit(rule.Cap), shape: shapeAt(rule.Capped)}})
	}
	b.g.Add(into.expr).Op("=").Append(into.expr, b.composed(elem, leaves))
}
