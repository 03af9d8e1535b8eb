package run

import (
	"github.com/fakesmith/fakesmith/conformance/internal/property"
)

// A PropertyName tells one law from another.
type PropertyName struct {
	// Kind is the kind of clause that the law judges. For a law about the
	// contract as a whole it is a kind that no clause has.
	Kind string
	// Name says in a few words what is tried.
	Name string
}

// Properties names the laws by which the suite judges, in the order in which they
// are tried.
func Properties() []PropertyName {
	var names []PropertyName
	for _, l := range append(property.All(), All...) {
		names = append(names, PropertyName{l.Kind, l.Name})
	}
	return names
}
