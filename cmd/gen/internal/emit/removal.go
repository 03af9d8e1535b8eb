package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// deletes adds the rest of an operation that deletes things. All of them are
// looked for before any is deleted, so that what is absent can be told, or can
// keep the others from being deleted.
func (b *body) deletes() {
	absent := b.op.Clause("absent")
	if b.op.Effect.Each == "" {
		b.deleteOne(absent)
		return
	}
	some := b.op.Clause("absent/some")
	p := b.plan()
	tells := p.tells || p.batch != nil && may(some, "failed-batch")
	if tells || absent != nil || some != nil {
		b.g.Line()
	}
	if tells {
		b.g.Var().Id(failedVar).Add(b.failuresType())
	}
	if absent != nil || some != nil {
		b.g.Id(absentVar).Op(":=").Lit(0)
	}
	if tells || absent != nil || some != nil {
		b.lookFor(p, some, absent != nil || some != nil)
	}
	if absent != nil {
		b.say(absent)
		b.g.If(jen.Id(absentVar).Op("==").Len(b.inputPlace(b.op.Effect.Each).expr)).BlockFunc(b.in(func() { b.noneThere(absent) }))
	}
	b.someAbsent(some, absent, false)

	b.say(b.op.Clause("fan-out"))
	b.each(func() {
		b.say(b.op.Clause("removal"))
		b.g.Add(b.store.table()).Dot("Delete").Call(b.store.at(b.keyText))
		b.effectPhase()
	})

	b.someAbsent(some, absent, true)
	if !tells {
		b.succeed(b.emptyOutput())
		return
	}
	b.g.Id(outVar).Op(":=").Add(b.newOutput())
	b.tell(p.batch)
	b.succeed(jen.Id(outVar))
}

// lookFor adds the loop that notes what is not there, and what can't be looked
// for.
func (b *body) lookFor(p plan, some *model.Clause, counts bool) {
	b.refuse = func(reason string) { b.refuseInLoop(p, reason) }
	b.each(func() {
		b.withKey(func() {
			b.itemPhase()
			if !counts {
				return
			}
			b.g.If(b.store.get(b.keyText).Op("==").Nil()).BlockFunc(b.in(func() {
				if p.batch != nil && may(some, "failed-batch") {
					b.say(some)
					b.g.Id(failedVar).Dot("Add").Call(b.failedKey(), jen.Lit(some.Rule.(model.AbsentSome).Reason), b.failedItem())
				}
				b.g.Id(absentVar).Op("++")
			}))
		})
	})
}

// deleteOne adds the rest of an operation that deletes one thing.
func (b *body) deleteOne(absent *model.Clause) {
	b.say(b.op.Clause("removal"))
	b.andSay(absent)
	if remove := b.store.table().Dot("Delete").Call(b.store.at(b.keyText)); mayFail(absent) {
		b.g.If(jen.Op("!").Add(remove)).BlockFunc(b.in(func() { b.noneThere(absent) }))
	} else {
		b.g.Add(remove)
	}
	b.effectPhase()
	b.succeed(b.emptyOutput())
}

// emptyOutput returns an output with nothing to tell.
func (b *body) emptyOutput() jen.Code {
	if b.op.Output == "" {
		return nil
	}
	return b.newOutput()
}
