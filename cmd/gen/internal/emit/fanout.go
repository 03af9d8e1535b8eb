package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// eachMembers returns the members of the thing's key that differ from one
// element of the operation's list to the next.
func (b *body) eachMembers() []string {
	var all []string
	for _, m := range b.store.thing.Key {
		if b.isEach(b.op.Effect.Bound(m)) {
			all = append(all, m)
		}
	}
	return all
}

// failedKeyType returns the type of the key by which failures are told apart.
func (b *body) failedKeyType() *jen.Statement {
	return keyType(b.eachMembers())
}

// failedKey returns the value of that key, within the loop.
func (b *body) failedKey() *jen.Statement {
	if b.named {
		b.usesName = true
		return jen.Id("one")
	}
	return b.keyOfEach()
}

// withKey adds what is done with the thing at hand, and before it, if that asks
// for a key which is not to be had at once, its name:
//
//	one := [2]string{f.profile.keyIdentity(…), …}
func (b *body) withKey(rest func()) {
	if !open(b.store.identity) {
		rest()
		return
	}
	b.named, b.usesName = true, false
	new(jen.Statement).BlockFunc(b.in(rest)) // only to see whether it asks
	if b.usesName {
		b.g.Id("one").Op(":=").Add(b.keyOfEach())
	}
	rest()
	b.named = false
}

func (b *body) keyOfEach() *jen.Statement {
	return b.store.keyValue(b.eachMembers(), func(m string) jen.Code { return b.keyText(m) })
}

// duplicates adds, where a key that is given twice is an error:
//
//	// clause duplicate-keys: …
//	seen := map[[2]string]bool{}
//	for i := range in.ResourceKeys {
//		key := &in.ResourceKeys[i]
//		one := [2]string{…}
//		if seen[one] {
//			return nil, fake.Refuse(…)
//		}
//		seen[one] = true
//	}
func (b *body) duplicates(c *model.Clause) {
	b.say(c)
	b.choose(c, func(choice string) {
		code := model.ErrorOf(choice)
		if code == "" {
			b.remark("What is done twice comes to the same, and what fails is told once.")
			return
		}
		b.failDuplicates(code)
	})
}

func (b *body) failDuplicates(code string) {
	b.g.Id("seen").Op(":=").Map(keyType(b.eachMembers())).Bool().Values()
	b.each(func() {
		b.g.Id("one").Op(":=").Add(b.keyOfEach())
		b.g.If(jen.Id("seen").Index(jen.Id("one"))).BlockFunc(b.in(func() {
			b.fail(code, "element %d of "+b.op.Effect.Each.Last()+" is there already", jen.Id("i"))
		}))
		b.g.Id("seen").Index(jen.Id("one")).Op("=").True()
	})
}
