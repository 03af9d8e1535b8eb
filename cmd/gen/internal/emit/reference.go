package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// referenceRequest adds the check that an entity is there which the request
// names:
//
//	// clause unknown-rule: …
//	if here.ConfigRules.Get(struct{}{}, in.ConfigRuleName) == nil {
//		return nil, fake.Refuse(…)
//	}
func (b *body) referenceRequest(c *model.Clause) {
	if !mayFail(c) && may(c, "failed-batch") && b.op.Effect.Each != "" {
		return // it is looked at for each thing
	}
	b.say(c)
	if !mayFail(c) && !may(c, "failed-batch") {
		b.remark("There is nothing of what is not there.")
		return
	}
	ref := c.Rule.(model.Reference)
	check := func() {
		b.reference(ref, nil, func(name jen.Code) {
			b.choose(c, func(choice string) { b.unknown(choice, ref, name) })
		})
	}
	if slices.ContainsFunc(ref.From, func(f model.Binding) bool { return b.isEach(f.Path) }) {
		looped := check
		check = func() { b.each(looped) }
	}
	dry := b.op.Clause("fact/dry-run")
	if dry == nil {
		check()
		return
	}
	flag := b.inputPlace(model.Path(dry.Rule.(model.DryRun).Flag))
	b.g.If(jen.Op("!").Add(b.flag(flag))).BlockFunc(b.in(check))
}

// referenceItem adds the same where the things that name it are told as
// failed.
func (b *body) referenceItem(c *model.Clause) {
	if !may(c, "failed-batch") || !b.inLoop {
		return
	}
	b.say(c)
	ref := c.Rule.(model.Reference)
	var only *jen.Statement
	if open(c) {
		only = chooses("f", c, "failed-batch")
	}
	b.reference(ref, only, func(jen.Code) { b.refuse("There is no such " + ref.Entity + ".") })
}

// unknown adds what becomes, in a choice, of a request that names what is not
// there.
func (b *body) unknown(choice string, ref model.Reference, name jen.Code) {
	switch code := model.ErrorOf(choice); {
	case code != "":
		b.fail(code, "there is no "+ref.Entity+" %q", name)
	case choice == "allowed":
		b.remark("There is nothing of what is not there.")
	case b.op.Effect.Each != "":
		b.remark("Each thing is told as failed below.")
	default:
		b.refuse("There is no such " + ref.Entity + ".")
	}
}

// reference adds the check itself, for requests of which a condition holds. A
// name that is optional and not given refers to nothing.
func (b *body) reference(ref model.Reference, only *jen.Statement, missing func(name jen.Code)) {
	target := b.storeOf(ref.Entity)
	given := only
	var name jen.Code
	text := func(member string) jen.Code {
		for _, f := range ref.From {
			if f.Member == member {
				return b.text(b.inputAt(f.Path))
			}
		}
		return jen.Lit("")
	}
	for _, f := range ref.From {
		if there := b.inputAt(f.Path).present(); there != nil {
			if given == nil {
				given = there
			} else {
				given = given.Op("&&").Add(there)
			}
		}
		name = text(f.Member)
	}
	if len(ref.Where) == 0 {
		absent := target.get(text).Op("==").Nil()
		if given != nil {
			absent = given.Op("&&").Add(absent)
		}
		b.g.If(absent).BlockFunc(b.in(func() { missing(name) }))
		return
	}
	check := func() {
		cond := jen.Id("found").Op("==").Nil()
		for _, w := range ref.Where {
			p := b.follow(jen.Id("found"), target.shape.Name, w.Path)
			for _, g := range p.guards {
				cond = cond.Op("||").Add(g).Op("==").Nil()
			}
			p.guards = nil
			cond = cond.Op("||").Add(b.text(p)).Op("!=").Lit(w.Value)
		}
		b.g.If(jen.Id("found").Op(":=").Add(target.get(text)), cond).BlockFunc(b.in(func() { missing(name) }))
	}
	if given == nil {
		check()
		return
	}
	b.g.If(given).BlockFunc(b.in(check))
}

// withoutRequest adds the check that an entity which the request names does not
// have something:
//
//	// clause service-linked-rule: …
//	if found := here.ConfigRules.Get(…); found != nil && found.CreatedBy != nil {
//		return nil, fake.Refuse(…)
//	}
func (b *body) withoutRequest(c *model.Clause) {
	if !mayFail(c) && b.op.Effect.Each != "" {
		return // it is looked at for each thing
	}
	rule := c.Rule.(model.Without)
	check := func() {
		b.without(c, rule, nil, func() {
			b.choose(c, func(choice string) {
				switch code := model.ErrorOf(choice); {
				case code != "":
					b.fail(code, "the "+rule.Entity+" has a "+string(rule.Path)+", and is not yours to deal with")
				case b.op.Effect.Each != "":
					b.remark("Each thing is told as failed below.")
				default:
					b.refuse("The " + rule.Entity + " is not yours to deal with.")
				}
			})
		})
	}
	if slices.ContainsFunc(rule.From, func(f model.Binding) bool { return b.isEach(f.Path) }) {
		b.each(check)
		return
	}
	check()
}

// withoutItem adds the same where the things that name it are told as failed.
func (b *body) withoutItem(c *model.Clause) {
	if !may(c, "failed-batch") || !b.inLoop {
		return
	}
	rule := c.Rule.(model.Without)
	var only *jen.Statement
	if open(c) {
		only = chooses("f", c, "failed-batch")
	}
	b.without(c, rule, only, func() { b.refuse("The " + rule.Entity + " is not yours to deal with.") })
}

// without adds the check itself, for requests of which a condition holds.
func (b *body) without(c *model.Clause, rule model.Without, only *jen.Statement, had func()) {
	target := b.storeOf(rule.Entity)
	has := b.follow(jen.Id("found"), target.shape.Name, rule.Path)
	there := has.present()
	if there == nil {
		there = b.text(has).Op("!=").Lit("")
	}
	text := func(member string) jen.Code {
		for _, f := range rule.From {
			if f.Member == member {
				return b.text(b.inputAt(f.Path))
			}
		}
		return jen.Lit("")
	}
	check := func() {
		b.g.If(jen.Id("found").Op(":=").Add(target.get(text)), jen.Id("found").Op("!=").Nil().Op("&&").Add(there)).BlockFunc(b.in(had))
	}
	b.say(c)
	if only == nil {
		check()
	} else {
		b.g.If(only).BlockFunc(b.in(check))
	}
}

// unneeded adds, where something must have been arranged that the model does
// not hold, the error that it was not.
func (b *body) unneeded(c *model.Clause) {
	b.say(c)
	b.choose(c, func(choice string) {
		if code := model.ErrorOf(choice); code != "" {
			b.fail(code, "there is nothing that could be "+c.Rule.(model.Unneeded).What)
			b.ended = true
			return
		}
		b.remark("Nothing is asked for.")
	})
}

// flag returns the condition that a flag is set.
func (b *body) flag(p place) *jen.Statement {
	v := jen.Add(p.expr)
	if p.ptr {
		v = jen.Qual(fakePath, "Value").Call(v)
	}
	for _, g := range p.guards {
		v = jen.Add(g).Op("!=").Nil().Op("&&").Add(v)
	}
	if len(p.guards) > 0 {
		v = jen.Parens(v)
	}
	return v
}
