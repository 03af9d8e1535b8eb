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
	b.choose(c, func(choice string) {
		if choice == "kept" {
			b.remark("They stay as they are.")
			return
		}
		b.cascadeTo(b.storeOf(c.Rule.(model.Cascade).Of))
	})
}

// cascadeTo adds the deletion of the things that have the key of the deleted
// one in their own. Where they are listed by that key, they are found at once.
func (b *body) cascadeTo(of *store) {
	key := b.store.thing.Key
	text := func(m string) jen.Code { return b.keyText(m) }
	listed := slices.Equal(slices.Sorted(slices.Values(of.thing.Partition)), slices.Sorted(slices.Values(key)))
	switch {
	case listed && !b.store.folds():
		b.g.Add(of.table()).Dot("DeletePartition").Call(of.keyValue(of.thing.Partition, text))
		return
	case listed && len(key) == 1:
		b.g.Add(of.table()).Dot("DeletePartitions").Call(
			jen.Func().Params(jen.Id("name").String()).Bool().Block(jen.Return(
				b.bothFold(of, jen.Id("name")).Op("==").Add(b.bothFold(of, text(key[0]))),
			)),
		)
		return
	}
	var same *jen.Statement
	for _, m := range key {
		one := b.bothFold(of, b.text(b.memberOf(jen.Id("v"), of.shape, m))).Op("==").Add(b.bothFold(of, text(m)))
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

// bothFold returns what a text counts as in a key of the operation's thing, or
// of another, if only one of them is compared so.
func (b *body) bothFold(of *store, text jen.Code) *jen.Statement { return foldBoth(b.store, of, text) }

func foldBoth(one, other *store, text jen.Code) *jen.Statement {
	if one.identity == other.identity || !other.folds() {
		return one.fold(text)
	}
	return other.fold(one.fold(text))
}
