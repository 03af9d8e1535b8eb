package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// keyedFilter returns the filter that names things by the whole of their key,
// so that they can be looked up one by one, or nil.
func (b *body) keyedFilter() *model.Filter {
	if b.op.Effect.Verb != model.Lists && b.op.Effect.Verb != model.Reads || b.op.Clause("fact/summary") != nil {
		return nil
	}
	for _, c := range b.clauses("filter") {
		f := c.Rule.(model.Filter)
		if !b.isList(f.By) {
			continue
		}
		rest := make([]string, len(f.On))
		for i, on := range f.On {
			rest[i] = string(on)
		}
		slices.Sort(rest)
		if slices.Equal(rest, slices.Sorted(slices.Values(b.store.rest))) && b.partitionBound() {
			return &f
		}
	}
	return nil
}

func (b *body) isList(path model.Path) bool {
	return b.inputPlace(path).shape.Kind == model.List
}

// partitionBound reports whether the input always says which partition is
// meant.
func (b *body) partitionBound() bool {
	for _, m := range b.store.thing.Partition {
		p, ok := b.bound(m)
		if !ok || p.present() != nil {
			return false
		}
	}
	return true
}

// filterClause returns the clause of the filter by a member of the input.
func (b *body) filterClause(by model.Path) *model.Clause {
	for _, c := range b.clauses("filter") {
		if c.Rule.(model.Filter).By == by {
			return c
		}
	}
	return nil
}

// absentClause returns the clause that says what becomes of a key that the
// filter by that member does not find.
func (b *body) absentClause(by model.Path) *model.Clause {
	for _, c := range b.clauses("filter/absent") {
		if c.Rule.(model.FilterAbsent).By == by {
			return c
		}
	}
	return nil
}

// conditions adds to a function the returns of false for a thing called v
// that the filters do not select. wanted picks the filters.
func (b *body) conditions(wanted func(model.Filter) bool) {
	for _, c := range b.clauses("filter") {
		f := c.Rule.(model.Filter)
		if !wanted(f) {
			continue
		}
		b.say(c)
		by := b.inputPlace(f.By)
		cond := b.unselected(f, by)
		if there := by.present(); there != nil {
			if by.shape.Kind != model.List && len(f.On) > 1 {
				cond = jen.Parens(cond)
			}
			cond = there.Op("&&").Add(cond)
		}
		b.g.If(cond).Block(jen.Return(jen.False()))
	}
}

// unselected returns the condition that a filter does not select v, where the
// member that it is by is there.
func (b *body) unselected(f model.Filter, by place) *jen.Statement {
	if by.shape.Kind != model.List {
		var any *jen.Statement
		for _, on := range f.On {
			one := b.unequal(f, on, asString(by.value(), by.shape))
			if any == nil {
				any = one
			} else {
				any = any.Op("||").Add(one)
			}
		}
		return any
	}
	elem := b.api.Shape(by.shape.Elem)
	// !slices.ContainsFunc(in.Keys, func(key Key) bool { return … })
	return jen.Op("!").Qual("slices", "ContainsFunc").Call(by.expr,
		jen.Func().Params(jen.Id(keyVar).Add(b.typeOf(elem))).Bool().Block(jen.Return(b.selects(f, elem))))
}

// selects returns the condition that an element of a list called key selects
// v.
func (b *body) selects(f model.Filter, elem *model.Shape) *jen.Statement {
	var same *jen.Statement
	for _, on := range f.On {
		want := asString(jen.Id(keyVar), elem)
		if elem.Kind == model.Structure {
			want = b.text(b.follow(jen.Id(keyVar), elem.Name, model.Path(on.Last())))
		}
		one := b.equal(f, on, want)
		if same == nil {
			same = one
		} else {
			same = same.Op("&&").Add(one)
		}
	}
	return same
}

