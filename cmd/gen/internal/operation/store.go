package operation

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A Store is how one kind of resource is kept: a field of the state, and a table.
type Store struct {
	plan     *names.Plan
	Resource model.Resource
	Shape    *model.Shape
	// Field names the field of State, and of account.
	Field string
	// Rest is the key without the partition.
	Rest []string
	// Identity and Expiry are the clauses that say what keys are equal, and
	// when a resource is gone. A fact about the keys of an entity that it guards
	// is found by what keys are equal there. EntryExpiry is the latter where the time
	// stands in a text. Deleting is the clause that says in which state a resource is while
	// it is being deleted.
	Identity, Expiry, EntryExpiry, Deleting *model.Clause
	// profile is how the profile is reached where the code stands that is
	// being written.
	profile *jen.Statement
}

// Stores are how each kind of resource is kept, entities first.
type Stores []*Store

// NewStores returns how the resources of an API are kept.
func NewStores(p *names.Plan) Stores {
	var all Stores
	for i := range p.API.Entities {
		all = append(all, newStore(p, p.API.Entities[i].Name, p.API.Entities[i].GoPlural))
	}
	for i := range p.API.Facts {
		all = append(all, newStore(p, p.API.Facts[i].Name, p.API.Facts[i].GoName))
	}
	return all
}

func newStore(p *names.Plan, name, field string) *Store {
	s := &Store{plan: p, Resource: p.API.Resource(name), Field: field, profile: printer.Sel("f", "profile")}
	s.Shape = s.Resource.Shape
	for _, m := range s.Resource.Key {
		if !slices.Contains(s.Resource.Partition, m) {
			s.Rest = append(s.Rest, m)
		}
	}
	for i := range p.API.Operations {
		op := &p.API.Operations[i]
		if op.Effect.Of != name && !guardedBy(op, name) {
			continue
		}
		if c := op.Clause("key/identity"); c != nil {
			s.Identity = c
		}
		if c := op.Clause("expiry"); c != nil && op.Effect.Of == name {
			s.Expiry = c
		}
		if c := op.Clause("embedded/expiry"); c != nil && op.Effect.Of == name {
			s.EntryExpiry = c
		}
		if c := op.Clause("lifecycle/deleting"); c != nil && op.Effect.Of == name {
			s.Deleting = c
		}
	}
	return s
}

// guardedBy reports whether an operation has a guard that looks at a fact.
func guardedBy(op *model.Operation, fact string) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		g, ok := c.Rule.(model.Guard)
		return ok && g.Fact == fact
	})
}

// Of returns how the resource of that name is kept, or nil.
func (all Stores) Of(name string) *Store {
	i := slices.IndexFunc(all, func(s *Store) bool { return s.Resource.Name == name })
	if i < 0 {
		return nil
	}
	return all[i]
}

// Facts returns those of facts.
func (all Stores) Facts() Stores {
	return slices.DeleteFunc(slices.Clone(all), func(s *Store) bool { return s.Resource.Fact == nil })
}

// Folding returns those of which the profile says what keys are equal.
func (all Stores) Folding() Stores {
	return slices.DeleteFunc(slices.Clone(all), func(s *Store) bool { return !names.Open(s.Identity) })
}

// InAccount returns the store for the methods of an account, InProfile that for
// the methods of the profile.
func (s *Store) InAccount() *Store { return s.from(printer.Sel("a", "profile")) }
func (s *Store) InProfile() *Store { return s.from(jen.Id("p")) }

func (s Store) from(profile *jen.Statement) *Store {
	s.profile = profile
	return &s
}

// Fold returns what a text in a key counts as where keys are compared: itself,
// or what is left of it where neither case nor surrounding space counts.
func (s *Store) Fold(text jen.Code) *jen.Statement {
	switch {
	case names.Open(s.Identity):
		return jen.Add(s.profile).Dot(s.plan.Method(s.Identity)).Call(text)
	case s.Identity != nil && s.Identity.Choice == "folded":
		return printer.Runtime("Fold").Call(text)
	}
	return jen.Add(text)
}

