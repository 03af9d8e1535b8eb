package effect

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// KeyShape returns the shape of a member of a resource's key: where a clause says what
// labels are like, or what form such a text has to have, one that has that form.
func (c *Contract) KeyShape(resource model.Resource, name string) *model.Shape {
	shape := c.API.Shape(resource.Shape.Member(name).Shape)
	if op, _ := c.API.LabelsOf(resource.Name); op != nil && op.LabelForm() != nil && name == resource.Key[len(resource.Key)-1] {
		return c.formed(shape, resource.Name, op.LabelForm().Pattern)
	}
	for _, op := range c.API.AllOperations(model.Puts) {
		// What belongs to a resource has its key in its own.
		of := c.ResourceOf(op).Key
		if pattern := op.FormOf(op.Effect.Bound(name)); pattern != "" && slices.Contains(of, name) && slices.Equal(of, resource.Key[:min(len(of), len(resource.Key))]) {
			return c.formed(shape, resource.Name, pattern)
		}
	}
	return shape
}

// InputShape returns the shape of what stands at a path of an input, with the form that a
// clause of the operation wants it to have.
func (c *Contract) InputShape(op *model.Operation, path model.Path, shape *model.Shape) *model.Shape {
	if pattern := op.FormOf(path); pattern != "" {
		return c.formed(shape, op.Name, pattern)
	}
	return shape
}

// formed returns a shape of texts with a pattern, which it has to have a name for of its
// own. One that has a pattern already keeps that.
func (c *Contract) formed(shape *model.Shape, of, pattern string) *model.Shape {
	if shape.Pattern != "" {
		return shape
	}
	form := *shape
	form.Name, form.Pattern = shape.Name+" of "+of, pattern
	return &form
}

// WellFormed reports whether a label is as a clause says that it has to be.
func (c *Contract) WellFormed(f model.LabelForm, label string) bool {
	return !f.Begins(label) && c.Pattern(f.Pattern).MatchString(label)
}
