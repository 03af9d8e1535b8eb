package conformance

// A comparison of several targets, which answer as one.
type comparison interface {
	// begin begins a case, and end ends it.
	begin()
	end()
	// differs reports whether the answers to the last call differ.
	differs() bool
}

// An exchanger makes the calls of one case, and waits until their answers
// count.
type exchanger interface {
	// exchange makes a request as a case does it.
	exchange(t *trial, r request) (*answer, error)
	// decided notes facts that were decided by the power that the target has
	// for it.
	decided(t *trial, as Scope, fact string, values []FactValue)
	// removed notes that something was deleted when the case was over.
	removed(t *trial, operation string)
}
