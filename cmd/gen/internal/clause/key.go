package clause

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// An incomplete is the clause about a key that lacks a member.
type incomplete struct{ clause *model.Clause }

func newIncomplete(c *model.Clause) any { return incomplete{c} }

// lacking returns the condition that a member of the key is missing, and the
// names of those that may be. The condition is nil if none can be.
func lacking(s scope) (cond *jen.Statement, names []string) {
	var missing []*jen.Statement
	add := func(p shape.Place, name string) {
		if absent := p.Absent(); absent != nil {
			missing, names = append(missing, absent), append(names, name)
		}
	}
	if keyed, ok := KeyedFilter(s.Operation); ok {
		elem := s.ElemShape(s.Input, keyed.By())
		for _, on := range keyed.rule.On {
			on = keyed.rule.Elem(on)
			add(s.Follow(jen.Id(operation.Key), elem, model.Path(on.Last())), on.Last())
		}
	} else {
		for _, m := range s.Store.Resource.Key {
			if path := s.Effect.Bound(m); path != "" && s.IsEach(path) == s.InLoop {
				add(s.InputAt(path), path.Last())
			}
		}
	}
	return printer.Or(missing...), names
}

// Request adds the check of the keys in a request, and what becomes of it if
// one of them lacks a member:
//
//	// clause incomplete-key: …
//	for i := range in.ResourceKeys {
//		key := &in.ResourceKeys[i]
//		if key.ResourceType == nil || key.ResourceID == nil {
//			return nil, runtime.Errorf(…)
//		}
//	}
func (k incomplete) Request(s operation.Scope) {
	keyed, byKeys := KeyedFilter(s.Operation)
	if (byKeys || s.Effect.Each != "") && !operation.MayFail(k.clause) {
		return // it is said where the key is used
	}
	s.Say(k.clause)
	switch {
	case byKeys:
		s.Over(keyed.By(), k.check)
	case len(s.EachMembers()) > 0:
		s.Each(k.check)
	default:
		k.check(s)
	}
}

func (k incomplete) check(s scope) {
	cond, names := lacking(s)
	if cond == nil {
		return
	}
	_, byKeys := KeyedFilter(s.Operation)
	s.If(cond, func(s scope) {
		s.Choose(k.clause, func(s scope, choice string) {
			switch code := model.ErrorOf(choice); {
			case code != "" && s.InLoop:
				s.Fail(code, "key %d lacks "+strings.Join(names, " or "), jen.Id("i").Op("+").Lit(1))
			case code != "":
				s.Fail(code, strings.Join(names, " and ")+" must be given")
			case byKeys:
				s.Remark("It selects nothing.")
			case s.Effect.Each != "":
				s.Remark("It is reported as failed below.")
			default:
				s.Succeed(nil)
			}
		})
	})
}

// Item adds what becomes of a resource whose key lacks a member, where the others
// are dealt with. Where that is an error, it has been told before.
func (k incomplete) Item(s operation.Scope) {
	if !operation.May(k.clause, "failed-batch") || !s.InLoop {
		return
	}
	s.Say(k.clause)
	if cond, names := lacking(s); cond != nil {
		s.If(cond, func(s scope) { s.Reject(s, "The key lacks "+strings.Join(names, " or ")+".") })
	}
}

// omit adds, within the loop over the keys of a request, that one is left out
// which lacks a member.
func (k incomplete) omit(s scope) {
	if !operation.May(k.clause, "omitted") {
		return
	}
	if cond, _ := lacking(s); cond != nil {
		s.Say(k.clause)
		s.If(cond, func(s scope) { s.Continue() })
	}
}

// TableKey returns the field of a table that says how a value is found:
//
//	// clause key-identity: …
//	Key: func(v *RemediationException) (string, [2]string) {
//		return v.ConfigRuleName, [2]string{v.ResourceType, v.ResourceID}
//	},
func TableKey(t *shape.Types, s *operation.Store) *jen.Statement {
	key := s.InProfile().Located(func(m string) jen.Code { return t.Text(t.MemberOf(jen.Id("v"), s.Shape, m)) })
	field := jen.Id("Key").Op(":").Func().Params(jen.Id("v").Op("*").Id(s.Shape.GoName)).
		Params(s.KeyTypes()...).Block(jen.Return(key))
	if s.Identity == nil {
		return field
	}
	return comment(s.Identity).Line().Add(field)
}

// IdentityMethods adds to the profile what it takes to make keys of resources of
// which it says what keys are equal.
func IdentityMethods(f *jen.File, stores operation.Stores, t *shape.Types) {
	var last *model.Clause
	for _, s := range stores.Folding() {
		if s.Identity != last {
			identityMethod(f, t, s.Identity)
		}
		last = s.Identity
		if s.PlacedByProfile() {
			keyMethod(f, s)
		}
	}
}

// identityMethod adds
//
//	// keyIdentity returns what a name counts as. Two names are the same if they
//	// count as the same.
//	func (p *Profile) keyIdentity(name string) string {
//		// clause key-identity: …
//		switch p.KeyIdentity {
//		case ChoiceFolded:
//			return runtime.Fold(name)
//		default:
//			return name
//		}
//	}
func identityMethod(f *jen.File, t *shape.Types, c *model.Clause) {
	method := t.Method(c)
	f.Add(printer.Doc(method + " returns what a name counts as: two names are the same if they count as the same."))
	f.Func().Params(jen.Id("p").Op("*").Id("Profile")).Id(method).Params(jen.Id("name").String()).String().BlockFunc(func(g *jen.Group) {
		g.Add(comment(c))
		operation.SwitchOn(t.Plan, printer.NewBlock(g), printer.Sel("p", t.Field(c)), c, func(b printer.Block, choice string) {
			if choice == "folded" {
				b.Return(printer.Runtime("Fold").Call(jen.Id("name")))
			} else {
				b.Return(jen.Id("name"))
			}
		})
	})
	f.Line()
}

// keyMethod adds
//
//	// keyOfRemediationException returns the partition, and the key within it.
//	func (p *Profile) keyOfRemediationException(configRuleName, resourceType, resourceID string) (string, [2]string) {
//		return p.keyIdentity(configRuleName), [2]string{p.keyIdentity(resourceType), p.keyIdentity(resourceID)}
//	}
func keyMethod(f *jen.File, s *operation.Store) {
	f.Add(printer.Doc(s.KeyMethod() + " returns the partition of a resource, and its key in the partition."))
	f.Func().Params(jen.Id("p").Op("*").Id("Profile")).Id(s.KeyMethod()).Params(s.Parameters()).
		Params(s.KeyTypes()...).Block(jen.Return(s.InProfile().Keys(s.Parameter)))
	f.Line()
}
