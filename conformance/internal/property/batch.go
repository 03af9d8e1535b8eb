package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var batchProperties = []script.Property{
	{Kind: "batch", Name: "one and many that fail, among others that succeed", Cases: 10, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Batch)
		most := t.Most(t.Op)
		passing := rapid.IntRange(0, 2).Draw(t.Rapid, "that pass")
		fit := rule.Max
		if fit == 0 {
			fit = most // there is one batch, which has all
		}
		failing := rapid.SampledFrom([]int{4, fit + 1, most, 1, 4, fit, 2*fit + 1}).Draw(t.Rapid, "that fail")
		// One of the cases has as many keys as fit.
		for _, failing := range []int{failing, fit} {
			reportsFailed(t, rule, passing, min(failing, most))
		}
	}},
}

// reportsFailed makes a request of which some keys fail, and expects the answer
// to report those.
func reportsFailed(t *script.T, rule model.Batch, passing, failing int) {
	var resources, all []value.Object
	var r *wire.Reply
	if t.Op.Effect.Verb == model.Deletes {
		// If no resource exists, the request may be rejected as a whole.
		resources, r = deleteSome(t, 1, min(failing, t.Most(t.Op)-1))
	} else {
		resources, all, r = putSome(t, min(passing, t.Most(t.Op)-failing), failing)
	}
	if !r.Ok() || len(t.FailedKeys(t.Op, t.ExpectSuccess(t.Op, r))) == 0 {
		t.Skip("the target does not report failed keys in batches")
	}
	if len(t.FailedKeys(t.Op, r.Out)) == len(t.OnlyKeysOf(all)) {
		// Where no key is stored if one is rejected, all of them may be reported.
		resources = all
	}
	expectFailed(t, r, resources)
	expectBatches(t, rule, r, resources)
}

// deleteSome deletes resources of which some exist and others do not. It
// returns those that do not, and the answer.
func deleteSome(t *script.T, there, absent int) ([]value.Object, *wire.Reply) {
	if absent < 1 {
		t.Skip("%s accepts too few keys at once", t.Op.Name)
	}
	resources := t.Describe(t.Keys(there)...)
	t.Put(resources...)
	failing := t.Strangers(value.Pick(resources[0], t.Subject.Partition), absent, resources)
	needReadable(t, len(value.Encode(failing)))
	return failing, t.Call(t.Op, t.Input(t.Op, append(resources, failing...)...))
}

// putSome puts resources of which the guard accepts some and rejects others. It
// returns those that it rejects, all of them, and the answer.
func putSome(t *script.T, accepted, rejected int) (failing, all []value.Object, r *wire.Reply) {
	if t.Op.Clause("process") != nil {
		keys := t.Keys(accepted + rejected)
		return keys[accepted:], keys, hinder(t, keys[accepted:], keys[:accepted])
	}
	passing, failing := mixed(t, guard(t), accepted, rejected)
	all = slices.Concat(failing, passing)
	needReadable(t, len(value.Encode(all)))
	return failing, all, t.TryPut(all...)
}

// expectBatches expects an answer to report items as failed: each whole and
// once. Those with one reason are in one batch as far as they fit, if the target
// is meant to be exact.
func expectBatches(t *script.T, rule model.Batch, r *wire.Reply, resources []value.Object) {
	_, shape, err := t.API.Steps(t.Op.Output, rule.Group().Join(rule.Items).Elem())
	if err != nil {
		t.Skip("%v", err)
	}
	var names []string
	for _, m := range t.Subject.Shape.Members {
		if shape.Member(effect.ItemMember(t.Op, m.Name)) != nil {
			names = append(names, m.Name)
		}
	}
	byKey := map[string]value.Object{}
	for _, resource := range resources {
		byKey[value.KeyOf(resource, t.Varying(t.Op))] = value.Pick(resource, names)
	}
	reported := 0
	smallest := map[string]int{} // the smallest batch so far, by its reason
	for _, b := range effect.FailedBatches(t.Op, r.Out) {
		n := len(b.Items)
		if strings.TrimSpace(b.Message) == "" {
			t.Fail("a reason with each batch", "%v", r)
		}
		if n < 1 || rule.Max > 0 && n > rule.Max {
			t.Fail("from 1 to "+string(value.Integer(rule.Max))+" items in a batch", "%d, in %v", n, r)
		}
		// Nobody documents that batches are as large as they may be.
		if other, there := smallest[b.Message]; there && other+n <= rule.Max && t.Exact() {
			t.Fail("items with one reason in one batch as far as they fit", "batches of %d and %d for one reason, in %v", other, n, r)
		}
		if other, there := smallest[b.Message]; !there || n < other {
			smallest[b.Message] = n
		}
		for _, item := range b.Items {
			want := byKey[value.KeyOf(item, t.Varying(t.Op))]
			if !t.Exact() {
				// The items are documented as keys, to which more may be added.
				want = value.Pick(want, append(value.SortedNames(item), t.Varying(t.Op)...))
			}
			if !value.Same(t.API, t.Subject.Shape, want, item) {
				t.Fail("the item as it was given: "+value.Show(want), "%s", value.Show(item))
			}
		}
		reported += n
	}
	if reported != len(resources) {
		t.Fail("each of the "+string(value.Integer(len(resources)))+" items once", "%d items, in %v", reported, r)
	}
}
