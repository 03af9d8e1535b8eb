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

// incompleteRequest adds, where a key that lacks a member is an error:
//
//	// clause incomplete-key: …
//	for i := range in.ResourceKeys {
//		key := &in.ResourceKeys[i]
//		if key.ResourceType == nil || key.ResourceID == nil {
//			return nil, fake.Refuse(…)
//		}
//	}
func (b *body) incompleteRequest(c *model.Clause) {
	code := model.ErrorOf(c.Choice)
	keyed := b.keyedFilter()
	if code == "" && (keyed != nil || b.op.Effect.Each != "") {
		return // it is said where the key is used
	}
	b.say(c)
	check := func() {
		cond, names := b.lacking()
		if cond == nil {
			return
		}
		b.g.If(cond).BlockFunc(b.in(func() {
			switch {
			case code == "":
				b.succeed(nil)
			case b.inLoop:
				b.fail(code, "key %d lacks "+strings.Join(names, " or "), jen.Id("i").Op("+").Lit(1))
			default:
				b.fail(code, strings.Join(names, " and ")+" must be given")
			}
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

// incompleteItem adds the same where such a key is told as failed.
func (b *body) incompleteItem(c *model.Clause) {
	if model.ErrorOf(c.Choice) != "" || !b.inLoop {
		return
	}
	b.say(c)
	if cond, names := b.lacking(); cond != nil {
		b.g.If(cond).BlockFunc(b.in(func() {
			b.refuse("The key lacks " + strings.Join(names, " or ") + ".")
		}))
	}
}
