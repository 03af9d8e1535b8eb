package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var sealedProperties = []script.Property{
	{Kind: "sealed", Name: "put, and read sealed and as it is", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Sealed)
		of := t
		if put, _ := t.API.HistoryOf(t.Subject.Name); t.Operations.Put == nil && put != nil {
			of = t.Of(put) // these are versions of what is put
		}
		var likely, others []model.Sample
		for _, s := range of.ValidSamples() {
			switch resource := of.DescribeLike(s, value.Object{})[0]; {
			case resource[rule.Member] == nil:
			case seals(rule, resource):
				likely = append(likely, s)
			default:
				others = append(others, s)
			}
		}
		if len(likely) == 0 {
			t.Skip("no example of a %s has a %s that is sealed", of.Subject.Name, rule.Member)
		}
		keys := of.SpreadKeys(2)
		var resources []value.Object
		for i, some := range [][]model.Sample{likely, others} {
			if len(some) > 0 {
				s := rapid.SampledFrom(some).Draw(t.Rapid, "example")
				resource := of.DescribeLike(s, keys[i])[0]
				of.PutSample(s, resource)
				resources = append(resources, resource)
			}
		}
		// What is read sealed stays what it is.
		for _, flag := range rapid.Permutation([]any{nil, false, true, nil, true}).Draw(t.Rapid, "flags") {
			for _, resource := range resources {
				expectSealed(t, rule, value.Pick(resource, of.Subject.Key), flag, resource)
			}
		}
	}},
}

// seals reports whether a clause seals a text of a resource.
func seals(rule model.Sealed, resource value.Object) bool {
	return !slices.ContainsFunc(rule.When, func(c model.Condition) bool { return value.One(resource, c.Path) != c.Value })
}

// expectSealed reads a resource with a flag, and expects the text of the case's clause
// to be there as it was put, or if it is sealed, to be another.
func expectSealed(t *script.T, rule model.Sealed, key value.Object, flag any, resource value.Object) {
	in := t.Input(t.Op, key)
	if t.Op.Effect.Verb == model.Lists {
		in = t.Selecting(t.Op, value.Pick(key, t.Subject.Partition), key)
	}
	value.Set(in, rule.Unless, flag)
	t.SetUpReferences(t.Op, in)
	there := false
	for _, row := range listed(t, in) {
		if !value.Has(row, key) {
			continue
		}
		there = true
		got, isText := row[rule.Member].(string)
		switch put := resource[rule.Member]; {
		case flag == true || !seals(rule, resource):
			if got != put {
				t.Fail(rule.Member+" "+value.Show(put), "%s", value.Show(row))
			}
		case !isText || got == put:
			t.Fail(rule.Member+" as another text than "+value.Show(put), "%s", value.Show(row))
		}
	}
	if !there {
		t.Fail("the "+t.Subject.Name+" that was put", "nothing with the key %s", value.Show(key))
	}
}
