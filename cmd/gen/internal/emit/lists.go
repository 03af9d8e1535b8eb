package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// lists adds the rest of an operation that shows things, be they entities or
// facts.
func (b *body) lists() {
	if summary := b.op.Clause("fact/summary"); summary != nil {
		b.summary(summary)
		return
	}
	keyed, with := b.keyedFilter(), b.op.Clause("pagination/with-keys")
	pages := b.op.Clause("pagination")
	unpaged := keyed != nil && (with != nil || pages == nil)

	b.say(b.op.Clause("fact"))
	b.g.Id(outVar).Op(":=").Add(b.newOutput())
	filtered := false
	other := func(f model.Filter) bool { return !unpaged || f.By != keyed.By }
	for _, c := range b.clauses("filter") {
		filtered = filtered || other(c.Rule.(model.Filter))
	}
	if filtered {
		b.keepFunc(b.store.shape, other)
	}
	into := b.follow(jen.Id(outVar), b.op.Output, b.op.Effect.Into)
	show := func(v jen.Code) {
		b.g.Add(into.expr).Op("=").Append(into.expr, b.shown(v))
	}
	if unpaged {
		if mayFail(with) {
			with = nil // it has been said
		}
		b.byKeys(keyed, with, filtered, show)
	}
	if pages == nil {
		b.absentFilters(unpaged, keyed)
		b.listAll(filtered, show)
		return
	}
	b.pageStart(pages)
	b.absentFilters(unpaged, keyed)
	b.page("after", filtered)
	b.lastPage()
	b.showPage(show)
	b.nextToken(pages)
	b.succeed(jen.Id(outVar))
}

// absentFilters adds the errors for what filters name and do not find, but for
// those that byKeys deals with.
func (b *body) absentFilters(unpaged bool, keyed *model.Filter) {
	for _, c := range b.clauses("filter/absent") {
		if unpaged && c.Rule.(model.FilterAbsent).By == keyed.By || !mayFail(c) {
			continue
		}
		b.absentAmong(c)
	}
}

// keepFunc adds the function that filters:
//
//	keep := func(v *ConfigRule) bool {
//		…
//		return true
//	}
func (b *body) keepFunc(of *model.Shape, wanted func(model.Filter) bool) {
	b.g.Id("keep").Op(":=").Func().Params(jen.Id("v").Op("*").Id(of.GoName)).Bool().BlockFunc(b.in(func() {
		b.conditions(wanted)
		b.g.Return(jen.True())
	}))
}

// values returns the expression of the things that the request is about, from
// a place on. Where the request need not say which partition is meant, it adds
// what tells one from all of them:
//
//	things := here.Things.All(after)
//	if in.Name != nil {
//		things = here.Things.Partition(*in.Name, after)
//	}
func (b *body) values(after jen.Code) *jen.Statement {
	if b.partitionBound() {
		partition, _ := b.store.keys(b.keyText)
		return b.store.table().Dot("Partition").Call(partition, after)
	}
	bound := slices.DeleteFunc(slices.Clone(b.store.thing.Partition), func(m string) bool { return b.op.Effect.Bound(m) == "" })
	all := b.store.table().Dot("All").Call(after)
	if len(bound) == 0 {
		return all
	}
	b.g.Id("things").Op(":=").Add(all)
	if len(b.store.thing.Partition) == 1 {
		given, _ := b.bound(bound[0])
		partition, _ := b.store.keys(b.keyText)
		b.g.If(given.present()).Block(jen.Id("things").Op("=").Add(b.store.table()).Dot("Partition").Call(partition, after))
		return jen.Id("things")
	}
	for _, m := range bound {
		given, _ := b.bound(m)
		has, want := b.sides(model.Filter{}, model.Path(m), b.keyText(m))
		where := jen.Id("things").Op("=").Qual(fakePath, "Where").Call(jen.Id("things"),
			jen.Func().Params(jen.Id("v").Op("*").Id(b.store.shape.GoName)).Bool().Block(jen.Return(jen.Add(has).Op("==").Add(want))))
		if there := given.present(); there != nil {
			b.g.If(there).Block(where)
		} else {
			b.g.Add(where)
		}
	}
	return jen.Id("things")
}

// page adds page, the things to show:
//
//	page := fake.PageOf(here.Things.Partition(in.Name, after), limit, keep)
func (b *body) page(after string, filtered bool) {
	keep := jen.Nil()
	if filtered {
		keep = jen.Id("keep")
	}
	b.orderedPage(jen.Id(b.store.shape.GoName), b.store.rest, func(m string) jen.Code {
		return b.text(b.memberOf(jen.Id("v"), b.store.shape, m))
	}, func(place jen.Code) *jen.Statement { return b.values(place) }, jen.Id(after), keep)
}

func (b *body) showPage(show func(jen.Code)) {
	b.g.For(jen.Id("i").Op(":=").Range().Id("page").Dot("Items")).BlockFunc(b.in(func() {
		b.g.Id("v").Op(":=").Op("&").Id("page").Dot("Items").Index(jen.Id("i"))
		show(jen.Id("v"))
	}))
}

// listAll adds the answer without pages.
func (b *body) listAll(filtered bool, show func(jen.Code)) {
	things := b.values(jen.Lit(0))
	b.g.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(things)).BlockFunc(b.in(func() {
		if filtered {
			b.g.If(jen.Op("!").Id("keep").Call(jen.Id("v"))).Block(jen.Continue())
		}
		show(jen.Id("v"))
	}))
	b.succeed(jen.Id(outVar))
}

// shown returns the element of the output that shows the thing that v points
// to: a copy of it, or what the operation makes of it.
func (b *body) shown(v jen.Code) *jen.Statement {
	if len(b.op.Effect.As) == 0 {
		if b.shares(b.store.shape) {
			return jen.Add(v).Dot("clone").Call()
		}
		return jen.Op("*").Add(v)
	}
	var leaves []leaf
	for _, as := range b.op.Effect.As {
		leaves = append(leaves, leaf{as.Path, b.memberOf(v, b.store.shape, as.Member)})
	}
	return b.composed(b.api.Shape(b.elemShape(b.op.Output, b.op.Effect.Into)), leaves)
}

// A leaf is a value to be shown at a path.
type leaf struct {
	path model.Path
	from place
}

// composed returns a literal of a structure with values at paths within it.
func (e *emitter) composed(s *model.Shape, leaves []leaf) *jen.Statement {
	return jen.Id(s.GoName).CustomFunc(lines, func(g *jen.Group) {
		for i := range s.Members {
			m := &s.Members[i]
			field := e.memberOf(jen.Nil(), s, m.Name)
			var within []leaf
			for _, l := range leaves {
				first, rest := cutPath(l.path)
				switch {
				case first != m.Name:
				case rest == "":
					g.Id(m.GoName).Op(":").Add(e.assign(field, l.from))
				default:
					within = append(within, leaf{rest, l.from})
				}
			}
			if len(within) == 0 {
				continue
			}
			value := e.composed(field.shape, within)
			if field.ptr {
				value = jen.Op("&").Add(value)
			}
			g.Id(m.GoName).Op(":").Add(value)
		}
	})
}

// cutPath splits a path behind its first member.
func cutPath(path model.Path) (first string, rest model.Path) {
	for i := range len(path) {
		if path[i] == '.' {
			return string(path[:i]), path[i+1:]
		}
	}
	return string(path), ""
}
