package clause

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A cascade is the clause about what goes with a deleted entity.
type cascade struct {
	clause *model.Clause
	rule   model.Cascade
}

func newCascade(c *model.Clause) any { return cascade{c, c.Rule.(model.Cascade)} }

// Effect adds the deletion:
//
//	// clause rule-exceptions: …
//	here.RemediationExceptions.DeletePartition(in.ConfigRuleName)
func (c cascade) Effect(s operation.Scope) { c.of(s, s.KeyText) }

// of adds the deletion of what goes with the entity of a key.
func (c cascade) of(s scope, key func(member string) jen.Code) {
	s.Say(c.clause)
	s.Choose(c.clause, func(s scope, choice string) {
		if choice == "kept" {
			s.Remark("They stay as they are.")
			return
		}
		of := s.Stores.Of(c.rule.Of)
		method, which := c.selected(s, of, key)
		s.Add(of.Table().Dot(method).Call(which))
	})
}

// selected returns the method that deletes the resources that have the key of the
// deleted one in their own, and its argument. Where they are listed by that key,
// they are found at once.
func (c cascade) selected(s scope, of *operation.Store, text func(member string) jen.Code) (method string, which *jen.Statement) {
	key := s.Store.Resource.Key
	listed := listedByKey(s, of)
	folded := func(text jen.Code) *jen.Statement { return operation.FoldBoth(s.Store, of, text) }
	switch {
	case listed && !s.Store.Folds():
		return "DeletePartition", of.PartitionValue(text)
	case listed && len(key) == 1:
		same := folded(jen.Id("name")).Op("==").Add(folded(text(key[0])))
		return "DeletePartitions", jen.Func().Params(jen.Id("name").String()).Bool().Block(jen.Return(same))
	}
	return "DeleteFunc", hasKey(s, of, text)
}

// listedByKey reports whether resources are listed by the key of the one at hand.
func listedByKey(s scope, of *operation.Store) bool {
	return slices.Equal(slices.Sorted(slices.Values(of.Resource.Partition)), slices.Sorted(slices.Values(s.Store.Resource.Key)))
}

// hasKey returns the function that reports whether a resource has the key of the one at
// hand in its own.
func hasKey(s scope, of *operation.Store, text func(member string) jen.Code) *jen.Statement {
	folded := func(text jen.Code) *jen.Statement { return operation.FoldBoth(s.Store, of, text) }
	var same []*jen.Statement
	for _, m := range s.Store.Resource.Key {
		same = append(same, folded(s.Text(s.MemberOf(jen.Id("v"), of.Shape, m))).Op("==").Add(folded(text(m))))
	}
	return jen.Func().Params(jen.Id("v").Op("*").Id(of.Shape.GoName)).Bool().Block(jen.Return(printer.And(same...)))
}
