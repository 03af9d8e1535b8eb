package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// lacking returns the condition that a member of the key is missing, and the
// names of those that may be. The condition is nil if none can be.
func (b *body) lacking() (cond *jen.Statement, names []string) {
	add := func(p place, name string) {
		if missing := p.absent(); missing != nil {
			names = append(names, name)
			if cond == nil {
				cond = missing
			} else {
				cond = cond.Op("||").Add(missing)
			}
		}
	}
	if keyed := b.keyedFilter(); keyed != nil {
		elem := b.elemShape(b.op.Input, keyed.By)
		for _, on := range keyed.On {
			add(b.follow(jen.Id(keyVar), elem, model.Path(on.Last())), on.Last())
		}
		return cond, names
	}
	for _, m := range b.store.thing.Key {
		if path := b.op.Effect.Bound(m); path != "" && b.isEach(path) == b.inLoop {
			add(b.inputAt(path), path.Last())
		}
	}
	return cond, names
}

// incompleteRequest adds the check of the keys in a request, and what becomes
// of it if one of them lacks a member:
//
//	// clause incomplete-key: …
//	for i := range in.ResourceKeys {
//		key := &in.ResourceKeys[i]
//		if key.ResourceType == nil || key.ResourceID == nil {
//			return nil, fake.Refuse(…)
//		}
//	}
func (b *body) incompleteRequest(c *model.Clause) {
	keyed := b.keyedFilter()
	later := keyed != nil || b.op.Effect.Each != ""
	if later && !mayFail(c) {
		return // it is said where the key is used
	}
	b.say(c)
	check := func() {
		cond, names := b.lacking()
		if cond == nil {
			return
		}
		b.g.If(cond).BlockFunc(b.in(func() {
			b.choose(c, func(choice string) {
				switch code := model.ErrorOf(choice); {
				case code != "" && b.inLoop:
					b.fail(code, "key %d lacks "+strings.Join(names, " or "), jen.Id("i").Op("+").Lit(1))
				case code != "":
					b.fail(code, strings.Join(names, " and ")+" must be given")
				case keyed != nil:
					b.remark("It selects nothing.")
				case later:
					b.remark("It is told as failed below.")
				default:
					b.succeed(nil)
				}
			})
		}))
	}
	switch {
	case keyed != nil:
		b.over(keyed.By, check)
	case len(b.eachMembers()) > 0:
		b.each(check)
	default:
		check()
	}
}

// incompleteItem adds what becomes of a thing whose key lacks a member, where
// the others are dealt with. Where that is an error, it has been told before.
func (b *body) incompleteItem(c *model.Clause) {
	if !may(c, "failed-batch") || !b.inLoop {
		return
	}
	b.say(c)
	if cond, names := b.lacking(); cond != nil {
		b.g.If(cond).BlockFunc(b.in(func() {
			b.refuse("The key lacks " + strings.Join(names, " or ") + ".")
		}))
	}
}

// fold returns what a text in a key counts as where keys are compared: itself,
// or what is left of it where neither case nor surrounding space counts.
func (s *store) fold(text jen.Code) *jen.Statement {
	switch {
	case open(s.identity):
		return jen.Add(s.profile).Dot(identityName(s.identity)).Call(text)
	case s.identity != nil && s.identity.Choice == "folded":
		return jen.Qual(fakePath, "Fold").Call(text)
	}
	return jen.Add(text)
}

// folds reports whether what a text counts as may be something else.
func (s *store) folds() bool { return may(s.identity, "folded") }

// identityName returns the name of the method of the profile that says what a
// text counts as.
func identityName(c *model.Clause) string { return parameterName(model.GoName(c.ID)) }

// placedByProfile reports whether a method of the profile makes a key.
func (s *store) placedByProfile() bool { return open(s.identity) && len(s.thing.Key) > 1 }

// placed returns the partition and the key, where the profile says what keys
// are equal.
func (s *store) placed(text func(string) jen.Code) *jen.Statement {
	if !s.placedByProfile() {
		p, k := s.keys(text)
		return jen.List(p, k)
	}
	texts := make([]jen.Code, len(s.thing.Key))
	for i, m := range s.thing.Key {
		texts[i] = text(m)
	}
	return jen.Add(s.profile).Dot("keyOf" + s.shape.GoName).Call(texts...)
}

// identityMethod adds to the profile
//
//	// keyIdentity returns what a name counts as. Two names are the same if they
//	// count as the same.
//	func (p *Profile) keyIdentity(name string) string {
//		// clause key-identity: …
//		switch p.KeyIdentity {
//		case ChoiceFolded:
//			return fake.Fold(name)
//		default:
//			return name
//		}
//	}
func (e *emitter) identityMethod(f *jen.File, c *model.Clause) {
	f.Add(doc(identityName(c) + " returns what a name counts as: two names are the same if they count as the same."))
	f.Func().Params(jen.Id("p").Op("*").Id("Profile")).Id(identityName(c)).Params(jen.Id("name").String()).String().Block(
		clauseComment(c.ID, c.Says),
		jen.Switch(jen.Id("p").Dot(model.GoName(c.ID))).BlockFunc(func(g *jen.Group) {
			for _, choice := range c.Choices {
				if choice != c.Choice {
					g.Case(jen.Id(model.ChoiceGoName(choice))).Block(jen.Return(identityOf(choice)))
				}
			}
			g.Default().Block(jen.Return(identityOf(c.Choice)))
		}),
	)
	f.Line()
}

// identityOf returns what a name counts as in a choice.
func identityOf(choice string) jen.Code {
	if choice == "folded" {
		return jen.Qual(fakePath, "Fold").Call(jen.Id("name"))
	}
	return jen.Id("name")
}

// placeMethod adds to the profile
//
//	// keyOfRemediationException returns the partition, and the key within it.
//	func (p *Profile) keyOfRemediationException(configRuleName, resourceType, resourceID string) (string, [2]string) {
//		return p.keyIdentity(configRuleName), [2]string{p.keyIdentity(resourceType), p.keyIdentity(resourceID)}
//	}
func (e *emitter) placeMethod(f *jen.File, s *store) {
	partition, key := s.from(jen.Id("p")).keys(e.parameter(s))
	f.Add(doc("keyOf" + s.shape.GoName + " returns the partition that a thing is in, and its key within it."))
	f.Func().Params(jen.Id("p").Op("*").Id("Profile")).Id("keyOf"+s.shape.GoName).Params(e.parameters(s)).
		Params(keyType(s.thing.Partition), keyType(s.rest)).Block(jen.Return(partition, key))
	f.Line()
}
