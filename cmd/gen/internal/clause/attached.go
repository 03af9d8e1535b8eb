package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// An attached is the clause about others that are put with a resource.
type attached struct {
	clause *model.Clause
	rule   model.Attached
}

func newAttached(c *model.Clause) any { return attached{c, c.Rule.(model.Attached)} }

// Effect adds the puts:
//
//	// clause put-tags: …
//	for i := range in.Tags {
//		key := &in.Tags[i]
//		here.ParameterTags.Put(StoredTag{
//			Name: item.Name,
//			Key:  key.Key,
//		})
//	}
func (a attached) Effect(s operation.Scope) {
	of := s.Stores.Of(a.rule.Entity)
	s.Say(a.clause)
	s.Over(a.rule.Each, func(s scope) {
		var leaves []shape.Leaf
		for _, b := range a.rule.By {
			leaves = append(leaves, shape.Leaf{Path: b.Path, From: s.MemberPlace(operation.Item, b.Member)})
		}
		elem := s.ElemShape(s.Input, a.rule.Each)
		for _, b := range a.rule.From {
			within, _ := b.Path.Within(a.rule.Each)
			leaves = append(leaves, shape.Leaf{Path: model.Path(b.Member), From: s.Follow(jen.Id(operation.Key), elem, within)})
		}
		s.Add(of.Table().Dot("Put").Call(s.Composed(of.Shape, leaves)))
	})
}

// An attachedFlagged is the clause about a flag that is set where others are put with
// a resource.
type attachedFlagged struct {
	clause *model.Clause
	rule   model.AttachedFlagged
}

func newAttachedFlagged(c *model.Clause) any {
	return attachedFlagged{c, c.Rule.(model.AttachedFlagged)}
}

// Request adds the check:
//
//	// clause put-tags-overwrite: …
//	if len(in.Tags) > 0 && runtime.Value(in.Overwrite) {
//		return nil, runtime.Errorf(…)
//	}
func (f attachedFlagged) Request(s operation.Scope) {
	const both = "They may be given together."
	if !s.Enforced(f.clause, both) {
		return
	}
	list := s.Attached().Each
	s.If(printer.And(s.InputPlace(list).Present(), s.InputPlace(f.rule.Flag).Flag()), func(s scope) {
		s.FailOr(f.clause, both, list.Last()+" can't be given together with "+f.rule.Flag.Last())
	})
}
