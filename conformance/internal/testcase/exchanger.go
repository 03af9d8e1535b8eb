package testcase

import (
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
)

// An Exchanger makes the calls of one case, and waits until their answers
// count.
type Exchanger interface {
	// Exchange makes a request of a case.
	Exchange(t *Case, r wire.Request) (*wire.Answer, error)
	// FactsSet notes facts that were set by the target's power to do so.
	FactsSet(t *Case, as endpoint.Scope, fact string, values []endpoint.FactValue)
	// CleanedUp notes that something was deleted when the case was over.
	CleanedUp(t *Case, operation string)
}

// A Comparison compares several targets, which answer as one.
type Comparison interface {
	// Begin begins a case, and End ends it.
	Begin()
	End()
	// Differs reports whether the answers to the last call differ.
	Differs() bool
}
