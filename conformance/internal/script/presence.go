package script

import (
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// expectOneOfEach expects a listing to have no two rows of one key, if putting a
// resource again is documented to replace it. No choice of the target explains
// a second row.
func (t *T) expectOneOfEach(rows []value.Object) {
	if t.Operations.Put == nil || t.Subject.Fact != nil {
		return
	}
	if c := t.Operations.Put.Clause("upsert"); c == nil || c.Provenance == model.Assumed {
		return
	}
	seen := map[string]bool{}
	for _, row := range rows {
		id := value.KeyOf(row, t.Subject.Key)
		if seen[id] {
			t.Contradict("there is one "+t.Subject.Name+" of each key", "one "+t.Subject.Name+" of the key "+value.Show(value.Pick(row, t.Subject.Key)), "%s", value.ShowAll(rows))
		}
		seen[id] = true
	}
}

// beingDeleted reports whether a row says of itself that the resource is being
// deleted: by the state that a clause names, or because a member that the service sets,
// which is one of an enum, has a value that begins with DELETING. But for that clause, the
// resource is as good as gone, and may be listed or not.
func (t *T) beingDeleted(row value.Object) bool {
	e := t.API.Entity(t.Subject.Name)
	if e == nil || t.Operations.Put == nil {
		return false
	}
	if clause, state := t.API.Deleting(t.Subject.Name); clause != nil {
		if put := t.API.LifecycleOf(t.Subject.Name); row[put.Lifecycle().Member] == state {
			return true
		}
	}
	return slices.ContainsFunc(t.Subject.Shape.Members, func(m model.Member) bool {
		text, _ := row[m.Name].(string)
		return strings.HasPrefix(text, "DELETING") && t.API.Shape(m.Shape).Kind == model.Enum && !slices.Contains(t.Settable(t.Operations.Put), m.Name)
	})
}

// Lingers reports whether reads may return what was deleted for a while, in a state of its
// own.
func (t *T) Lingers() bool {
	clause, _ := t.API.Deleting(t.Subject.Name)
	return clause != nil && t.RequiredChoice(clause) != "at-once"
}

// FindAny is [T.Find] that also returns what is being deleted.
func (t *T) FindAny(keys ...value.Object) []value.Object { return t.findAny(keys) }

// How long a deletion is watched, where it is seen to take time.
const (
	deletionLook = 250 * time.Millisecond
	longDeletion = 3 * time.Second
)

// AwaitDeletion waits while a listing has one of some resources as being deleted, if
// that does not take too long. Most targets have none, and cost no time.
func (t *T) AwaitDeletion(keys ...value.Object) {
	for waited := time.Duration(0); waited < longDeletion; waited += deletionLook {
		if !slices.ContainsFunc(t.findAny(keys), t.beingDeleted) {
			return
		}
		if err := t.Sleep(deletionLook); err != nil {
			t.Skip("%v", err)
		}
	}
}

// ExpectKeys is [T.Expect] for a property that is about which resources exist,
// and not about their other members.
func (t *T) ExpectKeys(want, got []value.Object) {
	t.Expect(t.OnlyKeysOf(want), t.OnlyKeysOf(got))
}

// PutAndFind puts resources and returns them as they are read, in the order in
// which they were given. Only their keys are expected to be as they were put: a
// property that is about something else compares what is read with what was read
// before.
func (t *T) PutAndFind(resources ...value.Object) []value.Object {
	t.Put(resources...)
	found := t.Find(resources...)
	t.ExpectKeys(resources, found)
	place := map[string]int{}
	for i, resource := range resources {
		place[value.KeyOf(resource, t.Subject.Key)] = i
	}
	slices.SortFunc(found, func(a, b value.Object) int {
		return place[value.KeyOf(a, t.Subject.Key)] - place[value.KeyOf(b, t.Subject.Key)]
	})
	return found
}
