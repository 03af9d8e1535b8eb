package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// timePath is the standard package of times, which only mutants need by name.
const timePath = "time"

// twistedExpiry returns the time at which a thing is gone, made of the one at
// which it should be.
func (e *emitter) twistedExpiry(c *model.Clause, at *jen.Statement) *jen.Statement {
	var moved *jen.Statement
	absent := jen.Nil()
	t := jen.Id("at")
	switch {
	case e.twisted(c, "late"):
		moved = t.Dot("Add").Call(jen.Lit(1))
	case e.twisted(c, "early"):
		moved = t.Dot("Add").Call(jen.Op("-").Qual(timePath, "Second"))
	case e.twisted(c, "milliseconds"):
		moved = jen.Qual(timePath, "UnixMilli").Call(t.Dot("Unix").Call())
	case e.twisted(c, "always"):
		moved, absent = t.Dot("Time"), jen.New(jen.Qual(fakePath, "Time"))
	default:
		return at
	}
	return jen.Func().Params(jen.Id("at").Op("*").Qual(fakePath, "Time")).Op("*").Qual(fakePath, "Time").Block(
		jen.If(jen.Id("at").Op("==").Nil()).Block(jen.Return(absent)),
		jen.Return(jen.Op("&").Qual(fakePath, "Time").Values(jen.Id("Time").Op(":").Add(moved))),
	).Call(at)
}

// inMinutes returns a time cut to the minute.
func inMinutes(at jen.Code) *jen.Statement {
	pointer := jen.Op("*").Qual(fakePath, "Time")
	return jen.Func().Params(jen.Id("at").Add(pointer)).Add(pointer).Block(
		jen.If(jen.Id("at").Op("==").Nil()).Block(jen.Return(jen.Nil())),
		jen.Return(jen.Op("&").Qual(fakePath, "Time").Values(jen.Id("Time").Op(":").Id("at").Dot("Truncate").Call(jen.Qual(timePath, "Minute")))),
	).Call(at)
}

// expired returns the condition that a thing is gone, for a mutant whose table
// does not know.
func (b *body) expired(v *jen.Statement) *jen.Statement {
	at := b.memberOf(v, b.store.shape, b.store.expiry.Rule.(model.Expiry).At)
	gone := jen.Op("!").Id(hereVar).Dot("now").Dot("Before").Call(jen.Add(at.expr).Dot("Time"))
	if at.ptr {
		gone = jen.Add(at.expr).Op("!=").Nil().Op("&&").Add(gone)
	}
	return gone
}

// unexpired returns those of some things that are not gone.
func (b *body) unexpired(things jen.Code) *jen.Statement {
	return jen.Qual(runtimePath, "Where").Call(things,
		jen.Func().Params(jen.Id("v").Op("*").Id(b.store.shape.GoName)).Bool().Block(
			jen.Return(jen.Op("!").Parens(b.expired(jen.Id("v"))))))
}

// twistedSize returns the size of a page that is asked for, and the comparison
// with 0 for one that is.
func (b *body) twistedSize(c *model.Clause, size *jen.Statement) (*jen.Statement, string) {
	switch {
	case b.twisted(c, "limit-less"):
		return jen.Id("max").Call(size.Op("-").Lit(1), jen.Lit(1)), ">"
	case b.twisted(c, "limit-more"):
		return size.Op("+").Lit(1), ">"
	}
	return jen.Id("max").Call(size, jen.Lit(1)), ">="
}

// twistPage adds what spoils a page before it is shown.
func (b *body) twistPage() {
	c := b.op.Clause("pagination")
	items, next := jen.Id("page").Dot("Items"), jen.Id("page").Dot("Next")
	switch {
	case b.twisted(c, "loses"):
		b.g.If(jen.Id("after").Op(">").Lit(0).Op("&&").Len(items).Op(">").Lit(0)).Block(
			jen.Add(items).Op("=").Add(items).Index(jen.Lit(1), jen.Empty()))
	case b.twisted(c, "repeats"):
		b.g.If(jen.Add(next).Op(">").Lit(1)).Block(jen.Add(next).Op("--"))
	case b.twisted(c, "endless"):
		b.g.If(jen.Add(next).Op("==").Lit(0)).Block(jen.Add(next).Op("=").Lit(1).Op("<<").Lit(62))
	case b.twisted(c, "cut"):
		b.g.Add(next).Op("=").Lit(0)
	}
}

