package testcase

import (
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// A case learns the addresses that the target has assigned from the answers to puts, or
// from reads. Requests have them in the place of those of the run, and what reads return
// has those of the run.

// toldAddresses are the addresses that a target has assigned.
type toldAddresses struct {
	told map[madeKey]string // by those of the run
	of   map[madeKey]string // those of the run, by what was told
	gone map[madeKey]bool   // those of what was deleted since
	// other are texts that are no addresses of the run, and stand where one has to: each
	// names an entity with a new key.
	other map[string]otherAddress
}

// An otherAddress is what a text is taken to name.
type otherAddress struct {
	model.Addressed
	key value.Object
}

// Referenced returns the keys of the entities that an input refers to. What an unknown
// address names has a new key.
func (t *Case) Referenced(ref model.Reference, in value.Object) []value.Object {
	keys := effect.Referenced(ref, in)
	member := t.API.AddressIn(ref.Entity, ref.From)
	if member == "" {
		return keys
	}
	for i, named := range keys {
		address, _ := named[member].(string)
		keys[i] = t.Owner(address)
		if keys[i] == nil {
			keys[i] = t.otherOwner(model.Addressed{Entity: ref.Entity, Address: member}, address)
		}
	}
	return keys
}

// otherOwner returns the key of what a text is taken to name.
func (t *Case) otherOwner(of model.Addressed, text string) value.Object {
	if known, there := t.addressed.other[text]; there {
		return known.key
	}
	if t.addressed.other == nil {
		t.addressed.other = map[string]otherAddress{}
	}
	key := t.newKey(of.Entity)
	t.addressed.other[text] = otherAddress{of, key}
	return key
}

// noteAddresses notes which addresses the target has assigned to what an answer is about.
// Where all answers are predicted, requests have the addresses that are.
func (t *Case) noteAddresses(op *model.Operation, body []byte, r *wire.Reply) {
	members := t.addresses.named[op.Effect.Of]
	if len(members) == 0 || !r.Ok() || t.Predicted {
		return
	}
	if t.addressed.told == nil {
		t.addressed.told, t.addressed.of, t.addressed.gone = map[madeKey]string{}, map[madeKey]string{}, map[madeKey]bool{}
	}
	switch op.Effect.Verb {
	case model.Puts:
		for _, key := range t.KeysOf(op, body) {
			for _, member := range members {
				t.noteAddress(op.Effect.Of, member, key, value.TextAt(r.Out, op.Told(member)))
			}
		}
	case model.Deletes:
		for _, key := range t.KeysOf(op, body) {
			for _, member := range members {
				t.addressed.gone[madeKey{t.As, t.AddressOf(op.Effect.Of, member, key)}] = true
			}
		}
	case model.Gets, model.Lists:
		for _, resource := range effect.Returned(op, r.Out) {
			for _, member := range members {
				address, _ := resource[member].(string)
				t.noteAddress(op.Effect.Of, member, resource, address)
			}
		}
	}
}

// noteAddress notes the address that the target has assigned to an entity.
func (t *Case) noteAddress(entity, member string, resource value.Object, address string) {
	names := t.API.Resource(entity).Key
	key := value.Pick(resource, names)
	if address == "" || len(key) < len(names) {
		return
	}
	own := t.AddressOf(entity, member, key)
	t.learn(own, address)
	for text, other := range t.addressed.other {
		if other.Addressed == (model.Addressed{Entity: entity, Address: member}) && value.KeyOf(other.key, names) == value.KeyOf(key, names) {
			t.learn(text, address)
		}
	}
}

// learn notes the address that the target has for one of the run.
func (t *Case) learn(own, address string) {
	t.addressed.told[madeKey{t.As, own}] = address
	delete(t.addressed.gone, madeKey{t.As, own})
	if _, text := t.addressed.other[own]; text || t.addressed.of[madeKey{t.As, address}] == "" {
		t.addressed.of[madeKey{t.As, address}] = own
	}
}

// KnowsAddresses reports whether it is known which addresses the target has assigned to an
// entity.
func (t *Case) KnowsAddresses(entity string, key value.Object) bool {
	for _, member := range t.addresses.named[entity] {
		own := madeKey{t.As, t.AddressOf(entity, member, key)}
		if _, known := t.addressed.told[own]; !known || t.addressed.gone[own] {
			return false
		}
	}
	return true
}

// AddressFor returns the address that the target has for one of the run, or that one.
func (t *Case) AddressFor(own string) string {
	if address, known := t.addressed.told[madeKey{t.As, own}]; known {
		return address
	}
	return own
}

// AddressNamed returns a value with the address of the run in the place of one that the
// target has assigned.
func (t *Case) AddressNamed(v any) any {
	if address, isText := v.(string); isText {
		if own, known := t.addressed.of[madeKey{t.As, address}]; known {
			return own
		}
	}
	return v
}

// withAddresses returns the body of a request with the addresses that the target has
// assigned. A body that is no JSON object has none.
func (s *Session) withAddresses(told map[madeKey]string, as endpoint.Scope, op *model.Operation, body []byte) []byte {
	paths := s.addresses.paths[op.Name]
	if len(paths) == 0 || len(told) == 0 {
		return body
	}
	v, repeated, err := value.ReadJSON(body)
	in, isObject := v.(value.Object)
	if err != nil || !isObject || len(repeated) > 0 {
		return body
	}
	changed := false
	for _, path := range paths {
		changed = value.Replace(in, path, func(text string) string {
			if address, known := told[madeKey{as, text}]; known {
				return address
			}
			return text
		}) || changed
	}
	if !changed {
		return body
	}
	return value.Encode(in)
}