// equal returns the condition that v has, at the path on, the wanted text. A
// path through a list is met by one of its elements.
func (b *body) equal(f model.Filter, on model.Path, want jen.Code) *jen.Statement {
	list, rest, through := cutList(on)
	if !through {
		has, want := b.sides(f, on, want)
		return jen.Add(has).Op("==").Add(want)
	}
	p := b.thingPlace(list)
	elem := b.api.Shape(p.shape.Elem)
	one := asString(jen.Id("one"), elem)
	if elem.Kind == model.Structure {
		one = b.text(b.follow(jen.Id("one"), elem.Name, rest))
	}
	some := func(is *jen.Statement) *jen.Statement {
		return jen.Qual("slices", "ContainsFunc").Call(jen.Add(p.expr),
			jen.Func().Params(jen.Id("one").Add(b.typeOf(elem))).Bool().Block(jen.Return(is)))
	}
	wanted := some(jen.Add(one).Op("==").Add(want))
	if f.Otherwise == "" {
		return wanted
	}
	// Elements that have no value there are as good as none.
	return jen.Parens(wanted.Op("||").Add(want).Op("==").Lit(f.Otherwise).Op("&&").
		Op("!").Add(some(jen.Add(one).Op("!=").Lit(""))))
}

func (b *body) unequal(f model.Filter, on model.Path, want jen.Code) *jen.Statement {
	if _, _, through := cutList(on); through {
		return jen.Op("!").Add(b.equal(f, on, want))
	}
	has, want := b.sides(f, on, want)
	return jen.Add(has).Op("!=").Add(want)
}

// sides returns what v has at a path, and what it is to be compared with: both
// folded, if the path is a member of a key that is compared so.
func (b *body) sides(f model.Filter, on model.Path, want jen.Code) (has, wanted jen.Code) {
	has = b.orElse(f, b.text(b.thingPlace(on)))
	if slices.Contains(b.store.thing.Key, string(on)) {
		return b.store.fold(has), b.store.fold(want)
	}
	return has, want
}

// orElse returns a text, or what counts where it is empty.
func (b *body) orElse(f model.Filter, text *jen.Statement) jen.Code {
	if f.Otherwise == "" {
		return text
	}
	return jen.Qual("cmp", "Or").Call(text, jen.Lit(f.Otherwise))
}

// thingPlace returns a place in the thing called v.
func (b *body) thingPlace(path model.Path) place {
	return b.follow(jen.Id("v"), b.store.shape.Name, path)
}

// byKeys adds the answer to a request that names things by their keys:
//
//	if len(in.ResourceKeys) > 0 {
//		shown := map[[2]string]bool{}
//		for i := range in.ResourceKeys {
//			key := &in.ResourceKeys[i]
//			…
//		}
//		return out, nil
//	}
func (b *body) byKeys(f *model.Filter, with *model.Clause, filtered bool, show func(jen.Code)) {
	by := b.inputPlace(f.By)
	b.g.If(by.present()).BlockFunc(b.in(func() {
		b.say(b.filterClause(f.By))
		b.andSay(with)
		partition, _ := b.store.keys(b.keyText)
		rest := func(m string) jen.Code { return b.filterKeyText(f, m) }
		b.g.Id("shown").Op(":=").Map(keyType(b.store.rest)).Bool().Values()
		b.over(f.By, func() {
			for _, c := range b.clauses("key/incomplete") {
				if !may(c, "omitted") {
					continue
				}
				if cond, _ := b.lacking(); cond != nil {
					b.say(c)
					b.g.If(cond).Block(jen.Continue())
				}
			}
			b.g.Id("one").Op(":=").Add(b.store.keyValue(b.store.rest, rest))
			b.g.Id("v").Op(":=").Add(b.store.table()).Dot("Get").Call(partition, jen.Id("one"))
			absent := b.absentClause(f.By)
			b.say(absent)
			if mayFail(absent) {
				b.g.If(jen.Id("v").Op("==").Nil()).BlockFunc(b.in(func() {
					b.choose(absent, func(choice string) {
						if code := model.ErrorOf(choice); code != "" {
							b.fail(code, "there is no "+b.store.thing.Name+" %q", rest(b.store.rest[len(b.store.rest)-1]))
						} else {
							b.g.Continue()
						}
					})
				}))
			}
			skip := jen.Id("shown").Index(jen.Id("one"))
			if !mayFail(absent) {
				skip = jen.Id("v").Op("==").Nil().Op("||").Add(skip)
			}
			if filtered {
				skip = skip.Op("||").Op("!").Id("keep").Call(jen.Id("v"))
			}
			b.g.If(skip).Block(jen.Continue())
			b.g.Id("shown").Index(jen.Id("one")).Op("=").True()
			show(jen.Id("v"))
		})
		b.succeed(jen.Id(outVar))
	}))
}

