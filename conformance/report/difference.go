package report

import (
	"encoding/json"
)

// A Difference is the shortest sequence that was found of steps which some
// targets answer in different ways. It is the last of them that they do.
type Difference struct {
	// Property says what was tried when it was found.
	Property string `json:"property"`
	// Clauses are those that it falls under, as far as that can be told.
	Clauses []DifferenceClause `json:"clauses"`
	// Clock is what the clocks showed at the beginning, where they can be set.
	Clock string         `json:"clock,omitempty"`
	Steps []ComparedStep `json:"steps"`
	// Once reports that the difference was not seen again when all of it was
	// done once more, so that it could not be shortened.
	Once bool `json:"once,omitempty"`
	// Reproduce is a command that finds it again.
	Reproduce string `json:"reproduce"`
}

// A DifferenceClause is a clause that a difference falls under.
type DifferenceClause struct {
	ID          string `json:"id"`
	Description string `json:"description"`
	Source      string `json:"source"`
	Provenance  string `json:"provenance"`
	// Why says how it is known.
	Why string `json:"why"`
}

// A ComparedStep is what was done to all targets, and what came of it.
type ComparedStep struct {
	// Call is an operation, or "clock", "fact" for what was set up besides.
	Call string `json:"call"`
	As   string `json:"as,omitempty"`
	// At is the time since the beginning, by the clocks of the targets.
	At      string          `json:"at,omitempty"`
	Request json.RawMessage `json:"request,omitempty"`
	// Expected is what the contract says, where it says something.
	Expected string `json:"expected,omitempty"`
	// Answers are those of the targets. A step that is no call has none.
	Answers []ComparedAnswer `json:"answers,omitempty"`
}

// A ComparedAnswer is what one target answered.
type ComparedAnswer struct {
	Status int `json:"status,omitempty"`
	// Got is the answer in a few words, Body what came.
	Got  string          `json:"got"`
	Body json.RawMessage `json:"body,omitempty"`
	// Against says what of the contract the answer is against, and is empty if
	// there is nothing to be said.
	Against string `json:"against,omitempty"`
}
