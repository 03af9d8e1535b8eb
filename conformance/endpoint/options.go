package endpoint

import (
	"context"
	"regexp"
	"time"

	"github.com/fakesmith/fakesmith/conformance/shard"
)

// Options say how a target is checked. The zero value is good.
type Options struct {
	// Run selects clauses by their ids; nil selects all.
	Run *regexp.Regexp
	// Shard selects a part of the clauses that Run selects, for one of several
	// machines. Their reports become one by Merge of package report. It takes a Seed.
	Shard shard.Shard
	// Checks is how many cases each property is tried on. If it is zero, each
	// property has a number of its own, of about 25.
	Checks int
	// Seed makes the same cases as another run with that seed. If it is zero,
	// one is chosen.
	Seed uint64
	// Command is the command that finds a counterexample again, "conform" if
	// empty. "-run" and "-seed" are appended.
	Command string
	// Exhaustive is the length up to which all traces are tried: none if zero.
	Exhaustive int
	// Pictures is the folder for visualizations of histories that are not
	// linearizable, that of temporary files if empty.
	Pictures string
	// Shrink is how long to look for a shorter counterexample: two seconds if
	// zero.
	Shrink time.Duration
	// Costly says that calls cost something: a counterexample is shortened
	// without calls, and then confirmed with a single repetition.
	Costly bool
	// Progress is called before each clause. It may be nil.
	Progress func(done, of int, clause string)
	// Time is the time by which the suite waits, the wall clock if nil.
	Time Timekeeper
	// Waiting is called before a wait of several seconds, with its reason. It
	// may be nil.
	Waiting func(d time.Duration, why string)
}

// A Timekeeper is the time by which the suite waits. A simulated one tells how
// long a run takes without waiting.
type Timekeeper interface {
	// Now returns the time.
	Now() time.Time
	// Sleep returns after some time, or with an error if the context ends first.
	Sleep(ctx context.Context, d time.Duration) error
}
