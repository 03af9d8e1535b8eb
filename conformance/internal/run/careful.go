package run

import (
	"cmp"
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/generate"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// tryCarefully tries a property for a clause on generated cases, and shrinks none of
// them on the target. Where a case comes to something that an answer may be to
// blame for which was given too early, the same case is tried again with all
// the patience that is tolerated.
func (s *Suite) tryCarefully(p model.Placed, l script.Property) *testcase.Result {
	o := &testcase.Result{Limit: testcase.CasesOf(&s.Options, l.Once, l.Cases)}
	if l.Begin != nil && script.Waits(s.Session) {
		o.Limit = min(o.Limit, script.Sowings)
	}
	var unconfirmed *testcase.Failure
	missed := 0
	for n := 0; n < 4*o.Limit+8 && !done(o) && s.Ctx.Err() == nil && s.Broken == nil; n++ {
		o.Thorough = false
		s.tryOnce(p, l, o, n)
		if o.Inconclusive {
			o.Thorough = true
			s.tryOnce(p, l, o, n)
		}
		if o.Failure == nil || s.Ctx.Err() != nil {
			continue
		}
		s.confirm(p, l, o, n)
		if o.Failure.Confirmed == "yes" {
			return o
		}
		// It may be seen in another case.
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
func (s *Suite) tryOnce(p model.Placed, l script.Property, o *testcase.Result, n int) {
	want := s.RequiredChoice(p.Clause)
	o.Inconclusive, o.Failure = false, nil
	s.generate(p, n, func(rt *rapid.T) {
		t := script.New(s.Setup, rt, o, p, l.Name)
		rt.Cleanup(t.CleanUp)
		s.attempt(t, l, want)
		o.Cases++
	})
}

// generate calls a function with the nth source of random choices of a clause,
// which are the same for the same seed. The function may end early in any way
// that rapid knows of.
func (s *Suite) generate(p model.Placed, n int, property func(*rapid.T)) {
	if why := generate.Example(int(s.Options.Seed>>1)^n*0x9E3779B9, property); why != nil {
		s.Broken = cmp.Or(s.Broken, fmt.Errorf("clause %s: the suite broke down: %v", p.Clause.ID, why))
	}
}
