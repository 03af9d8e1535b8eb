package testcase

import (
	"bytes"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// Some keys are made by the service: nobody knows them before what they name is put. A
// case then names its resources itself, as it does all others, and notes which key the
// target has made for which. Requests have the target's keys, and what reads return has
// those of the case.

// A madeKey is a key in one account and region.
type madeKey struct {
	as  endpoint.Scope
	key string
}

// madeKeys are the keys that a target has made for a case.
type madeKeys struct {
	made map[madeKey]string // by what the case calls the resource
	of   map[madeKey]string // what that is, by the key
	last map[string]string  // the key that the last put has told, by the entity
}

// open makes place for keys.
func (k *madeKeys) open() {
	if k.last == nil {
		*k = madeKeys{map[madeKey]string{}, map[madeKey]string{}, map[string]string{}}
	}
}

// Made returns what says how the service makes a member of the key of an entity, or nil.
func (s *Session) Made(entity string) *model.Assigned { return s.made[entity] }

// madeOf returns what says how the service makes keys, by the entities.
func madeOf(api *model.API) map[string]*model.Assigned {
	all := map[string]*model.Assigned{}
	for i := range api.Operations {
		op := &api.Operations[i]
		if rule := api.Made(op); rule != nil && all[op.Effect.Of] == nil {
			all[op.Effect.Of] = rule
		}
	}
	return all
}

// PutsAnother reports whether an operation never replaces what it has put: it only
// creates, or makes each resource a key of its own.
func (s *Session) PutsAnother(op *model.Operation) bool {
	return op.CreatesOnly() != nil || s.API.MadeKey(op) != ""
}

// filledIn returns a text such as the service assigns to a resource, with a new name where
// that has a word of its own, or parts that nobody knows yet.
func (s *Session) filledIn(rule *model.Assigned, resource value.Object) string {
	var b strings.Builder
	for _, part := range rule.Parts() {
		switch part.Name {
		case "":
			b.WriteString(part.Literal)
		case "account":
			b.WriteString(s.Target.Scope().Account)
		case "region":
			b.WriteString(s.Target.Scope().Region)
		case "unique":
			b.WriteString(s.madeWord(rule))
		default:
			name, isText := resource[part.Name].(string)
			if !isText {
				name = s.Name()
			}
			if part.Rooted && !strings.HasPrefix(name, "/") {
				name = "/" + name
			}
			b.WriteString(name)
		}
	}
	return b.String()
}

// madeWord returns a new word of the form that those of the service have.
func (s *Session) madeWord(rule *model.Assigned) string {
	letters, n := model.WordForm(rule.Unique)
	if letters == "" {
		return s.Name()
	}
	s.names++
	word := make([]byte, n)
	rest := s.names
	for i := range word {
		word[i] = letters[rest%len(letters)]
		rest /= len(letters)
	}
	return string(word)
}

// withMadeKeys returns the body of a request with the keys of the target.
func (t *Case) withMadeKeys(body []byte) []byte {
	for name, key := range t.keys.made {
		if name.as == t.As {
			body = bytes.ReplaceAll(body, value.Encode(name.key), value.Encode(key))
		}
	}
	return body
}

// Keyed returns the body of a request of an account and region with the keys and addresses
// of the target.
func (t *Case) Keyed(as endpoint.Scope, op *model.Operation, body []byte) []byte {
	view := t.View()
	view.As = as
	return view.keyed(op, body)
}

// keyed returns the body of a request with the keys and addresses of the target.
func (t *Case) keyed(op *model.Operation, body []byte) []byte {
	return t.withAddresses(t.addressed.told, t.As, op, t.withMadeKeys(body))
}

// noteMade notes the key that a put has told, or that it has told none.
func (t *Case) noteMade(op *model.Operation, r *wire.Reply) {
	member := t.API.MadeKey(op)
	if member == "" {
		return
	}
	delete(t.keys.last, op.Effect.Of)
	key := value.TextAt(r.Out, op.Told(member))
	if !r.Ok() || key == "" {
		return
	}
	t.keys.open()
	t.keys.last[op.Effect.Of] = key
	if t.Target.Reset == nil {
		t.Of(op).DeferCleanup(value.Object{member: key})
	}
}

// NoteMade notes the key that a put of a resource has told which the case has not made.
func (t *Case) NoteMade(op *model.Operation, r *wire.Reply, resource value.Object) {
	t.noteMade(op, r)
	t.NameMade(resource)
}

// NameMade notes that the key which the last put has told is that of a resource of the
// case's subject, unless it is that of another one already: a request that is repeated may
// be answered as before.
func (t *Case) NameMade(resource value.Object) {
	key := t.keys.last[t.Subject.Name]
	if key == "" {
		return
	}
	name, isText := resource[t.Made(t.Subject.Name).Member].(string)
	if !isText {
		return
	}
	delete(t.keys.last, t.Subject.Name)
	if _, known := t.keys.of[madeKey{t.As, key}]; known {
		return
	}
	if was, known := t.keys.made[madeKey{t.As, name}]; known {
		delete(t.keys.of, madeKey{t.As, was})
	}
	t.keys.made[madeKey{t.As, name}] = key
	t.keys.of[madeKey{t.As, key}] = name
}

// MadeFor returns the key that the target has made for what the case has given a name, or
// the name itself.
func (t *Case) MadeFor(name string) string {
	if key, known := t.keys.made[madeKey{t.As, name}]; known {
		return key
	}
	return name
}

// Named returns a value with the name of the case in the place of a key that the target
// has made.
func (t *Case) Named(v any) any {
	if key, isText := v.(string); isText {
		if name, known := t.keys.of[madeKey{t.As, key}]; known {
			return name
		}
	}
	return v
}
