package fake

import (
	"maps"
	"slices"
	"sync"
)

// A Realm is what all views of one fake share: a lock, and for each scope a
// value of type T, which is everything the fake holds there. Its zero value is
// empty.
type Realm[T any] struct {
	// Mu guards all that the realm holds.
	Mu sync.Mutex

	scopes map[Scope]*T
}

// In returns what there is in a scope, made with make if need be.
func (r *Realm[T]) In(s Scope, make func() *T) *T {
	r.Mu.Lock()
	defer r.Mu.Unlock()
	if t := r.scopes[s]; t != nil {
		return t
	}
	if r.scopes == nil {
		r.scopes = map[Scope]*T{}
	}
	t := make()
	r.scopes[s] = t
	return t
}

// All returns what there is in every scope. Mu must be held.
func (r *Realm[T]) All() []*T { return slices.Collect(maps.Values(r.scopes)) }
