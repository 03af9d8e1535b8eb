package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var tierProperties = []script.Property{
	{Kind: "tier", Name: "put as much as a tier has room for, and more, from the lowest tier to the highest", Cases: 8, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Tier)
		needReadable(t, rule.Tiers[len(rule.Tiers)-1].Most+1)
		seen := tieredSize(t, rule)
		if rule.Chosen == "" {
			return seen
		}
		// Left to the service, it is the lowest that has room, and stays.
		key := t.Keys(1)[0]
		last := len(rule.Tiers) - 1
		at := rapid.IntRange(0, last).Draw(t.Rapid, "tier")
		for _, to := range []int{at, last, 0} {
			at = max(at, to)
			t.ExpectAccepted(putTiered(t, rule, key, rule.Chosen, rule.Tiers[to].Most))
			expectTier(t, rule, key, rule.Tiers[at].Value)
		}
		return seen
	}},
	{Kind: "tier/lowered", Name: "raise the tier, and ask for a lower one", Cases: 8, Observe: func(t *script.T) string {
		rule := *t.Op.Tier()
		if len(rule.Tiers) < 2 {
			t.Skip("there is one tier only")
		}
		key := t.Keys(1)[0]
		low := rapid.IntRange(0, len(rule.Tiers)-2).Draw(t.Rapid, "lower")
		high := rapid.IntRange(low+1, len(rule.Tiers)-1).Draw(t.Rapid, "higher")
		for _, at := range []int{low, high, high} {
			t.ExpectAccepted(putTiered(t, rule, key, rule.Tiers[at].Value, 1))
			expectTier(t, rule, key, rule.Tiers[at].Value)
		}
		// Who asks for none leaves it as it is.
		t.ExpectAccepted(putTiered(t, rule, key, "", 1))
		expectTier(t, rule, key, rule.Tiers[high].Value)
		r := putTiered(t, rule, key, rule.Tiers[low].Value, 1)
		expectTier(t, rule, key, rule.Tiers[high].Value)
		if r.Ok() {
			return "kept"
		}
		return testcase.ErrorChoice(r)
	}},
}

// tieredSize returns what becomes of a member that is too large for a tier, and expects
// one to be accepted for which there is room.
func tieredSize(t *script.T, rule model.Tier) string {
	seen := ""
	key := t.Keys(1)[0]
	for _, tier := range rule.Tiers {
		t.ExpectAccepted(putTiered(t, rule, key, tier.Value, tier.Most))
		expectTier(t, rule, key, tier.Value)
		choice := "accepted"
		if r := putTiered(t, rule, key, tier.Value, tier.Most+1); !r.Ok() {
			choice = testcase.ErrorChoice(r)
		}
		if seen != "" && seen != choice {
			return otherThanChosen(t, seen, choice)
		}
		seen = choice
	}
	return seen
}

// putTiered puts a resource with a tier, or if that is empty with none, and a member of a
// size.
func putTiered(t *script.T, rule model.Tier, key value.Object, tier string, size int) *wire.Reply {
	resource := value.With(t.Describe(key)[0], value.Object{rule.Of: strings.Repeat("x", size)})
	delete(resource, rule.Member)
	in := t.Input(t.Op, resource)
	if tier != "" {
		value.Set(in, t.Op.Effect.Bound(rule.Member), tier)
	}
	t.SetUp(t.Op, in, []value.Object{resource})
	r := t.Call(t.Op, in)
	if r.Ok() {
		t.NoteCreated(resource)
	}
	return r
}

// expectTier expects each read that returns the tier of a resource to return one.
func expectTier(t *script.T, rule model.Tier, key value.Object, tier string) {
	reads := slices.DeleteFunc(t.ReadsOf(t.Subject.Name), func(op *model.Operation) bool {
		return !effect.Returns(op, rule.Member) || t.Missing[op.Name] != ""
	})
	if len(reads) == 0 {
		t.Skip("no read returns %s", rule.Member)
	}
	view := t.View()
	view.Operations.List = reads[0]
	if found := view.FindOne(key); text(found[rule.Member]) != tier {
		t.Fail(rule.Member+" "+tier, "%s", value.Show(found[rule.Member]))
	}
}
