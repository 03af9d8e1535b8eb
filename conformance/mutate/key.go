package mutate

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

var keyMutations = []mutation{
	{"key/incomplete", "choice", "a key that lacks a member is answered otherwise: %s", otherChoices},
	{"key/incomplete", "dropped", "a key that lacks a member is read as if it were empty there", dropped},
	{"key/incomplete", "either", "a key is rejected only if it lacks every member that it can lack", where(func(s *site) bool {
		return s.lackable() > 1
	}, nil)},
	{"key/incomplete", "first", "only the first key of a request is looked at", where(func(s *site) bool {
		return s.lackable() > 1
	}, nil)},

	{"key/identity", "choice", "keys are compared otherwise: %s", otherChoices},
	{"key/identity", "joined", "keys whose members are the same when joined are one", where(func(s *site) bool { return len(s.rest()) > 1 }, nil)},
	{"key/identity", "beginning", "keys that begin with the same 64 characters are one", nil},
	{"key/identity", "short-key", "entities that differ in %s only are one", shortKeys},
	{"key/identity", "long-key", "entities that differ in %s are two, though their keys are the same", func(s *site) []change {
		resource := s.resource()
		if s.referredTo() {
			return nil // a longer key would have no meaning for who refers to it
		}
		var others []string
		for _, m := range resource.Shape.Members {
			kind := s.api.Shape(m.Shape).Kind
			if (kind == model.String || kind == model.Enum) && !slices.Contains(resource.Key, m.Name) && s.op.Effect.Bound(m.Name) != "" && !s.assigns(m.Name) {
				others = append(others, m.Name)
			}
		}
		return each(others, func(s *site, member string) {
			s.keyed(func(key, _ *[]string) { *key = append(*key, member) })
		})
	}},
}

// shortKeys takes each member out of the key, if it has more than one. That is
// for the first operation of those that put or set the resource.
func shortKeys(s *site) []change {
	key := s.resource().Key
	first := slices.IndexFunc(s.api.Operations, func(op model.Operation) bool {
		return op.Effect.Of == s.op.Effect.Of && op.Effect.Verb == s.op.Effect.Verb
	})
	if len(key) < 2 || s.op != &s.api.Operations[first] {
		return nil
	}
	return each(key, func(s *site, member string) {
		s.keyed(func(key, partition *[]string) {
			*key, *partition = without(*key, member), without(*partition, member)
		})
	})
}

// rest returns the members of the key by which resources that are listed together
// are told apart.
func (s *site) rest() []string {
	resource := s.resource()
	return slices.DeleteFunc(slices.Clone(resource.Key), func(m string) bool { return slices.Contains(resource.Partition, m) })
}

// keyed changes the key and the partition of the operation's resource.
func (s *site) keyed(edit func(key, partition *[]string)) {
	if e := s.api.Entity(s.op.Effect.Of); e != nil {
		edit(&e.Key, &e.Partition)
	} else if f := s.api.Fact(s.op.Effect.Of); f != nil {
		edit(&f.Key, &f.Partition)
	}
}

// lackable counts the members of the resource's key that an element of a list in
// the operation's input can lack.
func (s *site) lackable() int {
	list := s.op.Effect.Each
	for _, c := range s.op.Clauses {
		if f, ok := c.Rule.(model.Filter); ok && list == "" && len(f.On) > 1 {
			list = f.By
		}
	}
	_, elem, err := s.api.Steps(s.op.Input, list.Elem())
	if list == "" || err != nil {
		return 0
	}
	n := 0
	for _, name := range s.resource().Key {
		if m := elem.Member(name); m != nil && !m.Required {
			n++
		}
	}
	return n
}

// assigns reports whether the service itself sets a member.
func (s *site) assigns(member string) bool {
	return s.op.Assigns(member)
}

// referredTo reports whether clauses of other operations depend on the key of
// the operation's resource.
func (s *site) referredTo() bool {
	return slices.ContainsFunc(s.api.AllClauses(), func(p model.Placed) bool {
		switch r := p.Clause.Rule.(type) {
		case model.Reference:
			return r.Entity == s.op.Effect.Of
		case model.Cascade:
			return p.Operation.Effect.Of == s.op.Effect.Of
		case model.ProcessBlocked:
			return r.By == s.op.Effect.Of
		case model.ProcessExhausted:
			return r.Puts == s.op.Effect.Of
		}
		return false
	})
}
