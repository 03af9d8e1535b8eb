package runtime

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/fakesmith/fakesmith/fake"
)

// A Store is what all views of one fake share: a lock, and for each scope in
// which something was written a value of type T, which is everything that the
// fake holds there. To read in a scope leaves nothing behind: whoever asks for
// one account after another does not make the store grow.
type Store[T any] struct {
	// Mu guards all that the store holds.
	Mu sync.Mutex

	empty   func() *T
	written func(*T) bool
	scopes  map[fake.Scope]*T
	// asked is what was last given to somebody who may yet write to it.
	asked   *T
	askedIn fake.Scope
}

// NewStore returns a store that holds nothing. In a scope in which nothing was
// written there is what empty returns, and written reports whether something has
// been since.
func NewStore[T any](empty func() *T, written func(*T) bool) *Store[T] {
	return &Store[T]{empty: empty, written: written, scopes: map[fake.Scope]*T{}}
}

// In returns what there is in a scope, to be read and written as long as Mu is
// held. Mu must be held.
func (s *Store[T]) In(scope fake.Scope) *T {
	if t := s.scopes[scope]; t != nil {
		return t
	}
	if s.asked != nil && s.askedIn == scope {
		return s.asked
	}
	s.settle()
	if s.asked == nil {
		s.asked = s.empty()
	}
	s.askedIn = scope
	return s.asked
}

// settle keeps what was last asked for, if it was written to.
func (s *Store[T]) settle() {
	if s.asked != nil && s.written(s.asked) {
		// A scope of a request is a part of a long header.
		kept := fake.Scope{Account: strings.Clone(s.askedIn.Account), Region: strings.Clone(s.askedIn.Region)}
		s.scopes[kept] = s.asked
		s.asked = nil
	}
}

// All returns what there is in every scope in which something was written. Mu
// must be held.
func (s *Store[T]) All() []*T {
	s.settle()
	return slices.Collect(maps.Values(s.scopes))
}
