package script

import (
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A T is a case of a property, as a testing.T is a run of a test. Its methods
// create and delete resources, look for them and state what is expected. A
// method ends the case by itself when the target does not do what it says, so
// that a property reads as if nothing could fail.
type T struct {
	*setup.Stage
	// Begun returns a case of the property that was begun before, or nil if there
	// is none. It may be nil itself.
	Begun func() *Pending
}

// New begins a case of a property.
func New(s *setup.Setup, rt *rapid.T, result *testcase.Result, p model.Placed, property string) *T {
	return &T{Stage: s.NewStage(rt, result, p, property)}
}

// with returns a view of the case.
func (t *T) with(stage *setup.Stage) *T { return &T{Stage: stage, Begun: t.Begun} }

// View returns a copy of the case that shares its record.
func (t *T) View() *T { return t.with(t.Stage.View()) }

// On returns a view of the case whose subject is another entity or fact.
func (t *T) On(name string) *T { return t.with(t.Stage.On(name)) }

// Of returns a view of the case whose subject is that of an operation.
func (t *T) Of(op *model.Operation) *T { return t.with(t.Stage.Of(op)) }

// Scoped returns a view of the case that makes calls in another scope.
func (t *T) Scoped(as endpoint.Scope) *T {
	view := t.Stage.View()
	view.As = as
	return t.with(view)
}

// Operation draws one of the operations for which a condition holds, and
// returns a view of the case whose subject is that of the operation.
func (t *T) Operation(suits func(*model.Operation) bool) *T {
	var all, missing []*model.Operation
	for i := range t.API.Operations {
		switch op := &t.API.Operations[i]; {
		case !suits(op) || !t.MayCall(op):
		case t.Missing[op.Name] != "":
			missing = append(missing, op)
		default:
			all = append(all, op)
		}
	}
	if len(all) == 0 && len(missing) > 0 {
		t.Result.Unsupported = t.NotImplemented(missing[0].Name)
		t.Rapid.SkipNow()
	}
	if len(all) == 0 && t.Fixtures != nil {
		t.Skip("with a fixtures file, no operation is called of the kind that the check needs")
	}
	if len(all) == 0 {
		t.Skip("the API has no operation of the kind that the check needs")
	}
	return t.Of(rapid.SampledFrom(all).Draw(t.Rapid, "operation"))
}

// Punctual skips the case on a target that is eventually consistent or may lose
// answers: calls that are made there at the same time need have no order, and
// waiting after each of many thousand calls would take days.
func (t *T) Punctual() {
	if t.Target.Tolerances.Any() {
		t.Skip("it takes a target without tolerances, which answers at once")
	}
}
