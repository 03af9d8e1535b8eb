package setup

import (
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Setup is what was found of how preconditions are set up on a target.
type Setup struct {
	*testcase.Session
	// strategies are how facts are set, by fact.
	strategies map[string]*strategy
	// unmodelledNames are the operations found to want a name of an entity that
	// no caller has.
	unmodelledNames map[string]bool
	// probed are the operations that were called with an empty input, to see
	// whether the target implements them.
	probed map[string]bool
	// rejectedExamples are the errors with which the target rejected the model's
	// examples, by entity, while strategies were tried.
	rejectedExamples map[string]string
	// lacking is what examples need and the target does not have.
	lacking map[string]bool
	// replaced says which examples were replaced, and why.
	replaced []string
	// there are the entities that were looked for with a fixtures file.
	there map[string]bool
	// endless reports that a process was seen not to end by itself.
	endless bool
	// OneAccount says why there is no other account than that of the requests, or
	// is "".
	OneAccount string
}

// New returns what is known of a target before anything was tried.
func New(session *testcase.Session) *Setup {
	s := &Setup{Session: session, strategies: map[string]*strategy{}, unmodelledNames: map[string]bool{}, probed: map[string]bool{}, rejectedExamples: map[string]string{}, lacking: map[string]bool{}, there: map[string]bool{}}
	session.Withhold = func(c *testcase.Case, op *model.Operation, body []byte) string {
		return withheld(&Stage{Case: c, Setup: s}, op, body)
	}
	return s
}

// A Stage is a case whose preconditions can be set up: entities that have to
// exist, and facts that have to have a value.
type Stage struct {
	*testcase.Case
	Setup *Setup
}

// NewStage begins a case of a property.
func (s *Setup) NewStage(rt *rapid.T, result *testcase.Result, p model.Placed, property string) *Stage {
	return &Stage{Case: s.NewCase(rt, result, p, property), Setup: s}
}

// View returns the same case, to be looked at in another way.
func (t *Stage) View() *Stage { return &Stage{Case: t.Case.View(), Setup: t.Setup} }

// On returns a view of the case whose subject is another entity or fact.
func (t *Stage) On(name string) *Stage { return &Stage{Case: t.Case.On(name), Setup: t.Setup} }

// Of returns a view of the case whose subject is that of an operation.
func (t *Stage) Of(op *model.Operation) *Stage { return &Stage{Case: t.Case.Of(op), Setup: t.Setup} }
