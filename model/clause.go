package model

import (
	"slices"
	"strings"
)

// A Clause is one rule of an API.
type Clause struct {
	// ID names the clause, e.g. "non-compliant-only". No two clauses of a
	// document have the same.
	ID string
	// Kind is the name of the clause's kind, e.g. "guard" or "expiry/past".
	// Before a slash stands the base, in whose file the kind is explained.
	Kind string
	// Description is the rule in English.
	Description string
	// Source names the public document and the section that the rule is from.
	Source     string
	Provenance Provenance
	// Choices are the answers that would be defensible where the
	// documentation is silent. They are empty where it is not, and where what
	// was observed is taken for a rule.
	Choices []string
	// Choice is the answer that the model gives. It is empty for a kind that
	// leaves no choice.
	Choice string
	// Rule is what the kind makes of the clause's own keys.
	Rule Rule
	Pos  Pos
}

// Open reports whether the clause leaves a choice: nothing that was published
// promises what the service does. A check records what it sees, and fails
// nobody.
func (c *Clause) Open() bool { return c.Provenance == Assumed || len(c.Choices) > 0 }

// Permits reports whether a service may make a choice: the one of the clause, or one of
// those that it leaves.
func (c *Clause) Permits(choice string) bool {
	return choice == c.Choice || slices.Contains(c.Choices, choice)
}

// A Rule holds what a clause of one kind says beyond its words. Each kind has
// a type of its own, e.g. [Expiry] or [Guard].
type Rule interface{ rule() }

// A Provenance says where a clause comes from.
type Provenance string

// The provenances.
const (
	// Documented: a public document of the API says so.
	Documented Provenance = "documented"
	// Observed: a public record shows the service, or a sibling operation of
	// it, answer so. The source names it with its date. Where that promises
	// nothing, and others may do otherwise, the clause has choices.
	Observed Provenance = "observed"
	// Assumed: the documentation is silent, and this is a choice.
	Assumed Provenance = "assumed"
)

// errorPrefix begins a choice that is an error.
const errorPrefix = "error:"

// ErrorChoice returns the choice of answering with an error of that code.
func ErrorChoice(code string) string { return errorPrefix + code }

// ErrorOf returns the code of an error that a choice names, or "" if the
// choice is something else: "error:ResourceInUseException" gives
// "ResourceInUseException".
func ErrorOf(choice string) string {
	code, ok := strings.CutPrefix(choice, errorPrefix)
	if !ok {
		return ""
	}
	return code
}

// MayAnswer returns the codes that the operation may answer with: those it
// declares, those of the protocol, those of a request that breaks a
// constraint, and those named by its clauses, since a clause without a
// document to lean on may name an error that is not declared.
func (a *API) MayAnswer(op *Operation) []string {
	var codes []string
	seen := map[string]bool{"": true}
	add := func(code string) {
		if !seen[code] {
			seen[code] = true
			codes = append(codes, code)
		}
	}
	for _, code := range op.Errors {
		add(code)
	}
	for _, e := range a.Errors {
		if e.Common {
			add(e.Code)
		}
	}
	for _, c := range a.Clauses {
		if v, ok := c.Rule.(Validation); ok {
			add(v.Error)
			for _, code := range v.Ranges {
				add(code)
			}
		}
	}
	for _, c := range op.Clauses {
		add(ErrorOf(c.Choice))
		for _, choice := range c.Choices {
			add(ErrorOf(choice))
		}
	}
	return codes
}

// AllClauses returns the clauses of the API and of all its operations, each
// with its operation, which is nil for those that hold for every one.
func (a *API) AllClauses() []Placed {
	var all []Placed
	for i := range a.Clauses {
		all = append(all, Placed{Clause: &a.Clauses[i]})
	}
	for i := range a.Operations {
		op := &a.Operations[i]
		for j := range op.Clauses {
			all = append(all, Placed{Operation: op, Clause: &op.Clauses[j]})
		}
	}
	return all
}

// Placed is a clause with the operation it belongs to.
type Placed struct {
	Operation *Operation
	Clause    *Clause
}
