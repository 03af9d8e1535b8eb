package script

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Expect expects a list of resources, in any order, to be those that were put:
// with the same keys, and the same members, except for those that a clause says
// the service treats in a way of its own. A member that nobody put is not there.
func (t *T) Expect(want, got []value.Object) {
	w, g := comparable(t, want), comparable(t, got)
	byKey := map[string]value.Object{}
	agree := len(w) == len(g)
	for _, resource := range g {
		byKey[value.KeyOf(resource, t.Subject.Key)] = resource
	}
	agree = agree && len(byKey) == len(g)
	for _, resource := range w {
		found, there := byKey[value.KeyOf(resource, t.Subject.Key)]
		found, _ = t.Untreated(t.Operations.Put, resource, found)
		agree = agree && there && value.Same(t.API, t.Subject.Shape, resource, found)
	}
	if !agree {
		t.Fail(value.ShowAll(w), "%s", value.ShowAll(g))
	}
}

// ExpectDone expects a request of the case's operation to have had its effect on
// some resources, as far as reads can show that.
func (t *T) ExpectDone(resources []value.Object) {
	switch {
	case t.Operations.List == nil:
	case t.Stores():
		t.NoteCreated(resources...)
		t.Expect(resources, t.Find(resources...))
	case t.Op.Effect.Verb == model.Deletes:
		t.Expect(nil, t.Find(resources...))
	}
}

// ExpectThere expects reads to return the resources that a request has put, by
// their keys.
func (t *T) ExpectThere(in value.Object) {
	if flagged, _ := t.flag(); t.Operations.List == nil && flagged == nil || !t.Stores() {
		return
	}
	keys := t.KeysOf(t.Op, value.Encode(in))
	t.NoteCreated(keys...)
	if want, got := value.ShowAll(keys), value.ShowAll(t.OnlyKeysOf(t.Find(keys...))); want != got {
		t.Fail(want, "%s", got)
	}
}

// ExpectNotElsewhere expects resources not to be returned where others are listed: where
// rows don't say where they belong, a target that returns everything to everybody would
// have everything found.
func (t *T) ExpectNotElsewhere(keys ...value.Object) {
	list := t.Operations.List
	if list == nil || len(t.Subject.Partition) == 0 || t.Fixtures != nil || len(keys) == 0 || slices.ContainsFunc(t.Subject.Partition, func(name string) bool { return effect.Returns(list, name) || list.Effect.Bound(name) == "" }) {
		return
	}
	place := t.Partition()
	var elsewhere []value.Object
	for _, key := range keys {
		elsewhere = append(elsewhere, value.With(key, place))
	}
	t.Expect(nil, t.Find(elsewhere...))
}

// ExpectUntouched expects a request that was rejected to have had no effect. It
// is for requests made from one that would have succeeded.
func (t *T) ExpectUntouched(in value.Object) {
	keys := t.KeysOf(t.Op, value.Encode(in))
	if t.Operations.List == nil || t.Missing[t.Operations.List.Name] != "" || len(keys) == 0 {
		return
	}
	switch {
	case t.Stores():
		found := t.Find(keys...)
		if len(t.Subject.Partition) > 0 && !t.FixedPartitions(t.Subject) {
			found = t.List(value.Pick(keys[0], t.Subject.Partition))
		}
		t.Expect(nil, found)
	case t.Op.Effect.Verb == model.Deletes, t.Op.Effect.Verb == model.Updates:
		if want, got := value.ShowAll(keys), value.ShowAll(t.OnlyKeysOf(t.Find(keys...))); want != got {
			t.Fail(want, "%s", got)
		}
	}
}

// comparable returns the resources with only those members that are compared with
// what was put, and that a read returns.
func comparable(t *T, resources []value.Object) []value.Object {
	names := slices.Clone(t.Subject.Key)
	switch {
	case t.Subject.Fact != nil && !t.SetsFact():
		names = append(names, t.Subject.Fact.Value)
	case t.Operations.Put != nil:
		names = append(names, t.Returnable(t.Operations.Put)...)
	}
	if t.Operations.List != nil {
		asked := t.AskedBy(t.Operations.List)
		names = slices.DeleteFunc(names, func(name string) bool {
			return !effect.Returns(t.Operations.List, name) && !slices.Contains(asked, name)
		})
	}
	some := make([]value.Object, len(resources))
	for i, resource := range resources {
		some[i] = value.Pick(resource, names)
	}
	return some
}

// OnlyKeysOf returns the keys of resources.
func (t *T) OnlyKeysOf(resources []value.Object) []value.Object {
	keys := make([]value.Object, len(resources))
	for i, resource := range resources {
		keys[i] = value.Pick(resource, t.Subject.Key)
	}
	return keys
}
