package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"pgregory.net/rapid"
)

var upsertProperties = []script.Property{
	{Kind: "upsert", Name: "put, put again, list: one of each key, as it was put last", Check: func(t *script.T) {
		keys := t.SpreadKeys(t.Room(3))
		sample := t.DrawSample()
		like := t.DescribeLike(sample, keys[0])[0]
		leaveTexts(t, like)
		last := map[string]value.Object{}
		for range rapid.IntRange(2, 4).Draw(t.Rapid, "puts") {
			resources := t.DescribeLike(sample, script.Some(t, keys, 1, 3)...)
			// Another clause is about members that are left out.
			likewise(t, like, resources)
			t.PutSample(sample, resources...)
			for _, resource := range resources {
				last[value.KeyOf(resource, t.Subject.Key)] = resource
			}
			var want []value.Object
			for _, key := range keys {
				if resource, there := last[value.KeyOf(key, t.Subject.Key)]; there {
					want = append(want, resource)
				}
			}
			t.Expect(want, t.Find(keys...))
		}
	}},
	{Kind: "upsert", Name: "keys that are one when joined, or the beginning of one another, are different keys", Cases: 6, Check: func(t *script.T) {
		resources := t.Describe(confusable(t)...)
		t.Put(resources...)
		t.Expect(resources, t.Find(resources...))
	}},
	{Kind: "upsert/omitted", Name: "put whole, put less, list: what became of what was left out", Observe: func(t *script.T) string {
		if list := listsEntries(t); list != nil {
			return entriesOmitted(t, list)
		}
		key := t.Keys(1)[0]
		whole := t.Full(key)
		optional := slices.DeleteFunc(t.Omittable(whole), func(name string) bool {
			c := t.Operations.Put.Omitted(name)
			return c == nil || c.ID != t.Clause.ID
		})
		if len(optional) > 0 {
			reading(t, rapid.SampledFrom(optional).Draw(t.Rapid, "member to read"))
			optional = slices.DeleteFunc(optional, func(name string) bool { return !effect.Returns(t.Operations.List, name) })
		}
		if len(optional) == 0 {
			t.Skip("a %s has no optional members", t.Subject.Name)
		}
		left := script.Some(t, optional, 1, len(optional))
		less := value.Clone(whole)
		for _, name := range left {
			delete(less, name)
		}
		t.Put(whole)
		before := t.Find(key)
		t.Expect([]value.Object{whole}, before)
		t.Put(less)
		found := t.Find(key)
		if len(found) != 1 {
			t.Fail("one "+t.Subject.Name, "%s", value.ShowAll(found))
		}
		var seen []string
		for _, name := range left {
			word := "cleared"
			if there, kept := found[0][name]; kept {
				word = "kept"
				shape := t.API.Shape(t.Subject.Shape.Member(name).Shape)
				// What is neither as it was nor gone is not what the clause says, whatever
				// that is.
				if t.Clause.Choice == "kept" && !value.Same(t.API, shape, before[0][name], there) {
					word = "cleared"
				}
			}
			if len(seen) == 0 || seen[len(seen)-1] != word {
				seen = append(seen, word)
			}
		}
		return strings.Join(seen, " and ")
	}},
}

// leaveTexts takes away some of the texts that a resource may be without. Where there
// are examples, they are in all resources otherwise, and what a service makes of a
// resource without them is not seen.
func leaveTexts(t *script.T, resource value.Object) {
	optional := t.Optional(resource)
	for _, name := range t.PlainTexts() {
		if slices.Contains(optional, name) && rapid.Bool().Draw(t.Rapid, "without "+name) {
			delete(resource, name)
		}
	}
}

// likewise gives resources exactly the members that another resource has.
func likewise(t *script.T, like value.Object, resources []value.Object) {
	for _, name := range t.Settable(t.Operations.Put) {
		_, has := like[name]
		var val any
		if has {
			val = t.DrawAllowed(name)
		}
		for _, resource := range resources {
			if _, there := resource[name]; has && !there {
				resource[name] = value.Clone(val)
			} else if !has {
				delete(resource, name)
			}
		}
	}
}
