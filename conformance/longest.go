package conformance

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// lengthen makes a member of things as long as it may be, within reason: where
// they are put, where they are deleted, and where they are shown.
func (t *trial) lengthen(things []object, name string) {
	most := 1 << 12
	shapes := []*model.Shape{t.api.Shape(t.about.Shape.Member(name).Shape)}
	for _, op := range []*model.Operation{t.op, t.ops.put} {
		if _, shape, err := t.api.Steps(op.Input, op.Effect.Bound(name)); err == nil {
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
		if !slices.ContainsFunc(shapes, func(s *model.Shape) bool { return !t.fits(text, s) }) {
			thing[name] = text
		}
	}
}
