package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var outputProperties = []script.Property{
	{Kind: "output", Name: "put: the output has what a read returns then", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Output)
		key := t.Keys(1)[0]
		at, compared := 0, false
		for range rapid.IntRange(1, 3).Draw(t.Rapid, "puts") {
			resource := t.Describe(key)[0]
			in := t.Input(t.Op, resource)
			at = askTier(t, in, rule, at)
			t.SetUp(t.Op, in, []value.Object{resource})
			out := t.ExpectAccepted(t.Call(t.Op, in))
			t.NoteCreated(resource)
			for _, b := range rule.As {
				compared = expectReturned(t, b, resource, out) || compared
			}
		}
		if !compared {
			t.Skip("no operation returns a %s, and nothing of what was put is in the output", t.Subject.Name)
		}
	}},
}

// askTier asks for a tier where a put returns the one that the resource has, which may be
// another: the one of before, or the one that the service has chosen. It is none that is
// lower than those of before. askTier returns the place of the tier among all.
func askTier(t *script.T, in value.Object, rule model.Output, at int) int {
	tier := t.Op.Tier()
	if tier == nil || !slices.ContainsFunc(rule.As, func(b model.Binding) bool { return b.Member == tier.Member }) {
		return at
	}
	asked := []string{""}
	if tier.Chosen != "" {
		asked = append(asked, tier.Chosen)
	}
	for _, limit := range tier.Tiers[at:] {
		asked = append(asked, limit.Value)
	}
	word := rapid.SampledFrom(asked).Draw(t.Rapid, "tier to ask for")
	if word == "" {
		value.Set(in, t.Op.Effect.Bound(tier.Member), nil)
		return at
	}
	value.Set(in, t.Op.Effect.Bound(tier.Member), word)
	if word == tier.Chosen {
		return len(tier.Tiers) - 1 // whichever it is, the highest is not lower
	}
	return max(at, slices.IndexFunc(tier.Tiers, func(l model.TierLimit) bool { return l.Value == word }))
}

// expectReturned expects the output of a put to have a member of the resource as a read
// returns it, or where none does, as it was put. It reports whether either is known.
func expectReturned(t *script.T, b model.Binding, resource, out value.Object) (known bool) {
	shape := t.API.Shape(t.Subject.Shape.Member(b.Member).Shape)
	want, got := resource[b.Member], t.Named(value.One(out, b.Path))
	known = want != nil
	for _, read := range t.ReadsOf(t.Subject.Name) {
		if !effect.Returns(read, b.Member) || t.Missing[read.Name] != "" {
			continue
		}
		view := t.View()
		view.Operations.List = read
		found := view.FindOne(resource)
		want, known = found[b.Member], true
		break
	}
	// Without a read nobody knows what the service has made of a member that was left
	// out.
	if known && !value.Same(t.API, shape, want, got) {
		t.Fail(string(b.Path)+" "+value.Show(want), "%s", value.Show(out))
	}
	return known
}
