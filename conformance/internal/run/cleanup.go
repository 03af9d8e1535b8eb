package run

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/model"
)

// cleanupOf returns the calls that remove what some steps have put, the last first.
// Two steps that put the same, for the same account, are cleaned up after each on its
// own: the first may fail where the fault is not.
func cleanupOf(s *testcase.Session, steps []report.Step) []reproduce.Cleanup {
	var all []reproduce.Cleanup
	for i := range slices.Backward(steps) {
		op := s.API.Operation(steps[i].Call)
		if op == nil || !op.Modelled() || op.Effect.Verb != model.Puts {
			continue
		}
		del := s.OperationsOn(op.Effect.Of).Delete
		keys := s.KeysOf(op, steps[i].Request)
		if del == nil || len(keys) == 0 {
			continue
		}
		all = append(all, reproduce.Cleanup{After: i, Operation: del.Name, Body: value.Encode(s.Input(del, keys...))})
	}
	return all
}
