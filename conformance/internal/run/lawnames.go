package run

import (
	"github.com/fakesmith/fakesmith/conformance/internal/property"
)

// A PropertyName tells one property from another.
type PropertyName struct {
	// Kind is the kind of clause that the property checks. For a property about the
	// contract as a whole it is a kind that no clause has.
	Kind string
	// Name says in a few words what is tried.
	Name string
}

// Properties names the properties by which the suite checks, in the order in which they
// are tried.
func Properties() []PropertyName {
	var names []PropertyName
	for _, l := range append(property.All(), All...) {
		names = append(names, PropertyName{l.Kind, l.Name})
	}
	return names
}