// FoldBoth returns what a text counts as in a key of either of two resources, if
// only one of them is compared so.
func FoldBoth(one, other *Store, text jen.Code) *jen.Statement {
	if one.Identity == other.Identity || !other.Folds() {
		return one.Fold(text)
	}
	return other.Fold(one.Fold(text))
}

// Folds reports whether what a text counts as may be something else.
func (s *Store) Folds() bool { return May(s.Identity, "folded") }

// PlacedByProfile reports whether a method of the profile makes a key.
func (s *Store) PlacedByProfile() bool { return names.Open(s.Identity) && len(s.Resource.Key) > 1 }

// KeyMethod returns the name of that method.
func (s *Store) KeyMethod() string { return s.plan.KeyMethod(s.Resource.Name) }

// KeyType returns the Go type of some members of a key: struct{} for none,
// string for one, [2]string for two.
func KeyType(members []string) *jen.Statement {
	switch len(members) {
	case 0:
		return jen.Struct()
	case 1:
		return jen.String()
	}
	return jen.Index(jen.Lit(len(members))).String()
}

// KeyValue returns the value of such a type, from the text of each member.
func (s *Store) KeyValue(members []string, text func(string) jen.Code) *jen.Statement {
	switch len(members) {
	case 0:
		return jen.Struct().Values()
	case 1:
		return s.Fold(text(members[0]))
	}
	values := make([]jen.Code, len(members))
	for i, m := range members {
		values[i] = s.Fold(text(m))
	}
	return jen.Index(jen.Lit(len(members))).String().Values(values...)
}

// PartitionValue returns the partition of a resource, from the text of each
// member.
func (s *Store) PartitionValue(text func(string) jen.Code) *jen.Statement {
	return s.KeyValue(s.Resource.Partition, text)
}

// Keys returns the partition and the key within it, from the text of each
// member.
func (s *Store) Keys(text func(string) jen.Code) *jen.Statement {
	return jen.List(s.PartitionValue(text), s.KeyValue(s.Rest, text))
}

// Located returns the arguments with which a method of the table finds a resource.
func (s *Store) Located(text func(string) jen.Code) *jen.Statement {
	if !s.PlacedByProfile() {
		return s.Keys(text)
	}
	texts := make([]jen.Code, len(s.Resource.Key))
	for i, m := range s.Resource.Key {
		texts[i] = text(m)
	}
	return jen.Add(s.profile).Dot(s.KeyMethod()).Call(texts...)
}

// Table returns the expression of the table: here.ConfigRules.
func (s *Store) Table() *jen.Statement { return printer.Sel(Here, s.Field) }

// Get returns the expression of looking a resource up.
func (s *Store) Get(text func(string) jen.Code) *jen.Statement {
	return s.Table().Dot("Get").Call(s.Located(text))
}

// TableType returns the Go type of the table.
func (s *Store) TableType() *jen.Statement {
	return printer.Runtime("Table").Types(KeyType(s.Resource.Partition), KeyType(s.Rest), jen.Id(s.Shape.GoName))
}

// KeyTypes returns the results of a function that makes a partition and a key.
func (s *Store) KeyTypes() []jen.Code {
	return []jen.Code{KeyType(s.Resource.Partition), KeyType(s.Rest)}
}

// Parameters returns the parameters of a function of a key, Parameter the name
// of one of them.
func (s *Store) Parameters() *jen.Statement {
	all := make([]jen.Code, len(s.Resource.Key))
	for i, m := range s.Resource.Key {
		all[i] = s.Parameter(m)
	}
	return jen.List(all...).String()
}

func (s *Store) Parameter(member string) jen.Code {
	return jen.Id(s.plan.Parameter(s.Resource.Name, member))
}
