package generate

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/rapidflags"
	"pgregory.net/rapid"
)

// Settings are the flags of rapid that the suite sets. A zero seed leaves that
// flag alone.
type Settings struct {
	Seed   uint64
	Checks int
	// Shrink is how long rapid looks for a shorter case. Rapid has to know: it
	// remembers all cases that it tried, and cases that are rejected at once
	// would soon fill the memory.
	Shrink time.Duration
}

// Check runs a property on generated cases and reports to tb.
func (s Settings) Check(tb *TB, property func(*rapid.T)) {
	initial.once.Do(prepare)
	rapidflags.Hold()
	defer rapidflags.Release()
	s.begin()
	defer func() {
		if p := recover(); p != nil && p != any(tb) {
			panic(p)
		}
	}()
	rapid.Check(tb, func(rt *rapid.T) {
		rapidflags.Release()
		// What is to be cleaned up first comes last, whatever the others do.
		rt.Cleanup(func() {
			rapidflags.Hold()
			s.proceed()
		})
		property(rt)
	})
}

// Example calls a property once, with the random choices of a seed. It returns
// what the property panicked with, if that is not how rapid ends a case.
func Example(seed int, property func(*rapid.T)) (broken any) {
	tried := false
	// An example looks at rapid's own seed, which others set, though it has one
	// already.
	rapidflags.Hold()
	begun := sync.OnceFunc(rapidflags.Release)
	defer begun()
	rapid.Custom(func(rt *rapid.T) bool {
		begun()
		// What draws nothing is not taken for generated.
		rapid.Bool().Draw(rt, "begin")
		if tried {
			return true
		}
		tried = true
		defer func() {
			switch e := recover(); {
			case e == nil:
			case strings.HasPrefix(fmt.Sprintf("%T", e), "rapid."), isRapidError(e):
				panic(e)
			default:
				broken = e
			}
		}()
		property(rt)
		return true
	}).Example(seed)
	return broken
}

// isRapidError reports whether a panic is one by which rapid ends a property
// inside of another.
func isRapidError(e any) bool { return fmt.Sprintf("%T", e) == "*rapid.testError" }
