package generate

import (
	"flag"
	"strconv"
	"sync"
	"testing"
)

// initial is what the flags were before the suite set any.
var initial struct {
	once sync.Once
	// settings are those of the command line.
	settings Settings
	// checks is the number of cases, whoever chose it.
	checks int
}

// prepare makes rapid fit for use outside of a test. It defines and parses the
// testing package's flags, which rapid looks up, and tells rapid to write no
// files, since the names in a case are never the same again.
func prepare() {
	testing.Init()
	if !flag.Parsed() {
		_ = flag.CommandLine.Parse(nil)
	}
	_ = flag.Set("rapid.nofailfile", "true")
	initial.settings.Seed, initial.checks = seedFlag(), checksFlag()
	flag.Visit(func(f *flag.Flag) {
		if f.Name == "rapid.checks" {
			initial.settings.Checks = initial.checks
		}
	})
}

// FromFlags returns the settings of the command line, with zeros for those that
// it does not have.
func FromFlags() Settings {
	initial.once.Do(prepare)
	return initial.settings
}

// begin sets the flags that rapid reads before the first case. There are as many cases
// as without the suite, or more: it counts its cases itself.
func (s Settings) begin() {
	if s.Seed != 0 {
		_ = flag.Set("rapid.seed", strconv.FormatUint(s.Seed, 10))
	}
	if checks := max(initial.checks, s.Checks); checks != checksFlag() {
		_ = flag.Set("rapid.checks", strconv.Itoa(checks))
	}
	s.proceed()
}

// proceed sets the flag that rapid reads when it has found a case that fails.
func (s Settings) proceed() {
	if f := flag.Lookup("rapid.shrinktime"); f.Value.String() != s.Shrink.String() {
		_ = flag.Set(f.Name, s.Shrink.String())
	}
}

// seedFlag returns rapid's seed.
func seedFlag() uint64 {
	seed, _ := strconv.ParseUint(flag.Lookup("rapid.seed").Value.String(), 10, 64)
	return seed
}

// checksFlag returns rapid's number of cases.
func checksFlag() int {
	checks, _ := strconv.Atoi(flag.Lookup("rapid.checks").Value.String())
	return checks
}
