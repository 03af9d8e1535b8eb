package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// cascade adds what goes with a deleted entity:
//
//	// clause rule-exceptions: …
//	here.RemediationExceptions.DeletePartition(in.ConfigRuleName)
func (b *body) cascade(c *model.Clause) {
	b.say(c)
	if c.Choice == "kept" {
		b.remark("They stay as they are.")
		return
	}
	of := b.storeOf(c.Rule.(model.Cascade).Of)
	key := b.store.thing.Key
	text := func(m string) jen.Code { return b.keyText(m) }
	if slices.Equal(slices.Sorted(slices.Values(of.thing.Partition)), slices.Sorted(slices.Values(key))) && of.folded == b.store.folded {
		b.g.Add(of.table()).Dot("DeletePartition").Call(of.keyValue(of.thing.Partition, text))
		return
	}
	var same *jen.Statement
	for _, m := range key {
		mine, given := b.text(b.memberOf(jen.Id("v"), of.shape, m)), jen.Add(text(m))
		if b.store.folded || of.folded {
			mine, given = jen.Qual(fakePath, "Fold").Call(mine), jen.Qual(fakePath, "Fold").Call(given)
		}
		one := mine.Op("==").Add(given)
		if same == nil {
			same = one
		} else {
			same = same.Op("&&").Add(one)
		}
	}
	b.g.Add(of.table()).Dot("DeleteFunc").Call(
		jen.Func().Params(jen.Id("v").Op("*").Id(of.shape.GoName)).Bool().Block(jen.Return(same)),
	)
}
