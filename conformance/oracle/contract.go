package oracle

import (
	"maps"

	"github.com/fakesmith/fakesmith/model"
)

// A contract is what is looked up of an API again and again. It does not change, but for
// patterns that are compiled when they are needed: clones of an oracle, which may be used
// at the same time, share it.
type contract struct {
	patterns patterns
	shapes   map[string]*model.Shape
	// meanings are the clauses of operations that are no constraints: few of many.
	meanings  map[*model.Operation][]*model.Clause
	processes []process
	// expiries and precisions are the rules about the members of a resource, and
	// identities the clauses about its keys, by its name.
	expiries   map[string]model.Expiry
	precisions map[string]model.Precision
	identities map[string]*model.Clause
	// lifecycles are what is said of the states of a resource, by its name.
	lifecycles map[string]lifecycle
	// embedded are what is said of the entries in a text of a resource, by its name, and
	// tokens where the idempotency tokens of operations stand.
	embedded map[string]embedded
	tokens   map[*model.Operation]model.Path
	// defaults are the JSON of what members stand for that are absent, by their names, if
	// that is the same for all of a name.
	defaults map[string]string
	// untold are the members that what an operation shows has to have, and that the
	// contract says nothing of.
	untold map[*model.Operation][]string
}

// defaultsOf returns the defaults of members.
func defaultsOf(api *model.API) map[string]string {
	defaults := map[string]string{}
	for i := range api.Shapes {
		for _, m := range api.Shapes[i].Members {
			if known, has := defaults[m.Name]; has && known != m.Default {
				defaults[m.Name] = ""
			} else {
				defaults[m.Name] = m.Default
			}
		}
	}
	maps.DeleteFunc(defaults, func(_, v string) bool { return v == "" })
	return defaults
}

// contractOf returns what is looked up of an API.
func contractOf(api *model.API) *contract {
	c := &contract{
		shapes:     make(map[string]*model.Shape, len(api.Shapes)),
		meanings:   make(map[*model.Operation][]*model.Clause, len(api.Operations)),
		expiries:   map[string]model.Expiry{},
		precisions: map[string]model.Precision{},
		identities: map[string]*model.Clause{},
		lifecycles: map[string]lifecycle{},
		embedded:   map[string]embedded{},
		tokens:     map[*model.Operation]model.Path{},
		defaults:   defaultsOf(api),
		untold:     map[*model.Operation][]string{},
	}
	for i := range api.Shapes {
		c.shapes[api.Shapes[i].Name] = &api.Shapes[i]
	}
	for i := range api.Operations {
		op := &api.Operations[i]
		for j := range op.Clauses {
			if _, is := op.Clauses[j].Rule.(model.Constraint); !is {
				c.meanings[op] = append(c.meanings[op], &op.Clauses[j])
			}
		}
		c.note(api, op)
		c.untold[op] = untold(api, op)
		if token := op.Token(); token != "" {
			c.tokens[op] = token
		}
	}
	for i := range api.Entities {
		name := api.Entities[i].Name
		if put := api.EmbeddedIn(name); put != nil {
			c.embedded[name] = embedded{put, put.Embedded(), put.EntryExpiry()}
		}
	}
	for name, life := range c.lifecycles {
		life.deleting, _ = api.Deleting(name)
		c.lifecycles[name] = life
	}
	return c
}

// note notes what the clauses of an operation say of resources and of processes. The
// first operation counts that says it.
func (c *contract) note(api *model.API, op *model.Operation) {
	meaning := c.meanings[op]
	for _, rule := range among[model.Expiry](meaning) {
		first(c.expiries, op.Effect.Of, rule)
	}
	for _, rule := range among[model.Precision](meaning) {
		first(c.precisions, op.Effect.Of, rule)
	}
	for period := range among[model.LifecyclePeriod](meaning) {
		for _, rule := range among[model.Lifecycle](meaning) {
			first(c.lifecycles, op.Effect.Of, lifecycle{Lifecycle: rule, period: period})
		}
	}
	for clause := range among[model.Identity](meaning) {
		first(c.identities, op.Effect.Of, clause)
		for _, guard := range among[model.Guard](meaning) {
			first(c.identities, guard.Fact, clause)
		}
	}
	for _, rule := range among[model.Process](meaning) {
		p := process{Process: &rule, op: op, about: api.Resource(op.Effect.Of), clauses: meaning}
		for _, steps := range among[model.ProcessSteps](meaning) {
			p.steps = &steps
		}
		c.processes = append(c.processes, p)
	}
}

// first sets what belongs to a name, unless something does.
func first[V any](of map[string]V, name string, v V) {
	if _, there := of[name]; !there {
		of[name] = v
	}
}
