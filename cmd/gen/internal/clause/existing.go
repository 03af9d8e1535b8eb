package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// An existing is the clause about a put of a resource that is there already.
type existing struct {
	clause *model.Clause
	rule   model.Existing
}

func newExisting(c *model.Clause) any { return existing{c, c.Rule.(model.Existing)} }

// replaced says what happens where a second put is no error.
const replaced = "The new value replaces the old one."

// Item adds the check:
//
//	// clause put-parameter-existing: …
//	if !runtime.Value(in.Overwrite) && here.Parameters.Get(item.Name) != nil {
//		return nil, runtime.Errorf(…)
//	}
func (e existing) Item(s operation.Scope) {
	if !s.Enforced(e.clause, replaced) {
		return
	}
	there := s.Store.Get(s.ItemText).Op("!=").Nil()
	if e.rule.Unless != "" {
		there = printer.And(jen.Op("!").Add(s.InputAt(e.rule.Unless).Flag()), there)
	}
	s.If(there, func(s scope) {
		s.FailOr(e.clause, replaced, "there is a "+s.Store.Resource.Name+" of that key already")
	})
}

// A needed is the clause about a member that the first put has to give.
type needed struct {
	clause *model.Clause
	rule   model.NeededAtFirst
}

func newNeeded(c *model.Clause) any { return needed{c, c.Rule.(model.NeededAtFirst)} }

// Item adds the check:
//
//	// clause put-parameter-type: …
//	if item.Type == nil && here.Parameters.Get(item.Name) == nil {
//		return nil, runtime.Errorf(…)
//	}
func (n needed) Item(s operation.Scope) {
	const without = "It may be without."
	absent := s.MemberPlace(operation.Item, n.rule.Member).Absent()
	if absent == nil || !s.Enforced(n.clause, without) {
		return
	}
	s.If(printer.And(absent, s.Store.Get(s.ItemText).Op("==").Nil()), func(s scope) {
		s.FailOr(n.clause, without, n.rule.Member+" must be given for a new "+s.Store.Resource.Name)
	})
}

// A fixed is the clause about a member that no put may change.
type fixed struct {
	clause *model.Clause
	rule   model.Fixed
}

func newFixed(c *model.Clause) any { return fixed{c, c.Rule.(model.Fixed)} }

// Item adds the check:
//
//	// clause put-parameter-type-stays: …
//	if old := here.Parameters.Get(item.Name); old != nil && item.Type != nil && old.Type != nil && *old.Type != *item.Type {
//		return nil, runtime.Errorf(…)
//	}
func (f fixed) Item(s operation.Scope) {
	const changes = "It may change."
	if !s.Enforced(f.clause, changes) {
		return
	}
	item, old := s.MemberPlace(operation.Item, f.rule.Member), s.MemberPlace(operation.Old, f.rule.Member)
	var stays []*jen.Statement
	for _, v := range f.rule.From {
		stays = append(stays, old.Value().Op("==").Add(shape.EnumValue(old.Shape, v)))
	}
	differs := printer.And(jen.Id(operation.Old).Op("!=").Nil(), item.Present(), old.Present(), old.Value().Op("!=").Add(item.Value()))
	switch len(stays) {
	case 0:
	case 1:
		differs = printer.And(differs, stays[0])
	default:
		differs = printer.And(differs, jen.Parens(printer.Or(stays...)))
	}
	s.IfLet(jen.Id(operation.Old).Op(":=").Add(s.Store.Get(s.ItemText)), differs, func(s scope) {
		s.FailOr(f.clause, changes, "the "+f.rule.Member+" of a "+s.Store.Resource.Name+" can't be changed from %s to %s", old.Value(), item.Value())
	})
}
