package run

import (
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/shrink"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// confirm shows a case that failed to the target once more, and notes whether
// it failed again: as short as it can be made where the oracle can tell that
// its last answer is wrong, and else as the property has it.
//
// Where calls cost nothing to speak of, a shortened case that did not fail is
// given another chance as a whole.
func (s *Suite) confirm(p model.Placed, l script.Property, o *testcase.Result, n int) {
	first, cases := o.Failure, o.Cases
	defer func() { o.Cases = cases }()
	o.Thorough = true
	if short := shrink.Shorten(s.Session, first); short != nil {
		if again := s.showAgain(p, l, first, short, n); again != nil {
			again.Confirmed = "yes"
			o.Failure = again
			return
		}
		if s.Options.Costly {
			first.Confirmed = "no"
			o.Failure = first
			return
		}
	}
	s.tryOnce(p, l, o, n)
	if o.Failure == nil {
		o.Failure = first
		o.Failure.Confirmed = "no"
		return
	}
	o.Failure.Confirmed = "yes"
}

// showAgain goes through some steps once more, with names that nothing had
// before and at times that are as far ahead as they were. It returns what came
// of it if the last answer was wrong again, in the same way. Where a fault got
// in the way, it says nothing, and is tried once more.
func (s *Suite) showAgain(p model.Placed, l script.Property, first *testcase.Failure, steps []testcase.Step, n int) *testcase.Failure {
	for range 3 {
		var again *testcase.Failure
		o := &testcase.Result{Limit: 1, Thorough: true}
		s.generate(p, n, func(rt *rapid.T) {
			t := script.New(s.Setup, rt, o, p, l.Name)
			rt.Cleanup(t.CleanUp)
			again = shrink.Retrace(t, first, steps)
		})
		if again != nil || s.Ctx.Err() != nil || len(o.Reasons) == 0 {
			return again
		}
	}
	return nil
}
