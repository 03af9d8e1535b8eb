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
	in := t.ValidRequest()
	t.ExpectAccepted(t.Call(t.Op, in))
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

// drawnAt draws a value for a member of the case's input.
func drawnAt(t *script.T, path model.Path) any {
	_, shape, err := t.API.Steps(t.Op.Input, path)
	if err != nil {
		t.Skip("%v", err)
	}
	return t.Draw(shape, string(path))
}
