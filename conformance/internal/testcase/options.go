package testcase

import (
	"cmp"
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

// SettingsOf returns rapid's settings.
func SettingsOf(o *endpoint.Options) generate.Settings {
	return generate.Settings{Seed: o.Seed, Checks: o.Checks, Shrink: ShrinkTime(o)}
}

// ShrinkTime returns how long a shorter counterexample is looked for.
func ShrinkTime(o *endpoint.Options) time.Duration { return cmp.Or(o.Shrink, 2*time.Second) }
