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
// or what is left of it where neither case nor surrounding space counts. The
// profile is reached through a receiver, or else is called p.
func (s *store) fold(receiver string, text jen.Code) *jen.Statement {
	switch {
	case open(s.identity):
		return profileOf(receiver).Dot(identityName(s.identity)).Call(text)
	case s.identity != nil && s.identity.Choice == "folded":
		return jen.Qual(fakePath, "Fold").Call(text)
	}
	return jen.Add(text)
}

// folds reports whether what a text counts as may be something else.
func (s *store) folds() bool { return may(s.identity, "folded") }

func profileOf(receiver string) *jen.Statement {
	if receiver == "" {
		return jen.Id("p")
	}
	return jen.Id(receiver).Dot("profile")
}

// identityName returns the name of the method of the profile that says what a
// text counts as.
func identityName(c *model.Clause) string { return parameterName(model.GoName(c.ID)) }

// placedByProfile reports whether a method of the profile makes a key.
func (s *store) placedByProfile() bool { return open(s.identity) && len(s.thing.Key) > 1 }

// placed returns the partition and the key, where the profile says what keys
// are equal.
func (s *store) placed(receiver string, text func(string) jen.Code) *jen.Statement {
	if !s.placedByProfile() {
		part := func(members []string) jen.Code {
			if len(members) == 0 {
				return jen.Struct().Values()
			}
			return s.fold(receiver, text(members[0]))
		}
		return jen.List(part(s.thing.Partition), part(s.rest))
	}
	texts := make([]jen.Code, len(s.thing.Key))
	for i, m := range s.thing.Key {
		texts[i] = text(m)
	}
	return profileOf(receiver).Dot("keyOf" + s.shape.GoName).Call(texts...)
}

// identityMethods adds to the profile
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
//
//	// keyOfRemediationException returns the partition, and the key within it.
//	func (p *Profile) keyOfRemediationException(configRuleName, resourceType, resourceID string) (string, [2]string) {
//		return p.keyIdentity(configRuleName), [2]string{p.keyIdentity(resourceType), p.keyIdentity(resourceID)}
//	}
func (e *emitter) identityMethods(f *jen.File, s *store) {
	c, name := s.identity, identityName(s.identity)
	receiver := jen.Id("p").Op("*").Id("Profile")
	f.Add(doc(name + " returns what a name counts as: two names are the same if they count as the same."))
	f.Func().Params(receiver).Id(name).Params(jen.Id("name").String()).String().Block(
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
	if !s.placedByProfile() {
		return
	}
	part := func(members []string) *jen.Statement {
		values := make([]jen.Code, len(members))
		for i, m := range members {
			values[i] = s.fold("", e.parameter(s)(m))
		}
		switch len(members) {
		case 0:
			return jen.Struct().Values()
		case 1:
			return jen.Add(values...)
		}
		return keyType(members).Values(values...)
	}
	f.Add(doc("keyOf" + s.shape.GoName + " returns the partition that a thing is in, and its key within it."))
	f.Func().Params(receiver).Id("keyOf"+s.shape.GoName).Params(e.parameters(s)).Params(keyType(s.thing.Partition), keyType(s.rest)).Block(
		jen.Return(part(s.thing.Partition), part(s.rest)),
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
