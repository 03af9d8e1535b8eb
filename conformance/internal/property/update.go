package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"pgregory.net/rapid"
)

var updateProperties = []script.Property{
	{Kind: "update", Name: "put two, update one: it has what was given, and all else is as before", Check: func(t *script.T) {
		names := t.Settable(t.Op)
		reading(t, rapid.SampledFrom(names).Draw(t.Rapid, "member to read"))
		before := t.PutAndFind(t.Describe(t.SpreadKeys(2)...)...)
		for range rapid.IntRange(1, 3).Draw(t.Rapid, "updates") {
			some := script.Some(t, names, 1, len(names))
			for _, name := range names {
				// Another clause says what becomes of what is there and left out.
				cleared := before[0][name] != nil && slices.Contains(t.API.Clearable(t.Op), name)
				if (cleared || !slices.Contains(t.API.Omittable(t.Op), name)) && !slices.Contains(some, name) {
					some = append(some, name)
				}
			}
			given := newValues(t, some)
			update(t, before[0], given)
			unchanged(t, before[1:], t.Find(before[1]))
			before[0] = updated(t, before[0], given)
		}
	}},
	{Kind: "update/omitted", Name: "update with a member, update without it: what became of it", Observe: func(t *script.T) string {
		optional := slices.DeleteFunc(t.API.Clearable(t.Op), func(name string) bool {
			return t.Op.Omitted(name).ID != t.Clause.ID || !slices.Contains(t.Settable(t.Op), name)
		})
		if len(optional) == 0 {
			t.Skip("%s has no such members that can be chosen freely", t.Op.Name)
		}
		reading(t, rapid.SampledFrom(optional).Draw(t.Rapid, "member to read"))
		optional = slices.DeleteFunc(optional, func(name string) bool { return !effect.Returns(t.Operations.List, name) })
		names := t.Settable(t.Op)
		key := t.PutAndFind(t.Describe(t.Keys(1)...)...)[0]
		whole := newValues(t, names)
		update(t, key, whole)
		before := t.FindOne(key)
		for _, name := range optional {
			expectGiven(t, name, whole, before)
		}
		// An update of nothing may be no update.
		most := len(optional)
		if len(names) == most && most > 1 {
			most--
		}
		left := script.Some(t, optional, 1, most)
		update(t, key, value.Pick(whole, slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(left, name) })))
		found := t.FindOne(key)
		var seen []string
		for _, name := range left {
			word := "kept"
			switch v, there := found[name]; {
			case !there:
				word = "cleared"
			case value.Show(before[name]) != value.Show(v):
				t.Fail(name+" as before, or none", "%s", value.Show(found))
			}
			if !slices.Contains(seen, word) {
				seen = append(seen, word)
			}
		}
		return strings.Join(seen, " and ")
	}},
}

// update updates the resource that has the key of another one, with some members.
func update(t *script.T, key, given value.Object) {
	t.ExpectAccepted(t.Call(t.Op, t.Input(t.Op, value.With(given, value.Pick(key, t.Subject.Key)))))
}

// newValues draws a value for each of some members of a resource that an update can
// change. Where there are examples, texts of a form are those of examples: a service may
// know more of them than the suite does.
func newValues(t *script.T, names []string) value.Object {
	given := value.Object{}
	for _, name := range names {
		known := examplesOf(t, name)
		if len(known) == 0 || t.Exact() || slices.Contains(t.PlainTexts(), name) {
			given[name] = t.DrawAllowed(name)
		} else {
			given[name] = rapid.SampledFrom(known).Draw(t.Rapid, name)
		}
	}
	return given
}

// updated expects a resource to have what an update has given, and all else as before but
// for what the service sets with each update. It returns the resource as it is.
func updated(t *script.T, before, given value.Object) value.Object {
	found := t.FindOne(before)
	for _, m := range t.Subject.Shape.Members {
		_, changed := given[m.Name]
		switch {
		case !effect.Returns(t.Operations.List, m.Name), effect.Assigned(t.Op, m.Name):
		case changed:
			expectGiven(t, m.Name, given, found)
		case value.Show(before[m.Name]) != value.Show(found[m.Name]):
			t.Fail(m.Name+" "+value.Show(before[m.Name])+", as before", "%s", value.Show(found))
		}
	}
	return found
}

// expectGiven expects a resource to have a member as an update has given it.
func expectGiven(t *script.T, name string, given, found value.Object) {
	like, _ := t.Untreated(t.Operations.Put, given, found)
	if !value.Same(t.API, t.API.Shape(t.Subject.Shape.Member(name).Shape), given[name], like[name]) {
		t.Fail(name+" "+value.Show(given[name])+", as was given", "%s", value.Show(found))
	}
}

// updateAbsent updates a resource that was never there, or is not any more, beside one
// that is, and returns the choice that the answer is.
func updateAbsent(t *script.T) string {
	resources := t.Describe(t.SpreadKeys(2)...)
	others := t.PutAndFind(resources[1])
	if t.Operations.Delete != nil && !t.Lingers() && rapid.Bool().Draw(t.Rapid, "there before") {
		t.Put(resources[0])
		t.Delete(resources[0])
	}
	in := t.Input(t.Op, resources[0])
	seen := t.OutcomeFor(t.Call(t.Op, in), nil)
	if seen == "allowed" {
		seen = "accepted"
	}
	unchanged(t, others, t.Find(resources...)) // nothing is created
	t.Put(resources[0])
	t.ExpectAccepted(t.Call(t.Op, in))
	t.ExpectKeys(resources, t.Find(resources...))
	return seen
}
