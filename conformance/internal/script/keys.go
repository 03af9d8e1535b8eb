package script

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Most returns how many resources one request of an operation may name.
func (t *T) Most(op *model.Operation) int {
	if op.Effect.Each == "" {
		return 1
	}
	_, list, err := t.API.Steps(op.Input, op.Effect.Each)
	if err != nil {
		t.Skip("%v", err)
	}
	_, high := t.Lengths(list, 1, 100)
	return high
}

// FewKeys draws up to most keys, as many as one request may name and as can be
// set up in one partition.
func (t *T) FewKeys(most int) []value.Object {
	most = min(most, t.Most(t.Op), t.Capacity(most))
	return t.Keys(rapid.IntRange(1, most).Draw(t.Rapid, "keys"))
}

// Strangers returns n keys in a partition that are none of the given ones. They
// are for asking after what does not exist: it is not certain that something
// can be put there.
func (t *T) Strangers(partition value.Object, n int, but []value.Object) []value.Object {
	if len(t.Subject.Partition) == 0 {
		return t.NamedKeys(n)
	}
	if t.Fixtures != nil && t.Op.Effect.Verb != model.Lists && t.Op.Effect.Verb != model.Reads {
		return t.OtherFixtureKeys(partition, n, but)
	}
	all := []value.Object{partition}
	for _, name := range t.Subject.Key {
		if slices.Contains(t.Subject.Partition, name) {
			continue
		}
		values := t.MemberValues(name, n+len(but))
		switch {
		case n > 12 && len(values) > n:
			all = all[:1] // so many keys differ in their last member only
		case n <= 12 && len(t.Subject.Key)-len(t.Subject.Partition) > 1:
			values = fewOf(t, values, n, name, but)
		}
		var more []value.Object
		for _, key := range all {
			for _, v := range values {
				more = append(more, value.With(key, value.Object{name: v}))
			}
		}
		all = more
	}
	all = slices.DeleteFunc(all, func(key value.Object) bool {
		return slices.ContainsFunc(but, func(b value.Object) bool { return value.KeyOf(b, t.Subject.Key) == value.KeyOf(key, t.Subject.Key) })
	})
	if len(all) < n {
		t.Skip("no %d more of %s differ", n, t.Subject.Name)
	}
	if n > 12 {
		return all[:n]
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(all), n, n, func(o value.Object) string {
		return value.KeyOf(o, t.Subject.Key)
	}).Draw(t.Rapid, "keys that are not there")
}

// fewOf returns a few of the values for a member of n keys, and those that some
// resources have, so that many of the keys share a member with one another or
// with a resource, and none share all.
func fewOf(t *T, values []string, n int, name string, resources []value.Object) []string {
	few := rapid.Permutation(values).Draw(t.Rapid, "values of "+name)[:min(len(values), max(3, n))]
	for _, resource := range resources {
		if text, isText := resource[name].(string); isText && !slices.Contains(few, text) {
			few = append(few, text)
		}
	}
	return few
}

// Some draws some of the elements, each once, in random order.
func Some[V any](t *T, all []V, low, high int) []V {
	n := rapid.IntRange(low, min(high, len(all))).Draw(t.Rapid, "how many")
	return slices.Clone(rapid.Permutation(all).Draw(t.Rapid, "which")[:n])
}
