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
	batch := b.op.Clause("batch")
	tells := batch != nil && p.refuses && !p.silent() && p.code() == ""
	if tells || p.twice {
		b.g.Line()
		b.g.Var().Id(failedVar).Add(b.failuresType())
	}
	store := func() {
		b.lookUpOld()
		b.changePhase()
		b.keep()
		b.effectPhase()
	}
	if p.twice {
		b.g.Var().Id("accepted").Index().Id(b.store.shape.GoName)
	}
	b.say(b.op.Clause("fan-out"))
	common := b.makeCommon()
	b.each(func() {
		b.g.Id(itemVar).Op(":=").Add(common)
		b.fillItem(func(path model.Path) bool { return b.isEach(path) })
		b.itemPhase()
		if p.twice {
			b.g.Id("accepted").Op("=").Append(jen.Id("accepted"), jen.Id(itemVar))
			return
		}
		store()
	})
	if p.twice {
		b.settle(p, store)
	}
	if !tells {
		b.succeed(b.emptyOutput())
		return
	}
	b.g.Id(outVar).Op(":=").Add(b.newOutput())
	b.tell(batch)
	b.succeed(jen.Id(outVar))
}

// makeItem adds item, the thing that an operation on one thing is about.
func (b *body) makeItem() {
	whole := b.op.Effect.Item
	if whole == "" {
		b.g.Id(itemVar).Op(":=").Add(b.literal(func(model.Path) bool { return true }))
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
		field := b.memberOf(jen.Id(itemVar), b.store.shape, from.Member)
		if kept := b.keptTime(from.Member, field); kept != nil {
			b.sayPrecision(from.Member)
			b.g.Add(field.expr).Op("=").Add(kept)
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
	return jen.Id("common")
}

// literal returns the thing with the members whose places are wanted.
func (b *body) literal(wanted func(model.Path) bool) *jen.Statement {
	return jen.Id(b.store.shape.GoName).CustomFunc(lines, func(g *jen.Group) {
		for i := range b.store.shape.Members {
			m := &b.store.shape.Members[i]
			path := b.op.Effect.Bound(m.Name)
			if path == "" || !wanted(path) {
				continue
			}
			field := jen.Id(m.GoName).Op(":").Add(b.from(m, path))
			for _, c := range b.clauses("expiry/precision") {
				if c.Rule.(model.Precision).At == m.Name {
					field = jen.Add(clauseComment(c.ID, c.Says)).Line().Add(field)
				}
			}
			g.Add(field)
		}
	})
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
		b.sayPrecision(m.Name)
		b.g.Id(itemVar).Dot(m.GoName).Op("=").Add(b.from(m, path))
	}
}

// sayPrecision adds the comment of the clause about a time that is kept.
func (b *body) sayPrecision(member string) {
	for _, c := range b.clauses("expiry/precision") {
		if c.Rule.(model.Precision).At == member {
			b.say(c)
		}
	}
}

// from returns what a member of the thing is set to, from a place in the
// input.
func (b *body) from(m *model.Member, path model.Path) *jen.Statement {
	p := b.inputAt(path)
	if kept := b.keptTime(m.Name, p); kept != nil {
		return kept
	}
	return b.assign(b.memberOf(jen.Nil(), b.store.shape, m.Name), p)
}
