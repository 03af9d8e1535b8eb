package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// verbs are the operations on one entity or fact, each the first of its kind
// in the model, or nil.
type verbs struct {
	put, list, del *model.Operation
}

// operations returns the operations on an entity or fact. For a fact, put is
// the operation that sets it and list the one that reads it value by value.
func (s *contract) operations(thing string) verbs {
	var v verbs
	for i := range s.api.Operations {
		op := &s.api.Operations[i]
		if op.Effect.Of != thing {
			continue
		}
		var place **model.Operation
		switch op.Effect.Verb {
		case model.Puts, model.Sets:
			place = &v.put
		case model.Deletes:
			place = &v.del
		case model.Lists, model.Reads:
			if op.Clause("fact/summary") != nil {
				continue
			}
			place = &v.list
		}
		if place != nil && *place == nil {
			*place = op
		}
	}
	return v
}

// thing returns the entity or fact that an operation is about.
func (s *contract) thing(op *model.Operation) model.Thing { return s.api.Thing(op.Effect.Of) }

// input makes the request of an operation on things: all of their members
// that the operation takes, one element to each thing where it takes a list.
// Members outside the list are those of the first thing.
func (s *contract) input(op *model.Operation, things ...object) object {
	in := object{}
	e := &op.Effect
	elems := make([]any, len(things))
	for i := range elems {
		elems[i] = object{}
	}
	for _, b := range e.From {
		if filters(op, b.Path) {
			continue
		}
		if within, ok := b.Path.Within(e.Each); ok {
			for i, t := range things {
				if v, there := t[b.Member]; there {
					if within == "" {
						elems[i] = clone(v)
					} else {
						set(elems[i].(object), within, clone(v))
					}
				}
			}
		} else if len(things) > 0 {
			if v, there := things[0][b.Member]; there {
				set(in, b.Path, clone(v))
			}
		}
	}
	if e.Each != "" {
		set(in, e.Each, elems)
	}
	s.complete(in, s.api.Shape(op.Input))
	return in
}

// filters reports whether a member of the input only selects from what an
// operation lists, so that it may be left out.
func filters(op *model.Operation, path model.Path) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		f, ok := c.Rule.(model.Filter)
		return ok && f.By == path
	})
}

// complete adds the required members that are still missing.
func (s *contract) complete(v any, shape *model.Shape) {
	switch v := v.(type) {
	case object:
		if shape.Kind != model.Structure {
			return
		}
		for _, m := range shape.Members {
			if _, there := v[m.Name]; !there && m.Required {
				v[m.Name] = s.least(s.api.Shape(m.Shape))
			}
			s.complete(v[m.Name], s.api.Shape(m.Shape))
		}
	case []any:
		for _, e := range v {
			s.complete(e, s.api.Shape(shape.Elem))
		}
	}
}

// varying returns the members of the key in which the things of one request
// may differ.
func (s *contract) varying(op *model.Operation) []string {
	var names []string
	for _, name := range s.thing(op).Key {
		if _, ok := op.Effect.Bound(name).Within(op.Effect.Each); ok {
			names = append(names, name)
		}
	}
	return names
}

// settable returns the members of the thing that an operation takes from its
// input, that are kept, and that are not in the key.
func (s *contract) settable(op *model.Operation) []string {
	thing := s.thing(op)
	var names []string
	for _, b := range op.Effect.From {
		if slices.Contains(thing.Key, b.Member) || assigned(op, b.Member) || unmodelled(op, b.Path) {
			continue
		}
		names = append(names, b.Member)
	}
	return names
}

// assigned reports whether the service sets a member itself.
func assigned(op *model.Operation, member string) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		a, ok := c.Rule.(model.Assigned)
		return ok && a.Member == member
	})
}

func unmodelled(op *model.Operation, path model.Path) bool {
	return slices.ContainsFunc(op.Unmodelled, func(u model.Unmodelled) bool { return u.Path == path })
}

// shown returns the things that an output shows, with those of their members
// that it shows.
func shown(op *model.Operation, out object) []object {
	var things []object
	for _, e := range listAt(out, op.Effect.Into) {
		o, _ := e.(object)
		if len(op.Effect.As) == 0 {
			things = append(things, o)
			continue
		}
		thing := object{}
		for _, b := range op.Effect.As {
			if v := one(o, b.Path); v != nil {
				thing[b.Member] = v
			}
		}
		things = append(things, thing)
	}
	return things
}

// shows reports whether an operation that lists shows a member of the things.
func shows(op *model.Operation, member string) bool {
	return len(op.Effect.As) == 0 || slices.ContainsFunc(op.Effect.As, func(b model.Binding) bool { return b.Member == member })
}

// A batch is a group of things that failed for one reason.
type batch struct {
	message string
	items   []object
}

// batches returns what an output tells of things that failed, as the
// operation's clause of kind batch says where to look.
func batches(op *model.Operation, out object) []batch {
	c := op.Clause("batch")
	if c == nil {
		return nil
	}
	rule := c.Rule.(model.Batch)
	var all []batch
	for _, e := range listAt(out, model.Path(rule.List)) {
		b := batch{message: textAt(e, model.Path(rule.Message))}
		for _, item := range listAt(e, model.Path(rule.Items)) {
			o, _ := item.(object)
			b.items = append(b.items, o)
		}
		all = append(all, b)
	}
	return all
}

// failed returns the keys that an output tells of as failed, each with the
// members in which the things of one request may differ.
func (s *contract) failed(op *model.Operation, out object) map[string]bool {
	keys := map[string]bool{}
	for _, b := range batches(op, out) {
		for _, item := range b.items {
			keys[keyOf(item, s.varying(op))] = true
		}
	}
	return keys
}
