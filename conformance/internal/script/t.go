package script

import (
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A T is a case in the language in which properties are written: it creates and
// deletes things, looks for them, and states what is expected. Each method ends
// the case by itself when the target does not do what the method says, so that
// a property reads as if nothing could fail.
type T struct {
	*setup.Stage
	// Pending returns a case of the property that was begun before, nil if
	// there is none. It may be nil itself.
	Pending func() *Pending
}

// New begins a case of a property.
func New(s *setup.Setup, rt *rapid.T, result *testcase.Result, p model.Placed, property string) *T {
	return &T{Stage: s.NewStage(rt, result, p, property)}
}

// View returns the same case, to be looked at in another way.
func (t *T) View() *T { return &T{Stage: t.Stage.View(), Pending: t.Pending} }

// On returns a view of the case that is about another entity or fact.
func (t *T) On(name string) *T { return &T{Stage: t.Stage.On(name), Pending: t.Pending} }

// Of returns a view of the case that is about what an operation is about.
func (t *T) Of(op *model.Operation) *T { return &T{Stage: t.Stage.Of(op), Pending: t.Pending} }

// Scoped returns a view of the case that speaks as somebody else.
func (t *T) Scoped(as endpoint.Scope) *T {
	view := t.Stage.View()
	view.As = as
	return &T{Stage: view, Pending: t.Pending}
}
