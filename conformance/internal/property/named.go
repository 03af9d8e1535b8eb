package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var namedProperties = []script.Property{
	{Kind: "named", Name: "keys that are there and keys that are not, in one request", Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Named)
		n := rapid.IntRange(1, 5).Draw(t.Rapid, "keys")
		keys := t.NamedKeys(n)
		there := keys[:rapid.IntRange(0, n).Draw(t.Rapid, "there")]
		absent := keys[len(there):]
		t.Put(t.Describe(there...)...)
		asked := rapid.Permutation(keys).Draw(t.Rapid, "order")
		in := t.Input(t.Op, asked...)
		if t.Op.Effect.Verb == model.Lists {
			in = t.Selecting(t.Op, nil, asked...)
		}
		r := t.Call(t.Op, in)
		out := t.ExpectSuccess(t.Op, r)
		expectNamed(t, rule.Done, there, out)
		expectNamed(t, rule.Absent, absent, out)
	}},
}

// expectNamed expects a list in an output to have the keys of some resources, and no
// others.
func expectNamed(t *script.T, list model.Path, resources []value.Object, out value.Object) {
	if list == "" {
		return
	}
	var want, got []string
	for _, r := range resources {
		want = append(want, value.Show(r[t.Subject.Key[0]]))
	}
	for _, v := range value.ListAt(out, list) {
		got = append(got, value.Show(v))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Fail(string(list)+" with "+value.ShowAll(t.OnlyKeysOf(resources)), "%s", value.Show(out))
	}
}
