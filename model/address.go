package model

import (
	"slices"
	"strings"
)

// An entity is named by its key, or by its address: a member beside the key that the
// service assigns, and that no other entity of the kind has, such as an ARN. Clauses of
// the kinds reference, in-use, cascade and attached may name an entity either way.

// Address returns what says how the service assigns a member by which an entity is named
// that is not in its key, or nil.
func (a *API) Address(entity, member string) *Assigned {
	if contains(a.Resource(entity).Key, member) {
		return nil
	}
	for _, put := range a.AllOperations(Puts) {
		if put.Effect.Of == entity {
			return put.assigned(member)
		}
	}
	return nil
}

// assigned returns what says how a put assigns a member, or nil.
func (o *Operation) assigned(member string) *Assigned {
	return FindRule(o, func(rule Assigned) bool { return rule.Member == member })
}

// AddressIn returns the member that is the address by which bindings name an entity, or ""
// if they name it by its key.
func (a *API) AddressIn(entity string, by []Binding) string {
	if len(by) != 1 || contains(a.Resource(entity).Key, by[0].Member) {
		return ""
	}
	return by[0].Member
}

// An Addressed is a member of resources that has the address of an entity.
type Addressed struct {
	Entity, Address string
}

// Addressed returns the members of resources that have the address of an entity, by the
// names of the resource and the member: clauses of the operations on them say so, and of
// those on the entity.
func (a *API) Addressed() map[[2]string]Addressed {
	all := map[[2]string]Addressed{}
	note := func(resource, member, entity string, by []Binding) {
		if address := a.AddressIn(entity, by); address != "" && member != "" {
			all[[2]string{resource, member}] = Addressed{entity, address}
		}
	}
	for _, p := range a.AllClauses() {
		switch rule := p.Clause.Rule.(type) {
		case Reference:
			for _, b := range p.Operation.Effect.From {
				if len(rule.From) == 1 && rule.From[0].Path == b.Path {
					note(p.Operation.Effect.Of, b.Member, rule.Entity, rule.From)
				}
			}
		case InUse:
			note(rule.Of, string(rule.By[0].Path), p.Operation.Effect.Of, rule.By)
		case Cascade:
			note(rule.Of, string(rule.By[0].Path), p.Operation.Effect.Of, rule.By)
		case Attached:
			note(rule.Entity, string(rule.By[0].Path), p.Operation.Effect.Of, rule.By)
		}
	}
	return all
}

// orAddress says what may name an entity.
const orAddress = "name a member of its key, or one that the service assigns and that no other has"

// addressIn returns the only member that bindings have, if it is one of the shape of a
// resource and not of its key.
func addressIn(of Resource, bound map[string]string) string {
	if len(bound) != 1 || of.Shape == nil {
		return ""
	}
	for member := range bound {
		if !contains(of.Key, member) && of.Shape.Member(member) != nil {
			return member
		}
	}
	return ""
}

// Unpredictable reports whether nobody knows the text before it is assigned.
func (a Assigned) Unpredictable() bool { return strings.Contains(a.Value, "{unique}") }

// checkAddresses complains of members by which an entity is named, and which do not name
// one, or which nobody gets to know.
func (c *contract) checkAddresses() {
	for _, p := range c.api.AllClauses() {
		switch rule := p.Clause.Rule.(type) {
		case Reference:
			c.checkAddress(p, rule.Entity, rule.From)
		case Unneeded:
			c.checkAddress(p, rule.Entity, rule.From)
		case InUse:
			c.checkAddress(p, p.Operation.Effect.Of, rule.By)
		case Cascade:
			c.checkAddress(p, p.Operation.Effect.Of, rule.By)
		case Attached:
			c.checkAddress(p, p.Operation.Effect.Of, rule.By)
		}
	}
}

func (c *contract) checkAddress(p Placed, entity string, by []Binding) {
	member := c.api.AddressIn(entity, by)
	if member == "" {
		return
	}
	complain := func(what, fix string) {
		c.problems.Add(p.Clause.Pos, p.Operation.Name+": clause "+p.Clause.ID, what, fix)
	}
	var puts int
	told := c.isReturned(entity, member)
	for _, put := range c.api.AllOperations(Puts) {
		if put.Effect.Of != entity {
			continue
		}
		puts++
		switch rule := put.assigned(member); {
		case c.api.MadeKey(put) != "":
			complain("the service makes the key of "+entity+", and "+member+" is not in it", "name it by its key")
			return
		case rule == nil:
			complain(put.Name+" does not assign "+member+", by which a "+entity+" is named here", "name it by its key, or add a clause of kind assigned to "+put.Name)
			return
		case !names(rule, c.api.Resource(entity).Key):
			complain("another "+entity+" may have the same "+member+", which is "+rule.Value, "name it by its key, or have the text tell one from another: it has {unique} in it, or each member of the key")
			return
		}
		told = told || put.Told(member) != ""
	}
	switch {
	case puts == 0:
		complain("no operation puts a "+entity+", so none has an address", "name it by its key")
	case !told:
		complain("no operation returns the "+member+" of a "+entity+", by which it is named here", "name it by its key, or add a clause of kind output that has "+member)
	}
}

// names reports whether a text that is assigned tells one entity from another.
func names(rule *Assigned, key []string) bool {
	within := map[string]bool{}
	for _, part := range rule.Parts() {
		within[part.Name] = true
	}
	if within["unique"] {
		return true
	}
	for _, member := range key {
		if !within[member] {
			return false
		}
	}
	return !strings.Contains(rule.Value, "{now}")
}

// isReturned reports whether a read returns a member of an entity.
func (c *contract) isReturned(entity, member string) bool {
	return slices.ContainsFunc(c.api.AllOperations(Gets, Lists), func(op *Operation) bool {
		return op.Effect.Of == entity &&
			(len(op.Effect.As) == 0 || slices.ContainsFunc(op.Effect.As, func(b Binding) bool { return b.Member == member }))
	})
}
