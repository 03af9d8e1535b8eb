package script

// A Property is a property that a target has if a clause of some kind holds there.
type Property struct {
	// kind is the kind of clause that the property checks.
	Kind string
	// name says in a few words what is tried.
	Name string
	// once is set for a property that draws nothing.
	Once bool
	// cases is how many cases are enough, 25 if zero.
	Cases int

	// check is the property. For a clause that leaves a choice there is see
	// instead: an experiment that returns the choice that it saw.
	Check   func(*T)
	Observe func(*T) string
	// sow begins with a case of a property about time whose check has to wait for
	// it, where the clock can't be set. It is nil for all others.
	Begin func(*T) *Pending
}
