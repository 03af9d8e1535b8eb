// Package verb has a file for each verb of operations: putting and setting,
// deleting, and returning resources. It knows in which order an operation does
// what its clauses demand. It does not know how any of that is done: it asks
// package clause.
package verb

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/model"
)

type scope = operation.Scope

// Write adds all that an operation does to the body of its method.
func Write(o *operation.Operation, g *jen.Group) {
	s := clause.RejectionsOf(o).Single(o.Body(g))
	if tokens, ok := clause.TokensOf(o); ok {
		tokens.Repeat(s)
	}
	phase(s, func(part any) func(scope) {
		if r, ok := part.(clause.Request); ok {
			return r.Request
		}
		return nil
	})
	if s.Ended() {
		return
	}
	switch s.Effect.Verb {
	case model.Puts, model.Sets:
		writes(s)
	case model.Updates:
		updates(s)
	case model.Deletes:
		deletes(s)
	case model.Gets:
		gets(s)
	case model.Lists, model.Reads:
		lists(s)
	}
}

// phase has each clause, in the order of the model, add its part of a phase,
// if it has one.
func phase(s scope, of func(part any) func(scope)) {
	for i := range s.Clauses {
		if add := of(clause.Of(&s.Clauses[i])); add != nil && !s.Ended() {
			add(s)
		}
	}
}

// items, changes and effects are the phases of what is done with each resource.
func items(s scope) {
	phase(s, func(part any) func(scope) {
		if i, ok := part.(clause.Item); ok {
			return i.Item
		}
		return nil
	})
}

func changes(s scope) {
	phase(s, func(part any) func(scope) {
		if c, ok := part.(clause.Change); ok {
			return c.Change
		}
		return nil
	})
}

func effects(s scope) {
	phase(s, func(part any) func(scope) {
		if e, ok := part.(clause.Effect); ok {
			return e.Effect
		}
		return nil
	})
}
