package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// expires returns the field of a table that says when its values are gone, or
// nil if they never are:
//
//	// clause expiry: …
//	Expires: func(v *RemediationException) *fake.Time { return v.ExpirationTime },
func (e *emitter) expires(s *store) *jen.Statement {
	if s.expiry == nil {
		return nil
	}
	at := e.memberOf(jen.Id("v"), s.shape, s.expiry.Rule.(model.Expiry).At)
	value := at.expr
	if !at.ptr {
		value = jen.Op("&").Add(at.expr)
	}
	return jen.Add(clauseComment(s.expiry.ID, s.expiry.Says)).Line().
		Id("Expires").Op(":").Func().Params(jen.Id("v").Op("*").Id(s.shape.GoName)).
		Op("*").Qual(fakePath, "Time").Block(jen.Return(value))
}

// past adds, where a time that has passed is an error:
//
//	// clause past-expiry: …
//	if in.ExpirationTime != nil && !in.ExpirationTime.After(here.now) {
//		return nil, fake.Refuse(…)
//	}
func (b *body) past(c *model.Clause) {
	b.say(c)
	code := model.ErrorOf(c.Choice)
	if code == "" {
		b.remark("Such a thing is kept, and gone at once.")
		return
	}
	at := b.op.Effect.Bound(c.Rule.(model.Past).At)
	if at == "" {
		return
	}
	check := func() {
		p := b.inputAt(at)
		cond := jen.Op("!").Add(p.expr).Dot("After").Call(jen.Id(hereVar).Dot("now"))
		if there := p.present(); there != nil {
			cond = there.Op("&&").Add(cond)
		}
		b.g.If(cond).BlockFunc(b.in(func() {
			b.fail(code, at.Last()+" is not in the future")
		}))
	}
	if b.isEach(at) {
		b.each(check)
	} else {
		check()
	}
}

// keptTime returns the value of a member that a clause says how much to keep
// of, or nil if none does. An expiry travels with milliseconds at most, and is
// kept so.
func (b *body) keptTime(member string, from place) *jen.Statement {
	precision := ""
	for _, c := range b.clauses("expiry/precision") {
		if c.Rule.(model.Precision).At == member {
			precision = "Millis"
			if c.Choice == "seconds" {
				precision = "Seconds"
			}
		}
	}
	if precision == "" {
		return nil
	}
	field := b.memberOf(jen.Nil(), b.store.shape, member)
	source := jen.Add(from.expr)
	if !from.ptr {
		source = jen.Op("&").Add(source)
	}
	cut := jen.Qual(fakePath, precision).Call(source)
	if !field.ptr {
		cut = jen.Qual(fakePath, "Value").Call(cut)
	}
	return cut
}
