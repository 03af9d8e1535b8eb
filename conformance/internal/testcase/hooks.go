package testcase

import (
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
)

// A Comparison of several targets, which answer as one.
type Comparison interface {
	// begin begins a case, and end ends it.
	Begin()
	End()
	// differs reports whether the answers to the last call differ.
	Differs() bool
}

// An Exchanger makes the calls of one case, and waits until their answers
// count.
type Exchanger interface {
	// exchange makes a request as a case does it.
	Exchange(t *Case, r wire.Request) (*wire.Answer, error)
	// decided notes facts that were decided by the power that the target has
	// for it.
	FactsSet(t *Case, as endpoint.Scope, fact string, values []endpoint.FactValue)
	// removed notes that something was deleted when the case was over.
	CleanedUp(t *Case, operation string)
}
