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
func (c cascade) Effect(s operation.Scope) {
	c.of(s, func(member string) jen.Code {
		if slices.Contains(s.Store.Resource.Key, member) {
			return s.KeyText(member)
		}
		return jen.Id(addressVar(s.Operation, member))
	})
}

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

// selected returns the method that deletes the resources that refer to the deleted one,
// and its argument. Where they are listed by its key, they are found at once.
func (c cascade) selected(s scope, of *operation.Store, text func(member string) jen.Code) (method string, which *jen.Statement) {
	listed := standsIn(c.rule.By, of.Resource.Partition)
	switch {
	case listed && (!s.Store.Folds() || s.API.AddressIn(s.Store.Resource.Name, c.rule.By) != ""):
		return "DeletePartition", of.PartitionValue(renamed(c.rule.By, text))
	case listed && len(c.rule.By) == 1:
		folded := func(text jen.Code) *jen.Statement { return operation.FoldBoth(s.Store, of, text) }
		same := folded(jen.Id("name")).Op("==").Add(folded(text(c.rule.By[0].Member)))
		return "DeletePartitions", jen.Func().Params(jen.Id("name").String()).Bool().Block(jen.Return(same))
	}
	return "DeleteFunc", refers(s, of, c.rule.By, text)
}

// standsIn reports whether the key of an entity stands in some members of resources that
// refer to it, and in all of them.
func standsIn(by []model.Binding, members []string) bool {
	return len(by) == len(members) && !slices.ContainsFunc(members, func(m string) bool {
		return !slices.ContainsFunc(by, func(b model.Binding) bool { return string(b.Path) == m })
	})
}

// renamed returns what gives the text of the members of resources in which the key of an
// entity stands, from what gives those of that key.
func renamed(by []model.Binding, text func(member string) jen.Code) func(member string) jen.Code {
	return func(member string) jen.Code {
		return text(by[slices.IndexFunc(by, func(b model.Binding) bool { return string(b.Path) == member })].Member)
	}
}

// refers returns the function that reports whether a resource refers to the one at hand.
func refers(s scope, of *operation.Store, by []model.Binding, text func(member string) jen.Code) *jen.Statement {
	folded := func(text jen.Code) *jen.Statement { return operation.FoldBoth(s.Store, of, text) }
	if s.API.AddressIn(s.Store.Resource.Name, by) != "" {
		folded = of.Fold
	}
	var same []*jen.Statement
	for _, b := range by {
		at := s.Follow(jen.Id("v"), of.Shape.Name, b.Path)
		if !slices.Contains(of.Resource.Key, string(b.Path)) {
			if there := at.Present(); there != nil {
				same = append(same, there)
			}
			at.Guards = nil
		}
		same = append(same, folded(s.Text(at)).Op("==").Add(folded(text(b.Member))))
	}
	return jen.Func().Params(jen.Id("v").Op("*").Id(of.Shape.GoName)).Bool().Block(jen.Return(printer.And(same...)))
}
