package script

// A Property is what holds of a target if it keeps to the clauses of a kind.
type Property struct {
	// Kind is the kind of clause that the property checks.
	Kind string
	// Name says in a few words what is tried.
	Name string
	// Once is set for a property that draws nothing.
	Once bool
	// Cases is how many cases are enough, 25 if zero.
	Cases int

	// Check tries the property on a case. For a clause that leaves a choice it is
	// nil, and Observe returns the choice that the case has shown.
	Check   func(*T)
	Observe func(*T) string
	// Begin begins a case of a property about time that has to wait where the
	// clock can't be set. It is nil for all others.
	Begin func(*T) *Pending
}
