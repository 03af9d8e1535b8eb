package endpoint

import (
	"regexp"
	"time"
)

// Options say how a target is checked. The zero value is good.
type Options struct {
	// Run selects clauses by their ids; nil selects all.
	Run *regexp.Regexp
	// Checks is how many cases each property is tried on. At zero, each property has a
	// number of its own, of about 25.
	Checks int
	// Seed makes the same cases as another run with that seed. At zero one is
	// chosen.
	Seed uint64
	// Command is what a counterexample says to run to find it again, to which
	// "-run" and "-seed" are added.
	Command string
	// Exhaustive is how long the traces are of which all are tried: none if
	// zero.
	Exhaustive int
	// Pictures is the folder for pictures of histories that have no order: that
	// of temporary files if empty.
	Pictures string
	// Shrink is how long a shorter counterexample is looked for: two seconds
	// if zero.
	Shrink time.Duration
	// Costly says that calls cost something: a case that fails is shortened by
	// thought alone, and shown to the target once more.
	Costly bool
	// Progress is called before each clause. It may be nil.
	Progress func(done, of int, clause string)
	// Time is what the suite waits by: the wall clock if nil.
	Time Timekeeper
	// Waiting is called before a wait of several seconds, and says what it is
	// for. It may be nil.
	Waiting func(d time.Duration, why string)
}
