package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// everything returns the condition that holds for every thing of a store.
func everything(s *store) *jen.Statement {
	return jen.Func().Params(jen.Op("*").Id(s.shape.GoName)).Bool().Block(jen.Return(jen.True()))
}

// twistedPut returns what becomes of the statement that puts item.
func (b *body) twistedPut(put *jen.Statement) *jen.Statement {
	c := b.op.Clause("upsert")
	if c == nil {
		c = b.op.Clause("fact")
	}
	old := b.store.get(b.itemText)
	if b.twistedOf("expiry", "unprolonged") {
		at := b.store.shape.Member(b.op.Clause("expiry").Rule.(model.Expiry).At).GoName
		return jen.If(jen.Id("was").Op(":=").Add(old), jen.Id("was").Op("!=").Nil()).Block(
			jen.Id(itemVar).Dot(at).Op("=").Id("was").Dot(at),
		).Line().Add(put)
	}
	switch {
	case b.twisted(c, "ignored"):
		return jen.Id("_").Op("=").Id(itemVar)
	case b.twisted(c, "first"):
		return jen.If(old.Op("==").Nil()).Block(put)
	case b.twisted(c, "fickle"):
		return jen.If(jen.Op("!").Add(b.store.table()).Dot("Delete").Call(b.store.at(b.itemText))).Block(put)
	case b.twisted(c, "without"):
		m := b.store.shape.Member(b.twist.Detail)
		return jen.Add(b.lost(b.store.shape, m, jen.Id(itemVar))).Line().Add(put)
	}
	return put
}

// lost returns the statement that takes a member away from a thing.
func (e *emitter) lost(s *model.Shape, m *model.Member, of jen.Code) *jen.Statement {
	field := jen.Add(of).Dot(m.GoName)
	if e.nilable(s, m) {
		return field.Op("=").Nil()
	}
	zero := jen.Lit("")
	switch shape := e.api.Shape(m.Shape); shape.Kind {
	case model.String, model.Enum:
	case model.Boolean:
		zero = jen.False()
	case model.Structure:
		zero = jen.Id(shape.GoName).Values()
	case model.Timestamp:
		zero = jen.Qual(fakePath, "Time").Values()
	default:
		zero = jen.Lit(0)
	}
	return field.Op("=").Add(zero)
}

// twistFanOut adds, at the beginning of the loop in which an operation has its
// effect, what leaves out elements.
func (b *body) twistFanOut() {
	switch c := b.op.Clause("fan-out"); {
	case b.twisted(c, "first"):
		onlyFirst(b.g)
	case b.twisted(c, "last"):
		last := jen.Len(b.inputPlace(b.op.Effect.Each).expr).Op("-").Lit(1)
		b.g.If(jen.Id("i").Op("<").Add(last)).Block(jen.Continue())
	}
}

// twistCommon adds what takes from all things but the first what holds for all
// of them.
func (b *body) twistCommon() {
	if !b.twistedOf("fan-out", "uncommon") {
		return
	}
	b.g.If(jen.Id("i").Op(">").Lit(0)).BlockFunc(func(g *jen.Group) {
		for _, from := range b.op.Effect.From {
			m := b.store.shape.Member(from.Member)
			if !b.isEach(from.Path) && !m.Required && !slices.Contains(b.store.thing.Key, m.Name) {
				g.Add(b.lost(b.store.shape, m, jen.Id(itemVar)))
			}
		}
	})
}

// twistSuccess adds what tells of a thing as failed with which nothing is
// wrong.
func (b *body) twistSuccess(tells bool) {
	if tells && b.twistedOf("batch", "successes") {
		b.g.Id(failedVar).Dot("Add").Call(b.failedKey(), jen.Lit("Nothing is wrong with it."), b.failedItem())
	}
}

// twistedBatch returns what spoils a batch before it is told.
func (b *body) twistedBatch(c *model.Clause) *jen.Statement {
	items := jen.Id("batch").Dot("Items")
	switch {
	case b.twisted(c, "first"):
		return jen.Add(items).Op("=").Add(items).Index(jen.Empty(), jen.Lit(1))
	case b.twisted(c, "without"):
		shape := b.itemShape()
		return jen.For(jen.Id("i").Op(":=").Range().Add(items)).Block(
			b.lost(shape, shape.Member(b.twist.Detail), jen.Add(items).Index(jen.Id("i"))))
	}
	return jen.Null()
}

