package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// observeEither gives one of several groups of members, of which one has to be given
// whole, and then none.
func observeEither(t *script.T) string {
	rule := t.Clause.Rule.(model.FilterEither)
	in := selecting(t)
	bare := value.Clone(in)
	for _, path := range rule.Of[0] {
		value.Set(bare, path, nil)
	}
	if t.Exact() {
		// Elsewhere what another group names may have to exist.
		group := rapid.SampledFrom(rule.Of[1:]).Draw(t.Rapid, "another group")
		other := value.Clone(bare)
		for _, path := range group {
			value.Set(other, path, drawnAt(t, path))
		}
		t.ExpectAccepted(t.Call(t.Op, other))
	}
	left := value.Clone(in)
	for _, path := range script.Some(t, rule.Of[0], 1, len(rule.Of[0])) {
		value.Set(left, path, nil)
	}
	if r := t.Call(t.Op, left); !r.Ok() {
		return limitChoice(t, r)
	}
	return "accepted"
}

// selecting returns a request for a resource that was put. It skips the case unless the
// resource is returned, and is not by a request for what nobody has put: what selects
// nothing has no need of members that select.
func selecting(t *script.T) value.Object {
	resources := t.Describe(t.Keys(1)...)
	fill(t, resources)
	by := t.ListedBy(t.Op)
	in := listing(t, resources[0])
	aside(t, func() bool {
		expectRows(t, resources, among(t, listed(t, in), resources))
		for _, name := range by {
			if len(t.KeyValues(t.KeyShape(t.Subject, name), 2)) > 1 {
				another := t.Input(t.Op, value.With(value.Pick(resources[0], by), value.Object{name: t.KeyName(t.Subject.Name, name)}))
				expectRows(t, nil, among(t, listed(t, another), resources))
			}
		}
		return true
	})
	return in
}

// drawnAt draws a value for a member of the case's input.
func drawnAt(t *script.T, path model.Path) any {
	_, shape, err := t.API.Steps(t.Op.Input, path)
	if err != nil {
		t.Skip("%v", err)
	}
	return t.Draw(shape, string(path))
}
