package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A Batch is the clause that what failed is reported in groups.
type Batch struct {
	clause *model.Clause
	rule   model.Batch
}

// BatchOf returns the clause of an operation, and whether it has one.
func BatchOf(o *operation.Operation) (Batch, bool) {
	c := o.Clause("batch")
	if c == nil {
		return Batch{}, false
	}
	return Batch{c, c.Rule.(model.Batch)}, true
}

// Report adds to the output what failed:
//
//	// clause failed-batches: …
//	for _, batch := range failed.Batches(25) {
//		out.FailedBatches = append(out.FailedBatches, FailedBatch{
//			FailedItems:    batch.Items,
//			FailureMessage: &batch.Reason,
//		})
//	}
//
// Where the output itself is the only batch:
//
//	if failed.Len() > 0 {
//		out.FailedItems = failed.Items()
//		out.FailureMessage = new(failed.Reason())
//	}
func (b Batch) Report(s operation.Scope) {
	if b.rule.List == "" {
		b.reportAll(s)
		return
	}
	list := s.OutputPlace(model.Path(b.rule.List))
	elem := s.Shape(list.Shape.Elem)
	s.Say(b.clause)
	s.For(jen.List(jen.Id("_"), jen.Id("batch")).Op(":=").Range().Id(operation.Failed).Dot("Batches").Call(jen.Lit(b.rule.Max)), func(s scope) {
		s.Set(list.Expr, "=", jen.Append(list.Expr, jen.Id(elem.GoName).CustomFunc(printer.Lines, func(g *jen.Group) {
			for i := range elem.Members {
				switch m := &elem.Members[i]; m.Name {
				case b.rule.Items:
					g.Id(m.GoName).Op(":").Add(printer.Sel("batch", "Items"))
				case b.rule.Message:
					reason := printer.Sel("batch", "Reason")
					if s.Pointer(elem, m) {
						reason = jen.Op("&").Add(reason)
					}
					g.Id(m.GoName).Op(":").Add(reason)
				}
			}
		})))
	})
}

func (b Batch) reportAll(s scope) {
	failed := func(method string) *jen.Statement { return jen.Id(operation.Failed).Dot(method).Call() }
	items, message := s.OutputPlace(model.Path(b.rule.Items)), s.OutputPlace(model.Path(b.rule.Message))
	s.Say(b.clause)
	s.If(failed("Len").Op(">").Lit(0), func(s scope) {
		s.Set(items.Expr, "=", failed("Items"))
		s.Set(message.Expr, "=", pointed(message, failed("Reason")))
	})
}

// failedShape returns the shape of the items in the batches of an output.
func failedShape(o *operation.Operation) *model.Shape {
	b, ok := BatchOf(o)
	if !ok {
		return o.Store.Shape
	}
	return o.Shape(o.ElemShape(o.Output, b.rule.Group().Join(b.rule.Items)))
}

// FailuresType returns the type of what collects failures.
func FailuresType(o *operation.Operation) *jen.Statement {
	return printer.Runtime("Failures").Types(operation.KeyType(o.EachMembers()), jen.Id(failedShape(o).GoName))
}

// fail adds that the resource at hand failed for a reason. Its key tells it from
// others that fail.
func fail(s scope, key jen.Code, reason string) { failIn(s, operation.Failed, key, reason) }

func failIn(s scope, variable string, key jen.Code, reason string) {
	s.Add(jen.Id(variable).Dot("Add").Call(key, jen.Lit(reason), failedItem(s)))
}

// failedItem returns the item that reports the resource at hand: the resource itself,
// the element of the input, or what is put together of either.
func failedItem(s scope) *jen.Statement {
	item := failedShape(s.Operation)
	deletes := s.Effect.Verb == model.Deletes
	if item.Name == s.Store.Shape.Name && !deletes {
		whole := jen.Id(operation.Item)
		if s.InLoop && !s.IsEach(s.Effect.Item) {
			// It shares with those that are kept what is common to all.
			return s.Clone(item, whole)
		}
		return whole
	}
	if s.InLoop && s.ElemShape(s.Input, s.Effect.Each) == item.Name {
		return jen.Op("*").Id(operation.Key)
	}
	return jen.Id(item.GoName).CustomFunc(printer.Inline, func(g *jen.Group) {
		for i := range item.Members {
			m := &item.Members[i]
			from, ok := s.Bound(m.Name)
			if !deletes && s.Store.Shape.Member(m.Name) != nil {
				from, ok = s.MemberPlace(operation.Item, m.Name), true
			}
			if ok {
				g.Id(m.GoName).Op(":").Add(s.Assign(s.MemberOf(jen.Nil(), item, m.Name), from))
			}
		}
	})
}
