package generate

import (
	"cmp"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// rapid takes its settings from flags of the process. gate lets properties
// with the same settings run at the same time, and makes those with others
// wait.
var gate settingsGate

type settingsGate struct {
	mu   sync.RWMutex
	once sync.Once
	// given is what the flags said before the suite set any.
	given Settings
}

// Settings are those of rapid's flags that the suite sets. A zero seed leaves
// rapid's flag alone.
type Settings struct {
	Seed   uint64
	Checks int
	// shrink is how long rapid looks for a shorter case. It has to know: it
	// remembers all that it tried, and a case that is refused at once fills
	// the memory in no time.
	Shrink time.Duration
}

// Check tries a property on generated cases and reports to tb.
func (s Settings) Check(tb *TB, property func(*rapid.T)) {
	gate.once.Do(prepare)
	for {
		gate.mu.RLock()
		if s.inForce() {
			break
		}
		gate.mu.RUnlock()
		gate.mu.Lock()
		s.enforce()
		gate.mu.Unlock()
	}
	defer gate.mu.RUnlock()
	defer func() {
		if p := recover(); p != nil && p != any(tb) {
			panic(p)
		}
	}()
	rapid.Check(tb, property)
}

// prepare makes rapid fit for use outside a test: it asks the testing package
// for its flags, which have to be there and parsed. It also tells rapid to
// write no files, since the names in a case are never the same again.
func prepare() {
	testing.Init()
	if !flag.Parsed() {
		_ = flag.CommandLine.Parse(nil)
	}
	_ = flag.Set("rapid.nofailfile", "true")
	gate.given.Seed = seedFlag()
	flag.Visit(func(f *flag.Flag) {
		if f.Name == "rapid.checks" {
			gate.given.Checks = checksFlag()
		}
	})
}

// FromFlags returns the settings of the command line: a zero where it says
// nothing.
func FromFlags() Settings {
	gate.once.Do(prepare)
	return gate.given
}

func (s Settings) inForce() bool {
	return (s.Seed == 0 || seedFlag() == s.Seed) && checksFlag() >= s.Checks &&
		flag.Lookup("rapid.shrinktime").Value.String() == s.Shrink.String()
}

func (s Settings) enforce() {
	if s.Seed != 0 {
		_ = flag.Set("rapid.seed", strconv.FormatUint(s.Seed, 10))
	}
	if checksFlag() < s.Checks {
		_ = flag.Set("rapid.checks", strconv.Itoa(s.Checks))
	}
	_ = flag.Set("rapid.shrinktime", s.Shrink.String())
}

func seedFlag() uint64 {
	seed, _ := strconv.ParseUint(flag.Lookup("rapid.seed").Value.String(), 10, 64)
	return seed
}

func checksFlag() int {
	checks, _ := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	return checks
}

// Example calls a function once, with the random choices of a seed, and
// returns what it panicked with, if that is none of rapid's own ways to end.
func Example(seed int, property func(*rapid.T)) (broken any) {
	tried := false
	// An example looks at rapid's own seed, which others set, though it has one
	// already.
	gate.mu.RLock()
	begun := sync.OnceFunc(gate.mu.RUnlock)
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
// inside another.
func isRapidError(e any) bool { return fmt.Sprintf("%T", e) == "*rapid.testError" }

// A TB is the test that rapid reports to. It belongs to no test of the testing
// package: it logs nothing, and it stops by a panic that [Settings.Check]
// recovers.
type TB struct {
	name    string
	failed  bool
	flaky   bool
	message string
}

// NewTB returns a TB for the property of that name.
func NewTB(name string) *TB { return &TB{name: name} }

// Failed reports whether rapid has found a case that fails. The case that it
// runs from then on is the shortest one, once more.
func (tb *TB) Failed() bool { return tb.failed }

// Flaky reports whether a case that failed has passed when it was run again.
func (tb *TB) Flaky() bool { return tb.flaky }

// Message returns the first error that was reported.
func (tb *TB) Message() string { return tb.message }

// Name returns the name of the property.
func (tb *TB) Name() string { return tb.name }

// Helper does nothing.
func (tb *TB) Helper() {}

// Logf does nothing.
func (tb *TB) Logf(string, ...any) {}

// Log does nothing.
func (tb *TB) Log(...any) {}

// Skipf stops, without an error.
func (tb *TB) Skipf(string, ...any) { tb.SkipNow() }

// Skip stops, without an error.
func (tb *TB) Skip(...any) { tb.SkipNow() }

// SkipNow stops, without an error.
func (tb *TB) SkipNow() { panic(tb) }

// Errorf reports an error.
func (tb *TB) Errorf(f string, a ...any) { tb.Error(fmt.Sprintf(f, a...)) }

// Fatalf reports an error and stops.
func (tb *TB) Fatalf(f string, a ...any) { tb.Fatal(fmt.Sprintf(f, a...)) }

// Fatal reports an error and stops.
func (tb *TB) Fatal(args ...any) { tb.Error(args...); tb.FailNow() }

// Fail reports an error without a message.
func (tb *TB) Fail() { tb.failed = true }

// FailNow reports an error without a message and stops.
func (tb *TB) FailNow() { tb.failed = true; panic(tb) }

// Error reports an error. That rapid could generate only some of the cases that
// it was asked for is none: the suite counts its cases itself.
func (tb *TB) Error(args ...any) {
	text := fmt.Sprint(args...)
	if strings.Contains(text, "only generated") {
		return
	}
	tb.failed = true
	tb.message = cmp.Or(tb.message, text)
	tb.flaky = tb.flaky || strings.Contains(text, "flaky")
}
