package setup

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Draw draws a valid value of a shape.
func (t *Stage) Draw(shape *model.Shape, label string) any {
	switch shape.Kind {
	case model.Structure:
		o := value.Object{}
		if shape.Union {
			options := t.UnionMembers(shape)
			if len(label) >= 80 || len(options) == 0 {
				return t.Least(shape)
			}
			m := rapid.SampledFrom(options).Draw(t.Rapid, "option of "+label)
			o[m.Name] = t.Draw(t.API.Shape(m.Shape), label+"."+m.Name)
			return o
		}
		for _, m := range shape.Members {
			if m.Required || len(label) < 80 && rapid.Bool().Draw(t.Rapid, "has "+m.Name) {
				o[m.Name] = t.Draw(t.API.Shape(m.Shape), label+"."+m.Name)
			}
		}
		return o
	case model.List:
		low, high := t.Lengths(shape, 0, 3)
		n := rapid.IntRange(low, high).Draw(t.Rapid, "length of "+label)
		list := make([]any, 0, n)
		for len(list) < n {
			list = append(list, t.Draw(t.API.Shape(shape.Elem), label))
		}
		if !t.Fits(list, shape) {
			return t.Least(shape)
		}
		return list
	case model.Map:
		low, high := t.Lengths(shape, 0, 2)
		o := value.Object{}
		for i := range rapid.IntRange(low, high).Draw(t.Rapid, "size of "+label) {
			o[t.MapKey(shape, i)] = t.Draw(t.API.Shape(shape.Elem), label)
		}
		return o
	case model.Boolean:
		return rapid.Bool().Draw(t.Rapid, label)
	case model.Timestamp:
		// Far ahead, so that a time of expiry is not met by chance.
		years := rapid.IntRange(0, 60).Draw(t.Rapid, label)
		return shapes.Time(shape, time.Date(min(t.FarYear()+years, 9999), 2, 28, 23, 59, 59, 0, time.UTC))
	}
	return rapid.SampledFrom(t.Samples(shape)).Draw(t.Rapid, label)
}

// DrawAllowed draws a value for a member of the subject that the operation
// which puts it accepts.
func (t *Stage) DrawAllowed(member string) any {
	shape := t.API.Shape(t.Subject.Shape.Member(member).Shape)
	if values := allowedAt(t, model.Path(member)); values != nil {
		return rapid.SampledFrom(values).Draw(t.Rapid, member)
	}
	return t.Draw(shape, member)
}

// SamplesAt returns a few values that may stand at a path of the subject.
func (t *Stage) SamplesAt(path model.Path, shape *model.Shape) []any {
	if values := allowedAt(t, path); values != nil {
		return values
	}
	return t.Samples(shape)
}

// allowedAt returns the values to which the operation that puts the subject
// limits what stands at a path of it, or nil.
func allowedAt(t *Stage, path model.Path) []any {
	if t.Operations.Put == nil {
		return nil
	}
	for _, c := range t.Operations.Put.Clauses {
		rule, ok := c.Rule.(model.Allowed)
		if !ok || rule.Path != t.Operations.Put.Effect.Bound(string(path)) {
			continue
		}
		var values []any
		for _, v := range t.AllowedValues(rule) {
			values = append(values, v)
		}
		return values
	}
	return nil
}

// AllowedValues returns the values that a member is limited to.
func (t *Stage) AllowedValues(rule model.Allowed) []string {
	if rule.Account {
		return []string{t.As.Account}
	}
	return rule.Values
}
