package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// itemShape returns the shape of the items in the batches of an output.
func (b *body) itemShape() *model.Shape {
	c := b.op.Clause("batch")
	if c == nil {
		return b.store.shape
	}
	rule := c.Rule.(model.Batch)
	list := model.Path(rule.List).Elem()
	return b.api.Shape(b.elemShape(b.op.Output, list.Join(rule.Items)))
}

// failuresType returns the type of what collects failures.
func (b *body) failuresType() *jen.Statement {
	return jen.Qual(fakePath, "Failures").Types(b.failedKeyType(), jen.Id(b.itemShape().GoName))
}

// failedItem returns the item that tells of the thing at hand: the thing
// itself, the element of the input, or what is put together of either.
func (b *body) failedItem() *jen.Statement {
	shape := b.itemShape()
	deletes := b.op.Effect.Verb == model.Deletes
	if shape.Name == b.store.shape.Name && !deletes {
		return jen.Id(itemVar)
	}
	if b.inLoop && b.elemShape(b.op.Input, b.op.Effect.Each) == shape.Name {
		return jen.Op("*").Id(keyVar)
	}
	return jen.Id(shape.GoName).CustomFunc(inline, func(g *jen.Group) {
		for i := range shape.Members {
			m := &shape.Members[i]
			from, ok := b.bound(m.Name)
			if !deletes && b.store.shape.Member(m.Name) != nil {
				from, ok = b.memberOf(jen.Id(itemVar), b.store.shape, m.Name), true
			}
			if ok {
				g.Id(m.GoName).Op(":").Add(b.assign(b.memberOf(jen.Nil(), shape, m.Name), from))
			}
		}
	})
}

// inline lays out a literal on one line, in the given order.
var inline = jen.Options{Open: "{", Close: "}", Separator: ", "}

// tell adds to the output what failed:
//
//	// clause failed-batches: …
//	for _, batch := range failed.Batches(25) {
//		out.FailedBatches = append(out.FailedBatches, FailedBatch{
//			FailedItems:    batch.Items,
//			FailureMessage: &batch.Reason,
//		})
//	}
func (b *body) tell(c *model.Clause) {
	rule := c.Rule.(model.Batch)
	list := b.follow(jen.Id(outVar), b.op.Output, model.Path(rule.List))
	elem := b.api.Shape(list.shape.Elem)
	b.say(c)
	b.g.For(jen.List(jen.Id("_"), jen.Id("batch")).Op(":=").Range().Id(failedVar).Dot("Batches").Call(jen.Lit(rule.Max))).Block(
		jen.Add(list.expr).Op("=").Append(list.expr, jen.Id(elem.GoName).CustomFunc(lines, func(g *jen.Group) {
			for i := range elem.Members {
				switch m := &elem.Members[i]; m.Name {
				case rule.Items:
					g.Id(m.GoName).Op(":").Id("batch").Dot("Items")
				case rule.Message:
					reason := jen.Id("batch").Dot("Reason")
					if b.pointer(elem, m) {
						reason = jen.Op("&").Add(reason)
					}
					g.Id(m.GoName).Op(":").Add(reason)
				}
			}
		})),
	)
}

// newOutput returns an empty output. Its lists are there, though empty, because
// clients of the API expect them.
func (b *body) newOutput() *jen.Statement {
	out := b.api.Shape(b.op.Output)
	if out == nil {
		return jen.Nil()
	}
	return jen.Op("&").Id(out.GoName).CustomFunc(inline, func(g *jen.Group) {
		for i := range out.Members {
			m := &out.Members[i]
			if s := b.api.Shape(m.Shape); s.Kind == model.List {
				g.Id(m.GoName).Op(":").Add(b.typeOf(s)).Values()
			}
		}
	})
}
