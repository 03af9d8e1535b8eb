package effect

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Operations are the operations on one entity or fact, each the first of its kind
// in the model, or nil.
type Operations struct {
	Put, List, Delete *model.Operation
}

// OperationsOn returns the operations on an entity or fact. For a fact, put is
// the operation that sets it and list the one that reads it value by value.
func (s *Contract) OperationsOn(thing string) Operations {
	var v Operations
	for i := range s.API.Operations {
		op := &s.API.Operations[i]
		if op.Effect.Of != thing {
			continue
		}
		var place **model.Operation
		switch op.Effect.Verb {
		case model.Puts, model.Sets:
			place = &v.Put
		case model.Deletes:
			place = &v.Delete
		case model.Lists, model.Reads:
			if op.Clause("fact/summary") != nil {
				continue
			}
			place = &v.List
		}
		if place != nil && *place == nil {
			*place = op
		}
	}
	return v
}

// ResourceOf returns the entity or fact that an operation is about.
func (s *Contract) ResourceOf(op *model.Operation) model.Thing { return s.API.Thing(op.Effect.Of) }

// Input makes the request of an operation on things: all of their members
// that the operation takes, one element to each thing where it takes a list.
// Members outside the list are those of the first thing.
func (s *Contract) Input(op *model.Operation, things ...value.Object) value.Object {
	in := value.Object{}
	e := &op.Effect
	elems := make([]any, len(things))
	for i := range elems {
		elems[i] = value.Object{}
	}
	for _, b := range e.From {
		if Filters(op, b.Path) {
			continue
		}
		if within, ok := b.Path.Within(e.Each); ok {
			for i, t := range things {
				if v, there := t[b.Member]; there {
					if within == "" {
						elems[i] = value.Clone(v)
					} else {
						value.Set(elems[i].(value.Object), within, value.Clone(v))
					}
				}
			}
		} else if len(things) > 0 {
			if v, there := things[0][b.Member]; there {
				value.Set(in, b.Path, value.Clone(v))
			}
		}
	}
	if e.Each != "" {
		value.Set(in, e.Each, elems)
	}
	s.complete(in, s.API.Shape(op.Input))
	return in
}

// Filters reports whether a member of the input only selects from what an
// operation lists, so that it may be left out.
func Filters(op *model.Operation, path model.Path) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		f, ok := c.Rule.(model.Filter)
		return ok && f.By == path
	})
}

// complete adds the required members that are still missing.
func (s *Contract) complete(v any, shape *model.Shape) {
	switch v := v.(type) {
	case value.Object:
		if shape.Kind != model.Structure {
			return
		}
		for _, m := range shape.Members {
			if _, there := v[m.Name]; !there && m.Required {
				v[m.Name] = s.Least(s.API.Shape(m.Shape))
			}
			s.complete(v[m.Name], s.API.Shape(m.Shape))
		}
	case []any:
		for _, e := range v {
			s.complete(e, s.API.Shape(shape.Elem))
		}
	}
}

// Varying returns the members of the key in which the things of one request
// may differ.
func (s *Contract) Varying(op *model.Operation) []string {
	var names []string
	for _, name := range s.ResourceOf(op).Key {
		if _, ok := op.Effect.Bound(name).Within(op.Effect.Each); ok {
			names = append(names, name)
		}
	}
	return names
}

// Settable returns the members of the thing that an operation takes from its
// input, that are kept, and that are not in the key.
func (s *Contract) Settable(op *model.Operation) []string {
	thing := s.ResourceOf(op)
	var names []string
	for _, b := range op.Effect.From {
		if slices.Contains(thing.Key, b.Member) || Assigned(op, b.Member) || unmodelled(op, b.Path) {
			continue
		}
		names = append(names, b.Member)
	}
	return names
}

// Assigned reports whether the service sets a member itself.
func Assigned(op *model.Operation, member string) bool {
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		a, ok := c.Rule.(model.Assigned)
		return ok && a.Member == member
	})
}

func unmodelled(op *model.Operation, path model.Path) bool {
	return slices.ContainsFunc(op.Unmodelled, func(u model.Unmodelled) bool { return u.Path == path })
}

// Returned returns the things that an output shows, with those of their members
// that it shows.
func Returned(op *model.Operation, out value.Object) []value.Object {
	var things []value.Object
	for _, e := range value.ListAt(out, op.Effect.Into) {
		o, _ := e.(value.Object)
		if len(op.Effect.As) == 0 {
			things = append(things, o)
			continue
		}
		thing := value.Object{}
		for _, b := range op.Effect.As {
			if v := value.One(o, b.Path); v != nil {
				thing[b.Member] = v
			}
		}
		things = append(things, thing)
	}
	return things
}

// Returns reports whether an operation that lists shows a member of the things.
func Returns(op *model.Operation, member string) bool {
	return len(op.Effect.As) == 0 || slices.ContainsFunc(op.Effect.As, func(b model.Binding) bool { return b.Member == member })
}

// A FailedBatch is a group of things that failed for one reason.
type FailedBatch struct {
	Message string
	Items   []value.Object
}

// FailedBatches returns what an output tells of things that failed, as the
// operation's clause of kind batch says where to look.
func FailedBatches(op *model.Operation, out value.Object) []FailedBatch {
	c := op.Clause("batch")
	if c == nil {
		return nil
	}
	rule := c.Rule.(model.Batch)
	var all []FailedBatch
	for _, e := range value.ListAt(out, model.Path(rule.List)) {
		b := FailedBatch{Message: value.TextAt(e, model.Path(rule.Message))}
		for _, item := range value.ListAt(e, model.Path(rule.Items)) {
			o, _ := item.(value.Object)
			b.Items = append(b.Items, o)
		}
		all = append(all, b)
	}
	return all
}

// FailedKeys returns the keys that an output tells of as failed, each with the
// members in which the things of one request may differ.
func (s *Contract) FailedKeys(op *model.Operation, out value.Object) map[string]bool {
	keys := map[string]bool{}
	for _, b := range FailedBatches(op, out) {
		for _, item := range b.Items {
			keys[value.KeyOf(item, s.Varying(op))] = true
		}
	}
	return keys
}
