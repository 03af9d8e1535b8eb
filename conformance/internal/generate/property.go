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

// A TB is a rapid.TB outside of any test: it says nothing, and stops by
// a panic that [settings.check] catches.
type TB struct {
	ID string
	// failed is set once rapid has made up its mind. What follows is the
	// shortest case, once more.
	Broken    bool
	Flaky     bool
	Complaint string // what rapid complained of first
}

func (tb *TB) Helper() {}

func (tb *TB) Name() string { return tb.ID }

func (tb *TB) Logf(string, ...any) {}

func (tb *TB) Log(...any) {}

func (tb *TB) Skipf(string, ...any) { tb.SkipNow() }

func (tb *TB) Skip(...any) { tb.SkipNow() }

func (tb *TB) SkipNow() { panic(tb) }

func (tb *TB) Errorf(f string, a ...any) { tb.Error(fmt.Sprintf(f, a...)) }

func (tb *TB) Fatalf(f string, a ...any) { tb.Fatal(fmt.Sprintf(f, a...)) }

func (tb *TB) Fatal(args ...any) { tb.Error(args...); tb.FailNow() }

func (tb *TB) Fail() { tb.Broken = true }

func (tb *TB) FailNow() { tb.Broken = true; panic(tb) }

func (tb *TB) Failed() bool { return tb.Broken }

func (tb *TB) Error(args ...any) {
	text := fmt.Sprint(args...)
	if strings.Contains(text, "only generated") {
		return // the suite counts its cases itself
	}
	tb.Broken = true
	tb.Complaint = cmp.Or(tb.Complaint, text)
	tb.Flaky = tb.Flaky || strings.Contains(text, "flaky")
}
