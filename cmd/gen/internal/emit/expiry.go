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
	if !mayFail(c) {
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
			b.choose(c, func(choice string) {
				if code := model.ErrorOf(choice); code != "" {
					b.fail(code, at.Last()+" is not in the future")
				} else {
					b.remark("Such a thing is kept, and gone at once.")
				}
			})
		}))
	}
	if b.isEach(at) {
		b.each(check)
	} else {
		check()
	}
}

// precision returns the clause that says how much is kept of a member, or nil.
func (b *body) precision(member string) *model.Clause {
	for _, c := range b.clauses("expiry/precision") {
		if c.Rule.(model.Precision).At == member {
			return c
		}
	}
	return nil
}

// keep adds what a member of a thing is set to of which a clause says how much
// is kept:
//
//	// clause expiry-precision: …
//	switch f.profile.ExpiryPrecision {
//	case ChoiceSeconds:
//		common.ExpirationTime = fake.Seconds(in.ExpirationTime)
//	default:
//		common.ExpirationTime = fake.Millis(in.ExpirationTime)
//	}
func (b *body) keepTime(of jen.Code, c *model.Clause, from place) {
	member := c.Rule.(model.Precision).At
	b.say(c)
	b.choose(c, func(choice string) {
		b.g.Add(of).Dot(b.store.shape.Member(member).GoName).Op("=").Add(b.keptTime(choice, member, from))
	})
}

// keptTime returns what is kept of a time in a choice. An expiry travels with
// milliseconds at most, and is kept so.
func (b *body) keptTime(choice, member string, from place) *jen.Statement {
	precision := "Millis"
	if choice == "seconds" {
		precision = "Seconds"
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
