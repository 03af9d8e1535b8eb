package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// writes adds the rest of an operation that puts entities or sets facts.
func (b *body) writes() {
	p := b.plan()
	b.dryRun()
	if b.op.Effect.Each == "" {
		b.refuse = func(reason string) { b.refuseOne(p, reason) }
		b.guarded = func(reason string) { b.guardOne(p, reason) }
		b.makeItem()
		b.itemPhase()
		b.lookUpOld()
		b.changePhase()
		b.keep()
		b.effectPhase()
		b.succeed(b.emptyOutput())
		return
	}

	b.refuse = func(reason string) { b.refuseInLoop(p, reason) }
	b.guarded = func(reason string) { b.guardInLoop(p, reason) }
	if p.tells || p.twice {
		b.g.Line()
	}
	switch {
	case p.tells && p.twice:
		b.g.Var().List(jen.Id(failedVar), jen.Id(refusedVar)).Add(b.failuresType())
	case p.tells:
		b.g.Var().Id(failedVar).Add(b.failuresType())
	case p.twice:
		b.g.Var().Id(refusedVar).Add(b.failuresType())
	}
	store := func() {
		b.lookUpOld()
		b.changePhase()
		b.keep()
		b.effectPhase()
	}
	if p.twice {
		b.g.Id("accepted").Op(":=").Make(jen.Index().Id(b.store.shape.GoName), jen.Lit(0), jen.Len(b.inputPlace(b.op.Effect.Each).expr))
	}
	b.say(b.op.Clause("fan-out"))
	common := b.makeCommon()
	b.each(func() {
		b.g.Id(itemVar).Op(":=").Add(common)
		b.fillItem(func(path model.Path) bool { return b.isEach(path) })
		b.withKey(func() {
			b.itemPhase()
			if p.twice {
				b.g.Id("accepted").Op("=").Append(jen.Id("accepted"), jen.Id(itemVar))
			} else {
				store()
			}
		})
	})
	if p.twice {
		b.settle(p, store)
	}
	if !p.tells {
		b.succeed(b.emptyOutput())
		return
	}
	b.g.Id(outVar).Op(":=").Add(b.newOutput())
	b.tell(p.batch)
	b.succeed(jen.Id(outVar))
}

// makeItem adds item, the thing that an operation on one thing is about.
func (b *body) makeItem() {
	whole := b.op.Effect.Item
	if whole == "" {
		all := func(model.Path) bool { return true }
		b.g.Id(itemVar).Op(":=").Add(b.literal(all))
		b.chosenTimes(jen.Id(itemVar), all)
		return
	}
	p := b.inputPlace(whole)
	switch {
	case p.ptr:
		b.g.Id(itemVar).Op(":=").Qual(fakePath, "Value").Call(b.clonePtr(p.shape, p.expr))
	default:
		b.g.Id(itemVar).Op(":=").Add(b.clone(p.shape, p.expr))
	}
	b.fillItem(func(path model.Path) bool { return !under(path, whole) })
	b.cutTimes(whole)
}

// cutTimes adds what is kept of a time within a thing that came whole.
func (b *body) cutTimes(whole model.Path) {
	for _, from := range b.op.Effect.From {
		if !under(from.Path, whole) {
			continue
		}
		if c := b.precision(from.Member); c != nil {
			b.keepTime(jen.Id(itemVar), c, b.memberOf(jen.Id(itemVar), b.store.shape, from.Member))
		}
	}
}

// under reports whether a path leads into a structure.
func under(path, structure model.Path) bool {
	return len(path) > len(structure) && path[:len(structure)] == structure && path[len(structure)] == '.'
}

// makeCommon adds common, which holds what is the same for all things of a
// request, if anything is, and returns the expression from which each begins.
func (b *body) makeCommon() *jen.Statement {
	if item := b.op.Effect.Item; item != "" && b.isEach(item) {
		rest, _ := item.Within(b.op.Effect.Each)
		p := b.follow(jen.Id(keyVar), b.elemShape(b.op.Input, b.op.Effect.Each), rest)
		if p.ptr {
			return jen.Qual(fakePath, "Value").Call(b.clonePtr(p.shape, p.expr))
		}
		if rest == "" && p.shape.Kind == model.Structure && !b.shares(p.shape) {
			return jen.Op("*").Add(p.expr)
		}
		return b.clone(p.shape, p.expr)
	}
	shared := func(path model.Path) bool { return !b.isEach(path) }
	if !slices.ContainsFunc(b.op.Effect.From, func(f model.Binding) bool { return shared(f.Path) }) {
		return jen.Id(b.store.shape.GoName).Values()
	}
	b.g.Id("common").Op(":=").Add(b.literal(shared))
	b.chosenTimes(jen.Id("common"), shared)
	return jen.Id("common")
}

// literal returns the thing with the members whose places are wanted.
func (b *body) literal(wanted func(model.Path) bool) *jen.Statement {
	return jen.Id(b.store.shape.GoName).CustomFunc(lines, func(g *jen.Group) {
		for i := range b.store.shape.Members {
			m := &b.store.shape.Members[i]
			path, precision := b.op.Effect.Bound(m.Name), b.precision(m.Name)
			if path == "" || !wanted(path) || open(precision) {
				continue
			}
			field := jen.Id(m.GoName).Op(":").Add(b.from(m, path))
			if precision != nil {
				field = jen.Add(clauseComment(precision.ID, precision.Says)).Line().Add(field)
			}
			g.Add(field)
		}
	})
}

// chosenTimes adds to a thing the times of which the profile says how much is
// kept.
func (b *body) chosenTimes(of jen.Code, wanted func(model.Path) bool) {
	for i := range b.store.shape.Members {
		m := &b.store.shape.Members[i]
		path, precision := b.op.Effect.Bound(m.Name), b.precision(m.Name)
		if path != "" && wanted(path) && open(precision) {
			b.keepTime(of, precision, b.inputAt(path))
		}
	}
}

// fillItem adds assignments of the members of item whose places are wanted.
func (b *body) fillItem(wanted func(model.Path) bool) {
	for i := range b.store.shape.Members {
		m := &b.store.shape.Members[i]
		path := b.op.Effect.Bound(m.Name)
		item := b.op.Effect.Item
		if path == "" || !wanted(path) || item != "" && under(path, item) {
			continue
		}
		if c := b.precision(m.Name); c != nil {
			b.keepTime(jen.Id(itemVar), c, b.inputAt(path))
			continue
		}
		b.g.Id(itemVar).Dot(m.GoName).Op("=").Add(b.from(m, path))
	}
}

// from returns what a member of the thing is set to, from a place in the
// input.
func (b *body) from(m *model.Member, path model.Path) *jen.Statement {
	p := b.inputAt(path)
	if c := b.precision(m.Name); c != nil {
		return b.keptTime(c.Choice, m.Name, p)
	}
	return b.assign(b.memberOf(jen.Nil(), b.store.shape, m.Name), p)
}
