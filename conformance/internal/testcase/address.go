package testcase

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// An address, such as an ARN, is assigned by the service, and names an entity for other
// operations. The run has an address of its own for each entity that it needs one of, made
// from what the contract says of addresses, so that there is one before the entity is.

// addresses are those that a session has made.
type addresses struct {
	// by says of which entity a member of resources is the address, by their names.
	by map[[2]string]model.Addressed
	// of are the keys of the entities that addresses name, and made the addresses, by
	// entity, member and key.
	of   map[string]value.Object
	made map[[3]string]string
	// named are the members that are addresses, by entity.
	named map[string][]string
	// paths are where in the inputs of operations addresses stand, by the names of these.
	paths map[string][]model.Path
}

// addressesOf returns the addresses of which the clauses of an API speak.
func addressesOf(api *model.API) addresses {
	a := addresses{by: map[[2]string]model.Addressed{}, of: map[string]value.Object{}, made: map[[3]string]string{}, named: map[string][]string{}, paths: map[string][]model.Path{}}
	add := func(op *model.Operation, path model.Path) {
		if path != "" && !slices.Contains(a.paths[op.Name], path) {
			a.paths[op.Name] = append(a.paths[op.Name], path)
		}
	}
	for i := range api.Operations {
		op := &api.Operations[i]
		for _, c := range op.Clauses {
			if ref, ok := c.Rule.(model.Reference); ok && api.AddressIn(ref.Entity, ref.From) != "" {
				add(op, ref.From[0].Path)
				a.note(model.Addressed{Entity: ref.Entity, Address: ref.From[0].Member})
			}
		}
	}
	for of, all := range api.Addressed() {
		a.by[of] = all
		a.note(all)
		for i := range api.Operations {
			if op := &api.Operations[i]; op.Effect.Of == of[0] {
				add(op, effect.InputPath(op, model.Path(of[1])))
			}
		}
	}
	return a
}

// note notes a member that is an address.
func (a *addresses) note(one model.Addressed) {
	if !slices.Contains(a.named[one.Entity], one.Address) {
		a.named[one.Entity] = append(a.named[one.Entity], one.Address)
	}
}

// Addressed returns the entity whose address a member of a resource is, if it is one.
func (s *Session) Addressed(resource, member string) (model.Addressed, bool) {
	a, is := s.addresses.by[[2]string{resource, member}]
	return a, is
}

// AddressOf returns the address by which the run calls the entity with a key.
func (s *Session) AddressOf(entity, member string, key value.Object) string {
	key = value.Pick(key, s.API.Resource(entity).Key)
	id := [3]string{entity, member, value.KeyOf(key, s.API.Resource(entity).Key)}
	if known, there := s.addresses.made[id]; there {
		return known
	}
	address := s.filledIn(s.API.Address(entity, member), key)
	s.addresses.made[id] = address
	s.addresses.of[address] = key
	return address
}

// NameOf returns what names an entity in a member of others: what stands in a member of
// its key, or its address.
func (s *Session) NameOf(entity, member string, key value.Object) any {
	if s.API.Address(entity, member) != nil {
		return s.AddressOf(entity, member, key)
	}
	return key[member]
}

// newAddress returns the address of an entity with a new key.
func (s *Session) newAddress(of model.Addressed) string {
	return s.AddressOf(of.Entity, of.Address, s.newKey(of.Entity))
}

// newKey returns a new key of an entity.
func (s *Session) newKey(entity string) value.Object {
	key := value.Object{}
	for _, member := range s.API.Resource(entity).Key {
		key[member] = s.KeyName(entity, member)
	}
	return key
}

// Owner returns the key of the entity that an address of the run names, or nil.
func (s *Session) Owner(address string) value.Object { return s.addresses.of[address] }

// Unpredictable reports whether an entity has an address that nobody knows before it is
// assigned.
func (s *Session) Unpredictable(entity string) bool {
	return slices.ContainsFunc(s.addresses.named[entity], func(member string) bool {
		return s.API.Address(entity, member).Unpredictable()
	})
}

// AddressesIn returns the places in resources of a kind that have addresses.
func (s *Session) AddressesIn(resource string) []model.Path {
	var all []model.Path
	for of := range s.addresses.by {
		if of[0] == resource {
			all = append(all, model.Path(of[1]))
		}
	}
	return all
}

// Addressable reports whether the members of others that have the addresses of an entity
// can have those of one with that key: a long name makes an address longer than they may
// be.
func (s *Session) Addressable(entity string, key value.Object) bool {
	for of, a := range s.addresses.by {
		_, shape, err := s.API.Steps(s.API.Resource(of[0]).Shape.Name, model.Path(of[1]))
		if a.Entity == entity && err == nil && !s.Fits(s.AddressOf(entity, a.Address, key), shape) {
			return false
		}
	}
	return true
}
