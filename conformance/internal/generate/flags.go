package generate

import (
	"flag"
	"strconv"
	"sync"
	"testing"
)

// A settingsGate guards the flags of the process that rapid reads.
type settingsGate struct {
	mu   sync.RWMutex
	once sync.Once
	// flags are the settings before the suite set any.
	flags Settings
}

// gate lets properties with the same settings run at the same time, and makes
// those with other settings wait.
var gate settingsGate

// prepare makes rapid fit for use outside of a test. It defines and parses the
// testing package's flags, which rapid looks up, and tells rapid to write no
// files, since the names in a case are never the same again.
func prepare() {
	testing.Init()
	if !flag.Parsed() {
		_ = flag.CommandLine.Parse(nil)
	}
	_ = flag.Set("rapid.nofailfile", "true")
	gate.flags.Seed = seedFlag()
	flag.Visit(func(f *flag.Flag) {
		if f.Name == "rapid.checks" {
			gate.flags.Checks = checksFlag()
		}
	})
}

// FromFlags returns the settings of the command line, with zeros for those that
// it does not have.
func FromFlags() Settings {
	gate.once.Do(prepare)
	return gate.flags
}

// inForce reports whether the flags are at least these settings.
func (s Settings) inForce() bool {
	return (s.Seed == 0 || seedFlag() == s.Seed) && checksFlag() >= s.Checks &&
		flag.Lookup("rapid.shrinktime").Value.String() == s.Shrink.String()
}

// enforce sets the flags.
func (s Settings) enforce() {
	if s.Seed != 0 {
		_ = flag.Set("rapid.seed", strconv.FormatUint(s.Seed, 10))
	}
	if checksFlag() < s.Checks {
		_ = flag.Set("rapid.checks", strconv.Itoa(s.Checks))
	}
	_ = flag.Set("rapid.shrinktime", s.Shrink.String())
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
