package run

import (
	"cmp"
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/generate"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/shrink"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// tryEventually tries a property of a clause on a target that is eventually
// consistent, and shrinks no case on the target. If a read that came too early
// may explain a result, the same case is tried again, and every read waits as
// long as is tolerated.
func (s *Suite) tryEventually(p model.Placed, prop script.Property) *testcase.Result {
	o := &testcase.Result{Limit: testcase.CasesOf(&s.Options, prop.Once, prop.Cases)}
	if prop.Begin != nil && script.Waits(s.Session) {
		o.Limit = min(o.Limit, script.MostPending)
	}
	var unconfirmed *testcase.Failure
	missed := 0
	for n := 0; n < 4*o.Limit+8 && !done(o) && s.Ctx.Err() == nil && s.Broken == nil; n++ {
		o.Thorough = false
		s.tryOnce(p, prop, o, n)
		if o.Inconclusive {
			o.Thorough = true
			s.tryOnce(p, prop, o, n)
		}
		if o.Failure == nil || s.Ctx.Err() != nil {
			continue
		}
		s.confirm(p, prop, o, n)
		if o.Failure.Confirmed == "yes" {
			return o
		}
		// Another case may fail as well.
		unconfirmed = o.Failure
		if missed++; missed == 2 {
			break
		}
	}
	if o.Failure == nil {
		o.Failure = unconfirmed
	}
	return o
}

// done reports whether no more cases are wanted.
func done(o *testcase.Result) bool {
	return o.Unsupported != "" || o.Cases >= o.Limit || o.Cases == 0 && len(o.Reasons)-o.Abandoned >= 5
}

// tryOnce tries a property on the nth case.
func (s *Suite) tryOnce(p model.Placed, prop script.Property, o *testcase.Result, n int) {
	want := s.RequiredChoice(p.Clause)
	o.Inconclusive, o.Failure = false, nil
	s.generate(p, n, func(rt *rapid.T) {
		t := script.New(s.Setup, rt, o, p, prop.Name)
		t.Vacate()
		rt.Cleanup(t.CleanUp)
		s.attempt(t, prop, want)
		o.Cases++
	})
}

// generate calls a function with the nth source of random choices of a clause,
// which makes the same choices for the same seed. The function may end early in
// any way that rapid knows.
func (s *Suite) generate(p model.Placed, n int, property func(*rapid.T)) {
	if why := generate.Example(int(s.Options.Seed>>1)^n*0x9E3779B9, property); why != nil {
		s.Broken = cmp.Or(s.Broken, fmt.Errorf("clause %s: internal error of the suite: %v", p.Clause.ID, why))
	}
}

// confirm repeats a case that failed, and records whether it failed again. The
// case is repeated as short as it can be made if the oracle can tell that its
// last answer is wrong, and else as a whole.
//
// Unless calls are costly, a shortened case that did not fail is repeated as a
// whole too.
func (s *Suite) confirm(p model.Placed, prop script.Property, o *testcase.Result, n int) {
	first, cases := o.Failure, o.Cases
	defer func() { o.Cases = cases }()
	o.Thorough = true
	if short := shrink.Shorten(s.Session, first); short != nil {
		if again := s.repeat(p, prop, first, short, n); again != nil {
			again.Confirmed, again.Undisputed = "yes", first.Undisputed
			o.Failure = again
			return
		}
		if s.Options.Costly {
			first.Confirmed = "no"
			o.Failure = first
			return
		}
	}
	s.tryOnce(p, prop, o, n)
	if o.Failure == nil || !shrink.SameFailure(first, o.Failure) {
		o.Failure = first
		o.Failure.Confirmed = "no"
		return
	}
	o.Failure.Confirmed = "yes"
}

// repeat repeats some steps, with new names and at times that are as far ahead
// as before. It returns the failure if the last answer was wrong in the same
// way again. Where a fault interrupts the steps, they are repeated once more.
func (s *Suite) repeat(p model.Placed, prop script.Property, first *testcase.Failure, steps []testcase.Step, n int) *testcase.Failure {
	for range 3 {
		var again *testcase.Failure
		o := &testcase.Result{Limit: 1, Thorough: true}
		s.generate(p, n, func(rt *rapid.T) {
			t := script.New(s.Setup, rt, o, p, prop.Name)
			rt.Cleanup(t.CleanUp)
			again = shrink.Retrace(t, first, steps)
		})
		if again != nil || s.Ctx.Err() != nil || len(o.Reasons) == 0 {
			return again
		}
	}
	return nil
}
