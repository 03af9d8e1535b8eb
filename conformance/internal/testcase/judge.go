package testcase

import (
	"cmp"
	"fmt"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/generate"
)

// CasesOf returns how many cases a property is tried on.
func CasesOf(o *endpoint.Options, once bool, cases int) int {
	switch {
	case once:
		return 1
	case o.Checks > 0:
		return o.Checks
	case cases > 0:
		return cases
	}
	return 25
}

func SettingsOf(o *endpoint.Options) generate.Settings {
	return generate.Settings{Seed: o.Seed, Checks: o.Checks, Shrink: ShrinkTime(o)}
}

// ShrinkTime returns how long a shorter counterexample is looked for.
func ShrinkTime(o *endpoint.Options) time.Duration { return cmp.Or(o.Shrink, 2*time.Second) }

// AsSaid is the choice of a target that does what an assumed clause says, where
// the clause names no others.
const AsSaid = "as-said"

// Otherwise is the choice of a target that does not.
const Otherwise = "otherwise"

// Reset empties the target if it offers that.
func (s *Session) Reset() error {
	if s.Target.Reset == nil {
		return nil
	}
	s.Calls++
	if err := s.Target.Reset(s.Ctx); err != nil {
		return fmt.Errorf("%s can't be reset: %w", s.Target.Url(), err)
	}
	return nil
}
