package script

import (
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Optional returns the members of a thing that a put may leave out.
func (t *T) Optional(thing value.Object) []string {
	var names []string
	for _, name := range t.Settable(t.Operations.Put) {
		_, there := thing[name]
		if there && !t.Subject.Shape.Member(name).Required && !demanded(t, t.Operations.Put.Effect.Bound(name)) {
			names = append(names, name)
		}
	}
	return names
}

// demanded reports whether the operation requires what stands at a path.
func demanded(t *T, path model.Path) bool {
	steps, _, err := t.API.Steps(t.Operations.Put.Input, path)
	return err == nil && len(steps) > 0 && steps[len(steps)-1].Member.Required
}
