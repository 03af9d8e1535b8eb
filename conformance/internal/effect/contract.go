package effect

import (
	"cmp"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A Contract says what the operations of an API do to which resources.
type Contract struct {
	*shapes.Set
	// Examples are the JSON of the entities that take the place of the model's
	// examples, by entity.
	Examples map[string]string
	// Level is the level of a hierarchy below which all names are that are put, or "".
	Level string
	// NewToken returns a token for a request of an operation. Without it, requests have
	// none that they need not have.
	NewToken func(*model.Operation) any

	// What every case asks for, and is always the same.
	taken      map[*model.Operation][]model.Binding
	settable   map[*model.Operation][]string
	plainTexts map[*model.Operation][]string
	parsed     map[string]value.Object // by the JSON of an example
	referring  map[string]map[string][]model.Binding
}

// LevelOf returns the level of a hierarchy below which all is that is put.
func (c *Contract) LevelOf(h model.Hierarchy) string { return h.Separator + c.Level }

// New returns the contract of an API.
func New(api *model.API) *Contract {
	return &Contract{
		Set: shapes.New(api), Examples: map[string]string{},
		taken: map[*model.Operation][]model.Binding{}, settable: map[*model.Operation][]string{},
		plainTexts: map[*model.Operation][]string{}, parsed: map[string]value.Object{}, referring: map[string]map[string][]model.Binding{},
	}
}

// Operations are the operations on one entity or fact, each the first of its
// kind in the model, or nil.
type Operations struct {
	Put, List, Delete *model.Operation
}

// OperationsOn returns the operations on an entity or fact. Those of a fact are
// the operation that sets it and the one that reads it, value by value. What gets
// one resource is the surest read, and stands for those that list. Of several
// that list, that is taken which returns the most members.
func (c *Contract) OperationsOn(resource string) Operations {
	var ops Operations
	for i := range c.API.Operations {
		op := &c.API.Operations[i]
		if op.Effect.Of != resource {
			continue
		}
		var place **model.Operation
		switch op.Effect.Verb {
		case model.Puts, model.Sets:
			place = &ops.Put
		case model.Deletes:
			place = &ops.Delete
		case model.Gets:
			if place = &ops.List; *place != nil && (*place).Effect.Verb != model.Gets {
				*place = op
			}
		case model.Lists, model.Reads:
			if op.Clause("fact/summary") != nil {
				continue
			}
			if place = &ops.List; *place != nil && (*place).Effect.Verb != model.Gets && c.returned(op) > c.returned(*place) {
				*place = op
			}
		}
		if place != nil && *place == nil {
			*place = op
		}
	}
	return ops
}

// ReadsOf returns the operations that return resources of a sort value by value, in
// the order of the document.
func (c *Contract) ReadsOf(resource string) []*model.Operation {
	var all []*model.Operation
	for i := range c.API.Operations {
		if op := &c.API.Operations[i]; op.Effect.Of == resource && IsRead(op) && op.Clause("fact/summary") == nil {
			all = append(all, op)
		}
	}
	return all
}

// returned returns how many members of its resource an operation returns.
func (c *Contract) returned(op *model.Operation) int {
	if len(op.Effect.As) > 0 {
		return len(op.Effect.As)
	}
	return len(c.ResourceOf(op).Shape.Members)
}

// ResourceOf returns the entity or fact that an operation puts, sets, deletes
// or reads.
func (c *Contract) ResourceOf(op *model.Operation) model.Resource {
	return c.API.Resource(op.Effect.Of)
}

// IsRead reports whether an operation changes nothing.
func IsRead(op *model.Operation) bool { return op.Effect.Shows() }

// Listing returns an operation that lists resources of a sort, or nil. Where
// [Contract.OperationsOn] has one that gets a single resource, it is another.
func (c *Contract) Listing(resource string) *model.Operation {
	var best *model.Operation
	for _, op := range c.ReadsOf(resource) {
		if op.Effect.Verb != model.Gets && (best == nil || c.returned(op) > c.returned(best)) {
			best = op
		}
	}
	return best
}

// GuardedBy returns the operations that a fact guards.
func (c *Contract) GuardedBy(fact string) []*model.Operation {
	var guarded []*model.Operation
	for i := range c.API.Operations {
		op := &c.API.Operations[i]
		if clause := op.Clause("guard"); clause != nil && clause.Rule.(model.Guard).Fact == fact {
			guarded = append(guarded, op)
		}
	}
	return guarded
}

// A Want is a fact that a resource depends on which an operation puts, with the values
// with which the put is sure to succeed.
type Want struct {
	Fact   string
	Values []string
}

// Wants returns what an operation wants of facts: values that a guard accepts, or with
// which a process is started whatever the service does with others.
func (c *Contract) Wants(op *model.Operation) []Want {
	var all []Want
	for _, clause := range op.Clauses {
		switch rule := clause.Rule.(type) {
		case model.Guard:
			all = append(all, Want{rule.Fact, rule.Accepts})
		case model.ProcessNeedless:
			i := slices.IndexFunc(all, func(w Want) bool { return w.Fact == rule.Fact })
			if i < 0 {
				i = len(all)
				all = append(all, Want{rule.Fact, slices.Clone(c.ValuesOf(c.API.Fact(rule.Fact)))})
			}
			all[i].Values = slices.DeleteFunc(all[i].Values, func(v string) bool { return slices.Contains(rule.Values, v) })
		}
	}
	return slices.DeleteFunc(all, func(w Want) bool { return len(w.Values) == 0 })
}

// SettableValues returns the values to which an operation can set its fact.
func (c *Contract) SettableValues(op *model.Operation) []string {
	fact := c.ResourceOf(op).Fact
	for _, clause := range op.Clauses {
		if allowed, ok := clause.Rule.(model.Allowed); ok && op.Effect.Bound(fact.Value) == allowed.Path {
			return allowed.Values
		}
	}
	return c.ValuesOf(fact)
}

// ValuesOf returns the values that a fact may have.
func (c *Contract) ValuesOf(fact *model.Fact) []string { return c.API.FactValues(fact) }

// HasExample reports whether there is an example of an entity, to which
// resources are kept.
func (c *Contract) HasExample(resource string) bool { return c.ExampleText(resource) != "" }

// ExampleText returns the JSON of the example of an entity, or "" if there is none.
func (c *Contract) ExampleText(resource string) string {
	e := c.API.Entity(resource)
	if e == nil {
		return ""
	}
	return cmp.Or(c.Examples[resource], e.Example)
}

// Example returns the example of an entity, or the smallest one.
func (c *Contract) Example(resource string) value.Object {
	if o := c.Sample(c.ExampleText(resource)); o != nil {
		return o
	}
	o, _ := c.Least(c.API.Resource(resource).Shape).(value.Object)
	return o
}

// Sample returns the object that the JSON of an example is, or nil. The caller may
// change it.
func (c *Contract) Sample(text string) value.Object {
	o, known := c.parsed[text]
	if !known {
		if v, _, err := value.ReadJSON([]byte(text)); err == nil {
			o, _ = v.(value.Object)
		}
		c.parsed[text] = o
	}
	return value.Clone(o)
}
