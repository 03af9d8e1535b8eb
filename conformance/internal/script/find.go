package script

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Find returns the resources with the given keys that exist. Keys in several
// partitions are looked for in each.
func (t *T) Find(keys ...value.Object) []value.Object {
	return slices.DeleteFunc(t.findAny(keys), t.beingDeleted)
}

// FindOne returns the resource with a key that was put, and must be there.
func (t *T) FindOne(key value.Object) value.Object {
	found := t.Find(key)
	if len(found) != 1 {
		t.Fail("the "+t.Subject.Name+" that was put", "%s", value.ShowAll(found))
	}
	return found[0]
}

// findAny is [T.Find] that also returns what is being deleted.
func (t *T) findAny(keys []value.Object) []value.Object {
	if op, at := t.flag(); op != nil {
		return t.findFlagged(op, at, keys)
	}
	t.NeedRead()
	wanted := map[string]bool{}
	var partitions []value.Object
	seen := map[string]bool{}
	shared := t.Subject.Partition
	if t.Operations.List != nil && !t.Gets() {
		shared = t.ListedBy(t.Operations.List)
	}
	for _, key := range keys {
		wanted[value.KeyOf(key, t.Subject.Key)] = true
		if id := value.KeyOf(key, shared); !seen[id] {
			seen[id] = true
			partitions = append(partitions, value.Pick(key, shared))
		}
	}
	var found []value.Object
	for _, p := range partitions {
		list := []value.Object(nil)
		if t.Gets() {
			for _, key := range keys {
				if value.KeyOf(key, t.Subject.Partition) == value.KeyOf(p, t.Subject.Partition) {
					list = append(list, t.Get(key)...)
				}
			}
		} else if len(shared) == 0 {
			list = selectEach(t, keys)
		} else {
			list = t.List(p)
			t.expectOneOfEach(list)
		}
		for _, resource := range list {
			if wanted[value.KeyOf(resource, t.Subject.Key)] {
				found = append(found, resource)
			}
		}
	}
	return found
}

// selectEach asks for the resources with the given keys one at a time, where all
// are listed together and there may be many.
func selectEach(t *T, keys []value.Object) []value.Object {
	by, _ := t.Selector()
	if by == "" {
		return t.List(nil)
	}
	var found []value.Object
	for _, key := range keys {
		in := t.Input(t.Operations.List)
		value.Set(in, by, []any{t.Selection(by, key)})
		r := t.Call(t.Operations.List, in)
		if !r.Ok() && meansAbsent(t, testcase.ErrorChoice(r)) {
			continue
		}
		resources := t.ReturnedBy(t.Operations.List, in, t.ExpectSuccess(t.Operations.List, r))
		t.ExpectOnlyIn(value.Pick(key, t.Subject.Key), resources)
		t.expectOneOfEach(resources)
		found = append(found, resources...)
	}
	return found
}

// FindByKey is like Find, but asks for each key alone. It reports whether an
// operation selects resources by their keys.
func (t *T) FindByKey(keys ...value.Object) (found []value.Object, able bool) {
	if t.Operations.List == nil {
		return nil, false
	}
	if t.Gets() {
		return t.Find(keys...), true
	}
	by, _ := t.Selector()
	if by == "" {
		return nil, false
	}
	for _, key := range keys {
		in := t.Input(t.Operations.List, value.Pick(key, t.Subject.Partition))
		t.SetUpReferences(t.Operations.List, in)
		value.Set(in, by, []any{t.Selection(by, key)})
		r := t.Call(t.Operations.List, in)
		if !r.Ok() && meansAbsent(t, testcase.ErrorChoice(r)) {
			continue
		}
		resources := t.ReturnedBy(t.Operations.List, in, t.ExpectSuccess(t.Operations.List, r))
		t.ExpectOnlyIn(value.Pick(key, t.Subject.Key), resources)
		found = append(found, slices.DeleteFunc(resources, t.beingDeleted)...)
	}
	return found, true
}

// meansAbsent reports whether the listing operation may answer with an error if a
// resource that is asked for by its key is absent.
func meansAbsent(t *T, seen string) bool {
	c := t.Operations.List.Clause("filter/absent")
	return c != nil && c.Permits(seen)
}

// Selector returns the list in the input of the listing operation that selects
// resources by their keys, and the error with which that operation answers if
// one is absent.
func (t *T) Selector() (by model.Path, absent string) {
	if t.Operations.List == nil {
		return "", ""
	}
	for _, c := range t.Operations.List.Clauses {
		switch rule := c.Rule.(type) {
		case model.Filter:
			if t.SelectsByKey(t.Operations.List, rule) {
				by = rule.By
			}
		case model.FilterAbsent:
			absent = model.ErrorOf(c.Choice)
		}
	}
	return by, absent
}

// Selection returns the element of a selecting list for a key.
func (t *T) Selection(by model.Path, key value.Object) any {
	return t.Stage.Selection(t.Operations.List, by, key)
}
