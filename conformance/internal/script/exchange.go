package script

// Punctual skips the case on a target whose reads may lag, or whose answers may
// be lost: what clients see there at the same time need have no order, and to
// wait after each of many thousand calls would take days.
func (t *T) Punctual() {
	if t.Target.Tolerances.Any() {
		t.Skip("it takes a target that answers at once, and for which nothing is tolerated")
	}
}