// filterKeyText returns the text of a member of the key in an element of the
// list that a filter is by.
func (b *body) filterKeyText(f *model.Filter, member string) jen.Code {
	elem := b.api.Shape(b.elemShape(b.op.Input, f.By))
	if elem.Kind != model.Structure {
		return asString(jen.Id(keyVar), elem)
	}
	for _, on := range f.On {
		if string(on) == member {
			return b.text(b.follow(jen.Id(keyVar), elem.Name, model.Path(on.Last())))
		}
	}
	return jen.Lit("")
}

// absentAmong adds the error for a request that selects, in pages, what is not
// there. Things are looked for one after the other, because the filter is not
// by the whole of their key.
func (b *body) absentAmong(c *model.Clause) {
	f := b.filterClause(c.Rule.(model.FilterAbsent).By)
	if f == nil {
		return
	}
	b.say(c)
	b.choose(c, func(choice string) {
		if code := model.ErrorOf(choice); code != "" {
			b.searchAmong(f.Rule.(model.Filter), code)
		} else {
			b.remark("What is not there adds nothing.")
		}
	})
}

func (b *body) searchAmong(rule model.Filter, code string) {
	by := b.inputPlace(rule.By)
	elem := by.shape
	search := func(want func(model.Path) jen.Code) {
		b.g.Id("found").Op(":=").False()
		things := b.values(jen.Lit(0))
		b.g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(things)).BlockFunc(b.in(func() {
			var same *jen.Statement
			for _, on := range rule.On {
				one := b.equal(rule, on, want(on))
				if same == nil {
					same = one
				} else {
					same = same.Op("&&").Add(one)
				}
			}
			b.g.If(same).Block(jen.Id("found").Op("=").True(), jen.Break())
		}))
		b.g.If(jen.Op("!").Id("found")).BlockFunc(b.in(func() {
			b.fail(code, "there is no such "+b.store.thing.Name)
		}))
	}
	if by.shape.Kind != model.List {
		only := func() { search(func(model.Path) jen.Code { return asString(by.value(), elem) }) }
		if there := by.present(); there != nil {
			b.g.If(there).BlockFunc(b.in(only))
		} else {
			b.g.BlockFunc(b.in(only))
		}
		return
	}
	elem = b.api.Shape(by.shape.Elem)
	b.over(rule.By, func() {
		search(func(on model.Path) jen.Code {
			if elem.Kind == model.Structure {
				return b.text(b.follow(jen.Id(keyVar), elem.Name, model.Path(on.Last())))
			}
			return asString(jen.Id(keyVar), elem)
		})
	})
}

// filterNeeds adds, where a member may not be given alone:
//
//	// clause resources-id-needs-type: …
//	if in.ResourceID != nil && in.ResourceType == nil {
//		return nil, fake.Refuse(…)
//	}
func (b *body) filterNeeds(c *model.Clause) {
	b.say(c)
	if !mayFail(c) {
		b.remark("It counts for itself.")
		return
	}
	rule := c.Rule.(model.FilterNeeds)
	given, missing := b.inputPlace(rule.By).present(), b.inputPlace(rule.Needs).absent()
	if missing == nil {
		return // it is always there
	}
	cond := missing
	if given != nil {
		if len(b.inputPlace(rule.Needs).guards) > 0 {
			missing = jen.Parens(missing)
		}
		cond = given.Op("&&").Add(missing)
	}
	b.g.If(cond).BlockFunc(b.in(func() {
		b.choose(c, func(choice string) {
			if code := model.ErrorOf(choice); code != "" {
				b.fail(code, rule.By.Last()+" is given without "+rule.Needs.Last())
			} else {
				b.remark("It counts for itself.")
			}
		})
	}))
}
