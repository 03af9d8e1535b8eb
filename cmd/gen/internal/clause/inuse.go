package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/model"
)

// An inUse is the clause about an entity that another one needs.
type inUse struct {
	clause *model.Clause
	rule   model.InUse
}

func newInUse(c *model.Clause) any { return inUse{c, c.Rule.(model.InUse)} }

// Request adds the check:
//
//	// clause rule-in-use: …
//	if here.RemediationConfigurations.Get(struct{}{}, in.ConfigRuleName) != nil {
//		return runtime.Errorf(…)
//	}
func (u inUse) Request(s operation.Scope) {
	if !s.Enforced(u.clause, "The others stay.") {
		return
	}
	key := s.Store.Resource.Key
	paths := make([]model.Path, len(key))
	for i, m := range key {
		paths[i] = s.Effect.Bound(m)
	}
	s.OnceOrEach(paths, func(s scope) {
		check := s.If
		text := s.KeyText
		if address := s.API.AddressIn(s.Store.Resource.Name, u.rule.By); address != "" {
			let := jen.Id(addressBase).Op(":=").Add(addressOf(s, address))
			check = func(condition *jen.Statement, f func(scope)) { s.IfLet(let, condition, f) }
			text = func(string) jen.Code { return jen.Id(addressBase) }
		}
		check(u.used(s, text), func(s scope) {
			s.FailOr(u.clause, "The others stay.", "the "+s.Store.Resource.Name+" %q has a "+u.rule.Of+", which has to be deleted first", s.KeyText(key[len(key)-1]))
		})
	})
}

// used returns the condition that something refers to the resource at hand, from the text
// of the members by which it does. Where that is its whole key, it is found at once.
func (u inUse) used(s scope, text func(member string) jen.Code) *jen.Statement {
	of := s.Stores.Of(u.rule.Of)
	if standsIn(u.rule.By, of.Resource.Key) && !s.Store.Folds() && !of.Folds() {
		return of.Get(renamed(u.rule.By, text)).Op("!=").Nil()
	}
	if standsIn(u.rule.By, of.Resource.Partition) && !s.Store.Folds() {
		return of.Table().Dot("Holds").Call(of.PartitionValue(renamed(u.rule.By, text)))
	}
	return of.Table().Dot("Any").Call(refers(s, of, u.rule.By, text))
}
