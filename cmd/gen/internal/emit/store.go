package emit

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// A store is how one kind of thing is kept: a field of the state, and a table.
type store struct {
	thing model.Thing
	shape *model.Shape
	// field names the field of State, and of account.
	field string
	// rest is the key without the partition.
	rest []string
	// identity and expiry are the clauses that say what keys are equal, and
	// when a thing is gone. A fact about the keys of an entity that it guards
	// is found by what keys are equal there.
	identity, expiry *model.Clause
	// profile is how the profile is reached where the code stands that is
	// being written.
	profile *jen.Statement
}

// stores returns how each kind of thing is kept, entities first.
func (e *emitter) stores() []*store {
	var all []*store
	for i := range e.api.Entities {
		en := &e.api.Entities[i]
		all = append(all, e.newStore(en.Name, en.GoPlural))
	}
	for i := range e.api.Facts {
		all = append(all, e.newStore(e.api.Facts[i].Name, e.api.Facts[i].GoName))
	}
	return all
}

func (e *emitter) newStore(name, field string) *store {
	s := &store{thing: e.api.Thing(name), field: field, profile: jen.Id("f").Dot("profile")}
	s.shape = s.thing.Shape
	for _, m := range s.thing.Key {
		if !slices.Contains(s.thing.Partition, m) {
			s.rest = append(s.rest, m)
		}
	}
	for i := range e.api.Operations {
		op := &e.api.Operations[i]
		if op.Effect.Of != name && !guardedBy(op, name) {
			continue
		}
		for j := range op.Clauses {
			switch c := &op.Clauses[j]; c.Kind {
			case "key/identity":
				s.identity = c
			case "expiry":
				if op.Effect.Of == name {
					s.expiry = c
				}
			}
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

// from returns the store for code that reaches the profile otherwise.
func (s store) from(profile *jen.Statement) *store {
	s.profile = profile
	return &s
}

// inAccount is how the methods of an account reach the profile.
func inAccount() *jen.Statement { return jen.Id("a").Dot("profile") }

// storeOf returns how the thing of that name is kept.
func (e *emitter) storeOf(name string) *store {
	for _, s := range e.stores() {
		if s.thing.Name == name {
			return s
		}
	}
	return nil
}

// keyType returns the Go type of some members of a key: struct{} for none,
// string for one, [2]string for two.
func keyType(members []string) *jen.Statement {
	switch len(members) {
	case 0:
		return jen.Struct()
	case 1:
		return jen.String()
	}
	return jen.Index(jen.Lit(len(members))).String()
}

// keyValue returns the value of such a type, from the text of each member.
func (s *store) keyValue(members []string, text func(string) jen.Code) *jen.Statement {
	switch len(members) {
	case 0:
		return jen.Struct().Values()
	case 1:
		return s.fold(text(members[0]))
	}
	values := make([]jen.Code, len(members))
	for i, m := range members {
		values[i] = s.fold(text(m))
	}
	return jen.Index(jen.Lit(len(members))).String().Values(values...)
}

// keys returns the partition and the key within it, from the text of each
// member.
func (s *store) keys(text func(string) jen.Code) (partition, key *jen.Statement) {
	return s.keyValue(s.thing.Partition, text), s.keyValue(s.rest, text)
}

// table returns the expression of the table: here.ConfigRules.
func (s *store) table() *jen.Statement { return jen.Id(hereVar).Dot(s.field) }

// at returns the arguments with which a method of the table finds a thing.
func (s *store) at(text func(string) jen.Code) *jen.Statement {
	if s.placedByProfile() {
		return s.placed(text)
	}
	p, k := s.keys(text)
	return jen.List(p, k)
}

// get returns the expression of looking a thing up.
func (s *store) get(text func(string) jen.Code) *jen.Statement {
	return s.table().Dot("Get").Call(s.at(text))
}

// tableType returns the Go type of the table.
func (s *store) tableType() *jen.Statement {
	return jen.Qual(fakePath, "Table").Types(keyType(s.thing.Partition), keyType(s.rest), jen.Id(s.shape.GoName))
}
