// Package rapidflags guards the flags of the process that rapid reads.
//
// Rapid reads them before the first case of a property and between two, and to make a
// value of a seed, so whoever runs rapid itself holds them. While a case runs, which may
// take long and wait, others may.
//
// It must not know what is generated, nor which flags are set.
package rapidflags

import (
	"sync"

	"pgregory.net/rapid"
)

var held sync.Mutex

// Hold waits until nobody else sets or reads the flags.
func Hold() { held.Lock() }

// Release lets others set and read them.
func Release() { held.Unlock() }

// Value returns the value that a generator makes of a seed, and whether it makes one: rapid
// gives up on a pattern of which it finds no text. What the generator calls must generate
// nothing by itself.
func Value[V any](gen *rapid.Generator[V], seed int) (v V, ok bool) {
	Hold() // rapid looks at its own seed all the same
	defer Release()
	defer func() { _ = recover() }() // it panics then
	return gen.Example(seed), true
}
