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
	some, batch := b.op.Clause("absent/some"), b.op.Clause("batch")
	p := b.plan()
	counts := absent != nil && model.ErrorOf(absent.Choice) != ""
	notes := some != nil || p.refuses
	tells := batch != nil && notes

	if notes {
		b.g.Line()
		b.g.Var().Id(failedVar).Add(b.failuresType())
	}
	if counts {
		b.g.Id("found").Op(":=").Lit(0)
	}
	if notes || counts {
		b.lookFor(some, counts)
	}
	if counts {
		b.say(absent)
		b.g.If(jen.Id("found").Op("==").Lit(0).Add(b.onlyIfLooked(p))).BlockFunc(b.in(func() { b.failAbsent(absent) }))
	}
	if some != nil && some.Choice == "error-none-deleted" {
		b.say(some)
		b.g.If(b.someAbsent()).BlockFunc(b.in(func() { b.failAbsent(absent) }))
	}

	b.say(b.op.Clause("fan-out"))
	b.each(func() {
		b.say(b.op.Clause("removal"))
		partition, key := b.store.keys(b.keyText)
		b.g.Add(b.store.table()).Dot("Delete").Call(partition, key)
		b.effectPhase()
	})

	if some != nil && some.Choice == "error-rest-deleted" {
		b.say(some)
		b.g.If(b.someAbsent()).BlockFunc(b.in(func() { b.failAbsent(absent) }))
	}
	if !tells {
		b.succeed(b.emptyOutput())
		return
	}
	b.g.Id(outVar).Op(":=").Add(b.newOutput())
	b.tell(batch)
	b.succeed(jen.Id(outVar))
}

// lookFor adds the loop that notes what is not there.
func (b *body) lookFor(some *model.Clause, counts bool) {
	b.each(func() {
		b.refuse = func(reason string) {
			b.g.Id(failedVar).Dot("Add").Call(b.failedKey(), jen.Lit(reason), b.failedItem())
			b.g.Continue()
		}
		b.itemPhase()
		missing := func() {}
		if some != nil {
			missing = func() {
				b.say(some)
				b.g.Id(failedVar).Dot("Add").Call(b.failedKey(), jen.Lit(some.Rule.(model.AbsentSome).Reason), b.failedItem())
				if counts {
					b.g.Continue()
				}
			}
		}
		switch {
		case some != nil:
			b.g.If(b.store.get(b.keyText).Op("==").Nil()).BlockFunc(b.in(missing))
			if counts {
				b.g.Id("found").Op("++")
			}
		case counts:
			b.g.If(b.store.get(b.keyText).Op("!=").Nil()).Block(jen.Id("found").Op("++"))
		}
	})
}

// onlyIfLooked returns what limits the error that nothing is there to requests
// of which every key could be looked for: those told as failed for another
// reason are not absent.
func (b *body) onlyIfLooked(p plan) *jen.Statement {
	if !p.refuses {
		return jen.Null()
	}
	return jen.Op("&&").Id(failedVar).Dot("Only").Call(jen.Lit(b.absentReason()))
}

// someAbsent returns the condition that something was not there.
func (b *body) someAbsent() *jen.Statement {
	return jen.Id(failedVar).Dot("Len").Call().Op(">").Lit(0)
}

func (b *body) absentReason() string {
	if some := b.op.Clause("absent/some"); some != nil {
		return some.Rule.(model.AbsentSome).Reason
	}
	return ""
}

// deleteOne adds the rest of an operation that deletes one thing.
func (b *body) deleteOne(absent *model.Clause) {
	partition, key := b.store.keys(b.keyText)
	remove := b.store.table().Dot("Delete").Call(partition, key)
	b.say(b.op.Clause("removal"))
	switch {
	case absent != nil && model.ErrorOf(absent.Choice) != "":
		b.andSay(absent)
		b.g.If(jen.Op("!").Add(remove)).BlockFunc(b.in(func() { b.failAbsent(absent) }))
	default:
		b.andSay(absent)
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