// twistUnpaged adds, to the loop over the keys of a request, that it ends when
// a page is full.
func (b *body) twistUnpaged() {
	pages := b.op.Clause("pagination")
	if pages == nil || !b.twistedOf("pagination/with-keys", "paged") {
		return
	}
	rule := pages.Rule.(model.Pagination)
	size := jen.Lit(rule.Default)
	if rule.Limit != "" {
		asked := b.inputPlace(model.Path(rule.Limit))
		limit := asked.expr
		if asked.ptr {
			limit = jen.Qual(runtimePath, "Value").Call(limit)
		}
		size = jen.Qual("cmp", "Or").Call(jen.Int().Call(limit), size)
	}
	shown := b.follow(jen.Id(outVar), b.op.Output, b.op.Effect.Into)
	b.g.If(jen.Len(shown.expr).Op("==").Add(size)).Block(jen.Break())
}

// twistedFilter returns the condition that a filter does not select v, made of
// the one that is right.
func (b *body) twistedFilter(c *model.Clause, f model.Filter, by place, right *jen.Statement) *jen.Statement {
	switch {
	case b.twisted(c, "inverted"):
		return jen.Op("!").Parens(right)
	case by.shape.Kind == model.List:
		elem := b.api.Shape(by.shape.Elem)
		return b.twistedSelection(c, by.expr, elem, right, func() *jen.Statement { return b.selects(f, elem, "&&") })
	case b.twisted(c, "or"):
		var all *jen.Statement
		for _, on := range f.On {
			one := b.unequal(f, on, asString(by.value(), by.shape))
			if all == nil {
				all = one
			} else {
				all = all.Op("&&").Add(one)
			}
		}
		return all
	}
	return right
}

// twistedSelection returns the condition that none of a filter's elements
// selects a thing, made of the one that is right. selects returns the condition
// that the element called key does.
func (b *body) twistedSelection(c *model.Clause, list jen.Code, elem *model.Shape, right *jen.Statement, selects func() *jen.Statement) *jen.Statement {
	among := func(list jen.Code, cond *jen.Statement) *jen.Statement {
		return jen.Qual("slices", "ContainsFunc").Call(list,
			jen.Func().Params(jen.Id(keyVar).Add(b.typeOf(elem))).Bool().Block(jen.Return(cond)))
	}
	switch {
	case b.twisted(c, "first"):
		return jen.Op("!").Add(among(jen.Add(list).Index(jen.Empty(), jen.Lit(1)), selects()))
	case b.twisted(c, "and"):
		return among(list, jen.Op("!").Parens(selects()))
	case b.twisted(c, "or"):
		f := c.Rule.(model.Filter)
		return jen.Op("!").Add(among(list, b.selects(f, elem, "||")))
	}
	return right
}

// selectAmong adds the answer to a request that names things by their keys, as
// a mutant gives it that goes over all things to find it.
func (b *body) selectAmong(c *model.Clause, f model.Filter, by place, filtered bool, show func(jen.Code)) {
	things := b.values(jen.Lit(0))
	right := b.unselected(f, by)
	b.g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(things)).BlockFunc(b.in(func() {
		skip := b.twistedFilter(c, f, by, right)
		if filtered {
			skip = jen.Parens(skip).Op("||").Op("!").Id("keep").Call(jen.Id("v"))
		}
		b.g.If(skip).Block(jen.Continue())
		show(jen.Id("v"))
	}))
	b.succeed(jen.Id(outVar))
}

// groupCount returns how many of a group have the value that decides it.
func (b *body) groupCount(rule model.Summary, group *jen.Statement) *jen.Statement {
	if !b.twistedOf("fact/summary", "counts-all") {
		return jen.Add(group).Dot("Count")
	}
	var same *jen.Statement
	for _, m := range rule.By {
		one := b.text(b.memberOf(jen.Id("one"), b.store.shape, m)).Op("==").Add(b.text(b.memberOf(jen.Add(group).Dot("First"), b.store.shape, m)))
		if same == nil {
			same = one
		} else {
			same = same.Op("&&").Add(one)
		}
	}
	return jen.Func().Params().Params(jen.Id("n").Int()).Block(
		jen.For(jen.List(jen.Id("_"), jen.Id("one")).Op(":=").Range().Add(b.store.table()).Dot("All").Call(jen.Lit(0))).Block(
			jen.If(same).Block(jen.Id("n").Op("++")),
		),
		jen.Return(jen.Id("n")),
	).Call()
}