// twistedGuard returns the condition on which a guard looks at all, or nil.
func (b *body) twistedGuard(c *model.Clause) *jen.Statement {
	switch {
	case b.twisted(c, "first"):
		return jen.Id("i").Op("==").Lit(0)
	case b.twisted(c, "replacing"):
		return b.store.get(b.itemText).Op("==").Nil()
	}
	return nil
}

// factElsewhere returns the expression of the value of a fact about the thing
// called item, in whatever partition it is first found.
func (b *body) factElsewhere(fact *store) *jen.Statement {
	value := b.memberOf(jen.Id("v"), fact.shape, fact.thing.Fact.Value)
	var same *jen.Statement
	for _, m := range fact.rest {
		one := b.text(b.memberOf(jen.Id("v"), fact.shape, m)).Op("==").Add(b.itemText(m))
		if same == nil {
			same = one
		} else {
			same = same.Op("&&").Add(one)
		}
	}
	found := value.expr
	if value.ptr {
		found = jen.Qual(runtimePath, "Value").Call(value.expr)
	}
	return jen.Func().Params().Add(b.typeOf(value.shape)).Block(
		jen.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(fact.table()).Dot("All").Call(jen.Lit(0))).Block(
			jen.If(same).Block(jen.Return(found)),
		),
		jen.Return(b.enumValue(value.shape, fact.thing.Fact.Initially)),
	).Call()
}

// remove adds the deletion of the thing that the input names.
func (b *body) remove() {
	if b.twistedAny(b.op.Clause("removal"), "ignored", "beginning", "all") {
		b.twistRemoval(nil)
		return
	}
	b.g.Add(b.store.table()).Dot("Delete").Call(b.store.at(b.keyText))
}

// joined returns the values of a key that are one text, and nothing else.
func joined(values []jen.Code) []jen.Code {
	whole := jen.Add(values[0])
	rest := make([]jen.Code, len(values))
	for i, v := range values {
		rest[i] = jen.Lit("")
		if i > 0 {
			whole = whole.Op("+").Lit(":").Op("+").Add(v)
		}
	}
	rest[0] = whole
	return rest
}

// beginning returns what is left of a text that is cut.
func beginning(text jen.Code) *jen.Statement {
	return jen.Func().Params(jen.Id("s").String()).String().Block(
		jen.Return(jen.Id("s").Index(jen.Empty(), jen.Id("min").Call(jen.Len(jen.Id("s")), jen.Lit(64)))),
	).Call(text)
}

// removeBeginning adds the deletion of all things whose keys begin like the one
// that the input names.
func (b *body) removeBeginning() {
	begins := jen.True()
	for _, m := range b.store.thing.Key {
		begins = begins.Op("&&").Qual("strings", "HasPrefix").Call(b.text(b.memberOf(jen.Id("v"), b.store.shape, m)), b.keyText(m))
	}
	b.g.Add(b.store.table()).Dot("DeleteFunc").Call(
		jen.Func().Params(jen.Id("v").Op("*").Id(b.store.shape.GoName)).Bool().Block(jen.Return(begins)))
}

// twistRemoval adds the deletion of nothing, or of too much.
func (b *body) twistRemoval(absent *model.Clause) {
	there := b.store.get(b.keyText)
	if absent != nil {
		b.g.If(there.Op("==").Nil()).BlockFunc(b.in(func() { b.noneThere(absent) }))
	} else {
		b.g.Id("_").Op("=").Add(there)
	}
	switch c := b.op.Clause("removal"); {
	case b.twisted(c, "beginning"):
		b.removeBeginning()
	case b.twisted(c, "all"):
		b.removeAll()
	}
}

// removeAll adds the deletion of all things that are listed together with the
// one that the input names.
func (b *body) removeAll() {
	if len(b.store.thing.Partition) == 0 {
		b.g.Add(b.store.table()).Dot("DeleteFunc").Call(everything(b.store))
		return
	}
	for _, m := range b.store.thing.Partition {
		if b.isEach(b.op.Effect.Bound(m)) && !b.inLoop {
			b.g.Add(b.store.table()).Dot("DeleteFunc").Call(everything(b.store))
			return
		}
	}
	partition, _ := b.store.keys(b.keyText)
	b.g.Add(b.store.table()).Dot("DeletePartition").Call(partition)
}
