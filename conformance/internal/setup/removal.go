package setup

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
)

// Without returns the things but for those with the keys of some.
func (t *Stage) Without(things, some []value.Object) []value.Object {
	return slices.DeleteFunc(slices.Clone(things), func(thing value.Object) bool {
		return slices.ContainsFunc(some, func(one value.Object) bool {
			return value.KeyOf(one, t.Subject.Key) == value.KeyOf(thing, t.Subject.Key)
		})
	})
}
