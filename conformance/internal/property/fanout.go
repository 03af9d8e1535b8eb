package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var fanOutProperties = []script.Property{
	{Kind: "fan-out", Name: "one request, one effect for each element", Cases: 12, Check: func(t *script.T) {
		needSeveral(t)
		keys := t.Keys(many(t))
		resources := t.Describe(keys...)
		if t.Op.Effect.Verb != model.Deletes {
			t.Put(resources...)
			t.Expect(resources, t.Find(keys...))
			return
		}
		// One more exists than are deleted, and stays.
		t.Put(resources[:len(resources)-1]...)
		t.Put(resources[len(resources)-1])
		t.Delete(keys[:len(keys)-1]...)
		t.ExpectKeys(resources[len(resources)-1:], t.Find(keys...))
	}},
	{Kind: "fan-out", Name: "as many elements as one request may have, each as long as may be", Once: true, Check: func(t *script.T) {
		needSeveral(t)
		n := t.Capacity(t.Most(t.Op))
		if t.Op.Effect.Verb == model.Deletes {
			n = min(n, t.Most(t.Operations.Put))
		}
		resources := t.Describe(t.Keys(n)...)
		for _, name := range append(freeMembers(t), textsInEach(t)...) {
			if !slices.Contains(t.Subject.Partition, name) {
				lengthen(t, resources, name)
				widen(t, resources, name)
			}
		}
		for _, resource := range resources {
			for _, name := range t.Settable(t.Operations.Put) {
				if shape := t.API.Shape(t.Subject.Shape.Member(name).Shape); shape.Kind == model.Map && resource[name] != nil {
					resource[name] = swollen(t.API, resource[name], shape)
				}
			}
		}
		t.Put(resources...)
		t.ExpectNotElsewhere(resources...)
		if t.Op.Effect.Verb != model.Deletes {
			t.Expect(resources, t.Find(resources...))
			return
		}
		t.ExpectKeys(resources, t.Find(resources...))
		t.Delete(resources...)
		t.Expect(nil, t.Find(resources...))
	}},
	{Kind: "fan-out/duplicates", Name: "a key twice in one request", Observe: func(t *script.T) string {
		n := rapid.IntRange(1, min(2, t.Capacity(2))).Draw(t.Rapid, "keys that differ")
		keys := t.Keys(n)
		resources := t.Describe(keys...)
		twice := append(slices.Clone(resources), resources[0])
		want := resources
		if t.Op.Effect.Verb == model.Deletes {
			t.Put(resources...)
			t.ExpectKeys(resources, t.Find(keys...))
			want = nil
		}
		in := t.Input(t.Op, twice...)
		t.SetUp(t.Op, in, resources)
		r := t.Call(t.Op, in)
		if !r.Ok() {
			// It is rejected for what is there twice only if each once is accepted.
			t.ExpectAccepted(t.Call(t.Op, t.Input(t.Op, resources...)))
			return testcase.ErrorChoice(r)
		}
		t.NoteCreated(resources...)
		if n := len(t.FailedKeys(t.Op, t.OutputOf(t.Op, r))); n > 0 {
			if t.NotSetUp != "" {
				t.Skip("%s", t.NotSetUp)
			}
			return "failed-batch"
		}
		t.Expect(want, t.Find(keys...))
		return "once"
	}},
	{Kind: "fan-out/duplicates", Name: "a key that fails, twice in one request", Observe: func(t *script.T) string {
		if t.Op.Clause("batch") == nil {
			t.Skip("no answer reports failed keys")
		}
		good, bad := failing(t)
		r := t.Call(t.Op, t.Input(t.Op, bad, good, bad))
		if !r.Ok() {
			t.Skip("%s is reported instead of the failed keys", r.Code)
		}
		out, reported := t.OutputOf(t.Op, r), 0
		for _, b := range effect.FailedBatches(t.Op, out) {
			reported += len(b.Items)
		}
		if failed := t.FailedKeys(t.Op, out); reported > 0 && (len(failed) != 1 || !failed[value.KeyOf(bad, t.Varying(t.Op))]) {
			t.Fail("as failed "+value.Show(value.Pick(bad, t.Varying(t.Op)))+", and nothing else", "%v", r)
		}
		switch reported {
		case 0:
			t.Skip("the failed key is not reported")
		case 1:
			return "once"
		}
		return "reported-twice"
	}},
}

