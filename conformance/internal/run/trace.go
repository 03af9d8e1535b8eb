package run

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/shrink"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
)

// withoutRest returns a failed trace without the steps that don't matter, as far
// as it fails in the same way without them. A trace is so long that rapid, which
// makes all calls once more for each step that it drops, may not come far.
//
// First go the steps that can't matter by the oracle, all at once. Of the rest, ever
// smaller parts are left out, as long as there is time, and calls may be made.
func (s *Suite) withoutRest(p model.Placed, prop script.Property, whole *testcase.Failure, patience time.Duration) *testcase.Failure {
	before := s.Calls
	defer func() { s.shortening = max(s.shortening-(s.Calls-before), 0) }()
	only := func(steps []testcase.Step) {
		if again := s.repeat(p, prop, whole, steps, 0); again != nil {
			again.Undisputed = whole.Undisputed
			whole = again
		}
	}
	if short := shrink.Shorten(s.Session, whole); short != nil && len(short) < len(whole.Steps) {
		only(short)
	}
	began := time.Now()
	left := func() bool {
		return time.Since(began) < patience && s.Calls-before < s.shortening/4 && s.Ctx.Err() == nil
	}
	for size := len(whole.Steps) / 2; size > 0; size /= 2 {
		for end := len(whole.Steps) - 1; end > 0 && left(); end -= size {
			only(slices.Delete(slices.Clone(whole.Steps), max(end-size, 0), end))
		}
	}
	return whole
}
