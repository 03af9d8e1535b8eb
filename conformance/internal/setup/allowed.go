package setup

import (
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// AllowedValues returns the values that a member is limited to.
func (t *Stage) AllowedValues(rule model.Allowed) []string {
	if rule.Account {
		return []string{t.As.Account}
	}
	return rule.Values
}

// DrawAllowed draws a value for a member of the thing that the operation which
// puts it lets through.
func (t *Stage) DrawAllowed(member string) any {
	shape := t.API.Shape(t.Subject.Shape.Member(member).Shape)
	if values := limitTo(t, model.Path(member)); values != nil {
		return rapid.SampledFrom(values).Draw(t.Rapid, member)
	}
	return t.Draw(shape, member)
}

// SamplesAt returns a few values that may stand at a path of a thing.
func (t *Stage) SamplesAt(path model.Path, shape *model.Shape) []any {
	if values := limitTo(t, path); values != nil {
		return values
	}
	return t.Samples(shape)
}

// limitTo returns the values to which the operation that puts a thing limits
// what stands at a path of it, or nil.
func limitTo(t *Stage, path model.Path) []any {
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
