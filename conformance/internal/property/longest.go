package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// lengthen makes a member of things as long as it may be, within reason: where
// they are put, where they are deleted, and where they are shown.
func lengthen(t *script.T, things []value.Object, name string) {
	most := 1 << 12
	shapes := []*model.Shape{t.API.Shape(t.Subject.Shape.Member(name).Shape)}
	for _, op := range []*model.Operation{t.Op, t.Operations.Put} {
		if _, shape, err := t.API.Steps(op.Input, op.Effect.Bound(name)); err == nil {
			shapes = append(shapes, shape)
		}
	}
	for _, shape := range shapes {
		if shape.Max != nil {
			most = min(most, int(shape.Max.Int))
		}
	}
	for _, thing := range things {
		text, _ := thing[name].(string)
		text += strings.Repeat("x", max(0, most-len([]rune(text))))
		if !slices.ContainsFunc(shapes, func(s *model.Shape) bool { return !t.Fits(text, s) }) {
			thing[name] = text
		}
	}
}
