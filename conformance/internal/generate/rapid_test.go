package generate_test

import (
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/generate"
	"pgregory.net/rapid"
)

// TestSettingsAtTheSameTime has two properties of different settings wait for each
// other in a case, and each of their counterexamples shortened for its own time.
func TestSettingsAtTheSameTime(t *testing.T) {
	var both, done sync.WaitGroup
	both.Add(2)
	settings := []generate.Settings{
		{Seed: 1, Checks: 2, Shrink: time.Nanosecond},
		{Seed: 2, Checks: 3, Shrink: time.Hour},
	}
	first, last := make([]int, 2), make([]int, 2)
	for i, s := range settings {
		tb := generate.NewTB("together")
		done.Go(func() {
			cases := 0
			s.Check(tb, func(rt *rapid.T) {
				n := rapid.IntRange(0, 1<<40).Draw(rt, "n")
				if cases++; cases == 1 {
					first[i] = n
					both.Done()
					both.Wait()
				}
				if last[i] = n; n > 0 {
					rt.Fatal("it is more than 0")
				}
			})
		})
	}
	done.Wait()
	if first[0] == first[1] {
		t.Errorf("both begin with %d, want each with the number of its seed", first[0])
	}
	if last[0] != first[0] {
		t.Errorf("with no time to shorten, %d became %d", first[0], last[0])
	}
	if last[1] != 1 {
		t.Errorf("with an hour to shorten, %d became %d, want 1", first[1], last[1])
	}
}

// TestCheckAfterAPanic finds the gate open after properties that end in odd ways.
func TestCheckAfterAPanic(t *testing.T) {
	s := generate.Settings{Seed: 1, Checks: 3, Shrink: time.Nanosecond}
	for name, property := range map[string]func(*rapid.T, *generate.TB){
		"it panics":            func(*rapid.T, *generate.TB) { panic("no") },
		"a case is skipped":    func(rt *rapid.T, _ *generate.TB) { rt.Skip() },
		"the test is skipped":  func(_ *rapid.T, tb *generate.TB) { tb.SkipNow() },
		"the cleanup panics":   func(rt *rapid.T, _ *generate.TB) { rt.Cleanup(func() { panic("no") }) },
		"it has another in it": func(*rapid.T, *generate.TB) { s.Check(generate.NewTB("inner"), func(*rapid.T) {}) },
		"an example is in it":  func(*rapid.T, *generate.TB) { generate.Example(1, func(*rapid.T) {}) },
	} {
		t.Run(name, func(t *testing.T) {
			tb := generate.NewTB(name)
			s.Check(tb, func(rt *rapid.T) { property(rt, tb) })
			after := 0
			s.Check(generate.NewTB("after"), func(*rapid.T) { after++ })
			if after < s.Checks {
				t.Errorf("the next property is tried %d times, want %d at least", after, s.Checks)
			}
		})
	}
}