// failing returns a resource for which the case's operation succeeds, and one
// in the same partition for which it fails.
func failing(t *script.T) (good, bad value.Object) {
	if t.Op.Effect.Verb == model.Deletes {
		good = t.Describe(t.Keys(1)...)[0]
		t.Put(good)
		return good, t.Strangers(value.Pick(good, t.Subject.Partition), 1, []value.Object{good})[0]
	}
	if t.Op.Clause("process") != nil {
		keys := t.Keys(2)
		if r := hinder(t, keys[:1], nil); !r.Ok() {
			t.Skip("%s is reported instead of the failed keys", r.Code)
		}
		t.SetUp(t.Op, t.Input(t.Op, keys[1]), keys[1:])
		return keys[1], keys[0]
	}
	c := t.Op.Clause("guard")
	if c == nil {
		t.Skip("no clause makes one of several puts fail")
	}
	passing, rejected := mixed(t, c.Rule.(model.Guard), 1, 1)
	return passing[0], rejected[0]
}

// needSeveral skips the case if a partition can hold one resource only, so that
// no request can have several.
func needSeveral(t *script.T) {
	if t.Capacity(2) < 2 {
		t.Skip("it takes several keys in one %s; here there can be one", strings.Join(t.Subject.Partition, ", "))
	}
}

// many draws how many elements a request has: one, a few, as many as it may, or
// more than 25.
func many(t *script.T) int {
	_, list, err := t.API.Steps(t.Op.Input, t.Op.Effect.Each)
	if err != nil {
		t.Skip("%v", err)
	}
	low, high := t.Lengths(list, 1, 100)
	n := rapid.SampledFrom([]int{1, 2, 3, 25, 26, high}).Draw(t.Rapid, "elements")
	n = min(max(n, low), high)
	if most := t.Capacity(high); t.Fixtures != nil || most < high {
		// Only a few can be set up.
		if n = min(n, most); t.Op.Effect.Verb == model.Deletes {
			n = min(n, most-1)
		}
	}
	if t.Op.Effect.Verb == model.Deletes && n < high {
		return n + 1
	}
	return n
}

// lengthen makes a member of resources as long as puts, deletions and reads
// allow, within reason.
func lengthen(t *script.T, resources []value.Object, name string) {
	most := 1 << 12
	shapes := []*model.Shape{t.API.Shape(t.Subject.Shape.Member(name).Shape)}
	for _, op := range []*model.Operation{t.Op, t.Operations.Put} {
		if op == nil {
			continue // nothing puts what is only read and deleted
		}
		if _, shape, err := t.API.Steps(op.Input, op.Effect.Bound(name)); err == nil {
			shapes = append(shapes, shape)
		}
	}
	for _, shape := range shapes {
		if shape.Max != nil {
			most = min(most, int(shape.Max.Int))
		}
	}
	for _, resource := range resources {
		text, _ := resource[name].(string)
		text += strings.Repeat("x", max(0, most-len([]rune(text))))
		if !slices.ContainsFunc(shapes, func(s *model.Shape) bool { return !t.Fits(text, s) }) {
			resource[name] = text
		}
	}
}

// textsInEach returns the members beside the key that each element of a put gives, and
// that are texts.
func textsInEach(t *script.T) []string {
	return slices.DeleteFunc(slices.Clone(t.Settable(t.Operations.Put)), func(name string) bool {
		_, each := t.Operations.Put.Effect.Bound(name).Within(t.Operations.Put.Effect.Each)
		return !each || t.API.Shape(t.Subject.Shape.Member(name).Shape).Kind != model.String
	})
}

// widen makes a member of resources of letters that take four bytes each, where a
// pattern says that any letters will do. Where a request may not have many elements,
// it is a long one still.
func widen(t *script.T, resources []value.Object, name string) {
	shape := t.API.Shape(t.Subject.Shape.Member(name).Shape)
	for _, resource := range resources {
		text, _ := resource[name].(string)
		// What lengthened it is at its end. What names differ by may have such letters too.
		begin := strings.TrimRight(text, "x")
		wide := begin + strings.Repeat("𠀀", len(text)-len(begin))
		if len(text) > len(begin)+1 && shape.Pattern != "" && t.Fits(wide, shape) {
			resource[name] = wide
		}
	}
}

// swollen returns a value in which texts and lists of texts are as long as they may be.
func swollen(api *model.API, v any, shape *model.Shape) any {
	switch v := v.(type) {
	case value.Object:
		all := value.Object{}
		for name, e := range v {
			inner := shape.Elem
			if shape.Kind == model.Structure {
				inner = shape.Member(name).Shape
			}
			all[name] = swollen(api, e, api.Shape(inner))
		}
		return all
	case []any:
		var all []any
		for _, e := range v {
			all = append(all, swollen(api, e, api.Shape(shape.Elem)))
		}
		for len(all) > 0 && shape.Max != nil && int64(len(all)) < shape.Max.Int && api.Shape(shape.Elem).Kind == model.String {
			all = append(all, all[0])
		}
		return all
	case string:
		if shape.Kind == model.String && shape.Pattern == "" && shape.Max != nil && shape.Max.Int > int64(len(v)) {
			return v + strings.Repeat("x", int(shape.Max.Int)-len(v))
		}
	}
	return v
}
