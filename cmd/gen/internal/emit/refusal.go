package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// A plan says how a put or set goes about things that it refuses.
type plan struct {
	refusal, partial *model.Clause
	// refuses reports that a thing can be refused on its own, with the others
	// of the request going on.
	refuses bool
	// twice reports that all things are looked at before any is kept.
	twice bool
}

// plan finds out how.
func (b *body) plan() plan {
	p := plan{refusal: b.op.Clause("refusal"), partial: b.op.Clause("refusal/partial")}
	p.refuses = b.op.Clause("guard") != nil
	for i := range b.op.Clauses {
		c := &b.op.Clauses[i]
		switch c.Kind {
		case "key/incomplete":
			p.refuses = p.refuses || model.ErrorOf(c.Choice) == ""
		case "reference":
			p.refuses = p.refuses || c.Choice == "failed-batch"
		}
	}
	noneStored := p.partial != nil && p.partial.Choice == "none-stored"
	p.twice = p.refuses && b.op.Effect.Each != "" && (noneStored || p.code() != "")
	return p
}

// code returns the error that tells of a refused thing, or "".
func (p *plan) code() string {
	if p.refusal == nil {
		return ""
	}
	return model.ErrorOf(p.refusal.Choice)
}

// silent reports that nothing tells of a refused thing.
func (p *plan) silent() bool { return p.refusal != nil && p.refusal.Choice == "silent" }

// refuseOne is refuse where the operation is about one thing.
func (b *body) refuseOne(p plan, reason string) {
	b.say(p.refusal)
	batch := b.op.Clause("batch")
	switch {
	case p.code() != "":
		b.fail(p.code(), "%s", jen.Lit(reason))
	case p.silent() || batch == nil:
		b.succeed(nil)
	default:
		b.g.Var().Id(failedVar).Add(b.failuresType())
		b.g.Id(failedVar).Dot("Add").Call(keyType(nil).Values(), jen.Lit(reason), b.failedItem())
		b.g.Id(outVar).Op(":=").Add(b.newOutput())
		b.tell(batch)
		b.succeed(jen.Id(outVar))
	}
}

// refuseInLoop is refuse where the operation is about each element of a list.
// What is refused is counted in failed, though nothing tell of it.
func (b *body) refuseInLoop(p plan, reason string) {
	b.say(p.refusal)
	if !p.silent() && b.op.Clause("batch") != nil || p.twice {
		b.g.Id(failedVar).Dot("Add").Call(b.failedKey(), jen.Lit(reason), b.failedItem())
	}
	b.g.Continue()
}

// settle adds, behind the loop of an operation that looks twice, what becomes
// of a request with things that were refused, and the loop that keeps the
// others:
//
//	// clause mixed-batch: …
//	if failed.Len() > 0 {
//		accepted = nil
//	}
//	for _, item := range accepted {
//		…
//	}
func (b *body) settle(p plan, keep func()) {
	b.say(p.partial)
	refused := jen.Id(failedVar).Dot("Len").Call().Op(">").Lit(0)
	noneStored := p.partial == nil || p.partial.Choice == "none-stored"
	failAll := func() { b.fail(p.code(), "%s", jen.Id(failedVar).Dot("Reason").Call()) }
	switch {
	case noneStored && p.code() != "":
		b.g.If(refused).BlockFunc(b.in(func() {
			b.say(p.refusal)
			failAll()
		}))
	case noneStored:
		b.g.If(refused).Block(jen.Id("accepted").Op("=").Nil())
	}
	b.g.For(jen.List(jen.Id("_"), jen.Id(itemVar)).Op(":=").Range().Id("accepted")).BlockFunc(b.in(keep))
	if !noneStored && p.code() != "" {
		b.g.If(refused).BlockFunc(b.in(func() {
			b.say(p.refusal)
			failAll()
		}))
	}
}
