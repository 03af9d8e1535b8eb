package effect

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// KeyShape returns the shape of a member of a resource's key: where a clause says what
// labels are like, one that has their form.
func (c *Contract) KeyShape(resource model.Resource, name string) *model.Shape {
	shape := c.API.Shape(resource.Shape.Member(name).Shape)
	op, _ := c.API.LabelsOf(resource.Name)
	if op == nil || op.LabelForm() == nil || name != resource.Key[len(resource.Key)-1] {
		return shape
	}
	form := *shape
	form.Name, form.Pattern = shape.Name+" of "+resource.Name, op.LabelForm().Pattern
	return &form
}

// WellFormed reports whether a label is as a clause says that it has to be.
func (c *Contract) WellFormed(f model.LabelForm, label string) bool {
	reserved := slices.ContainsFunc(f.Reserved, func(prefix string) bool {
		return strings.HasPrefix(strings.ToLower(label), strings.ToLower(prefix))
	})
	return !reserved && c.Pattern(f.Pattern).MatchString(label)
}
