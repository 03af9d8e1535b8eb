package setup

import (
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A Stage is a case whose preconditions can be set up: entities that have to
// exist, and facts that have to be known.
type Stage struct {
	*testcase.Case
	// Setup is what was found out of how that is done on the target.
	Setup *Setup
}

// NewStage begins a case of a property.
func (s *Setup) NewStage(rt *rapid.T, result *testcase.Result, p model.Placed, property string) *Stage {
	return &Stage{Case: s.NewCase(rt, result, p, property), Setup: s}
}

// View returns the same case, to be looked at in another way.
func (t *Stage) View() *Stage { return &Stage{Case: t.Case.View(), Setup: t.Setup} }

// On returns a view of the case that is about another entity or fact.
func (t *Stage) On(name string) *Stage { return &Stage{Case: t.Case.On(name), Setup: t.Setup} }

// Of returns a view of the case that is about what an operation is about.
func (t *Stage) Of(op *model.Operation) *Stage { return &Stage{Case: t.Case.Of(op), Setup: t.Setup} }
