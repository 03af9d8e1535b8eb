package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// A plan says how an operation goes about things that it does not deal with.
type plan struct {
	refusal, partial, batch *model.Clause
	// tells reports that an answer can tell of things that failed.
	tells bool
	// twice reports that all things are looked at before any is kept, because
	// it depends on the others whether one is, or whether one is told.
	twice bool
}

// refusedVar is what a guard refused.
const refusedVar = "refused"

// plan finds out how.
func (b *body) plan() plan {
	p := plan{refusal: b.op.Clause("refusal"), partial: b.op.Clause("refusal/partial"), batch: b.op.Clause("batch")}
	fails := slices.ContainsFunc(b.op.Clauses, func(c model.Clause) bool {
		return model.Room(c.Kind) != "refusal" && may(&c, "failed-batch")
	})
	guarded := b.op.Clause("guard") != nil
	p.tells = p.batch != nil && (fails || guarded && (p.refusal == nil || may(p.refusal, "failed-batch")))
	p.twice = b.op.Effect.Each != "" && (guarded && (may(p.partial, "none-stored") || mayFail(p.refusal) || open(p.refusal)) || mayFail(b.op.Clause("guard/form")))
	return p
}

// refuseOne is refuse and guarded where the operation is about one thing.
func (b *body) refuseOne(p plan, reason string) {
	if p.batch == nil {
		b.succeed(nil)
		return
	}
	b.g.Var().Id(failedVar).Add(b.failuresType())
	b.g.Id(failedVar).Dot("Add").Call(keyType(nil).Values(), jen.Lit(reason), b.failedItem())
	b.g.Id(outVar).Op(":=").Add(b.newOutput())
	b.tell(p.batch)
	b.succeed(jen.Id(outVar))
}

// guardOne is guarded where the operation is about one thing.
func (b *body) guardOne(p plan, reason string) {
	if p.refusal == nil {
		b.refuseOne(p, reason)
		return
	}
	b.say(p.refusal)
	b.choose(p.refusal, func(choice string) {
		switch code := model.ErrorOf(choice); {
		case code != "":
			b.fail(code, "%s", jen.Lit(reason))
		case choice == "silent":
			b.succeed(nil)
		default:
			b.refuseOne(p, reason)
		}
	})
}

// refuseInLoop is refuse where the operation is about each element of a list.
func (b *body) refuseInLoop(p plan, reason string) {
	if p.batch != nil {
		b.g.Id(failedVar).Dot("Add").Call(b.failedKey(), jen.Lit(reason), b.failedItem())
	}
	b.g.Continue()
}

// guardInLoop is guarded where the operation is about each element of a list.
func (b *body) guardInLoop(p plan, reason string) {
	if p.twice {
		b.g.Id(refusedVar).Dot("Add").Call(b.failedKey(), jen.Lit(reason), b.failedItem())
		b.g.Continue()
		return
	}
	b.say(p.refusal)
	if p.refusal != nil && p.refusal.Choice == "silent" {
		b.g.Continue()
		return
	}
	b.refuseInLoop(p, reason)
}

// settle adds, behind the loop of an operation that looks twice, what becomes
// of a request with things that a guard refused, and the loop that keeps the
// others:
//
//	// clause mixed-batch: …
//	switch f.profile.MixedBatch {
//	case ChoiceNoneStored:
//		if refused.Len() > 0 {
//			accepted = nil
//		}
//	default:
//		// They are stored.
//	}
//	for _, item := range accepted {
//		…
//	}
func (b *body) settle(p plan, keep func()) {
	if p.partial == nil {
		b.settleRefused(p) // an error keeps the others from being stored
	} else {
		b.say(p.partial)
		b.choose(p.partial, func(choice string) {
			if choice == "none-stored" {
				b.g.If(anyRefused()).Block(jen.Id("accepted").Op("=").Nil())
			} else {
				b.remark("They are stored.")
			}
		})
	}
	b.g.For(jen.List(jen.Id("_"), jen.Id(itemVar)).Op(":=").Range().Id("accepted")).BlockFunc(b.in(keep))
	if p.partial != nil {
		b.settleRefused(p)
	}
}

// settleRefused adds how the caller learns of what a guard refused.
func (b *body) settleRefused(p plan) {
	tell := func() {
		if p.tells {
			b.g.Id(failedVar).Dot("Join").Call(jen.Op("&").Id(refusedVar))
		}
	}
	if p.refusal == nil {
		tell()
		return
	}
	b.say(p.refusal)
	b.choose(p.refusal, func(choice string) {
		switch code := model.ErrorOf(choice); {
		case code != "":
			b.g.If(anyRefused()).BlockFunc(b.in(func() {
				b.fail(code, "%s", jen.Id(refusedVar).Dot("Reason").Call())
			}))
		case choice == "silent":
			b.remark("Nothing tells of them.")
		default:
			tell()
		}
	})
}

// anyRefused returns the condition that a guard refused something.
func anyRefused() *jen.Statement { return jen.Id(refusedVar).Dot("Len").Call().Op(">").Lit(0) }
