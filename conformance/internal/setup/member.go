package setup

import (
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// CanSetMembers reports whether resources can have members that no call can put: if
// the target's state can be emptied and replaced, and calls are answered from it at once.
func (t *Stage) CanSetMembers() bool {
	return t.Target.State != nil && t.Target.Reset != nil && !t.RetriesCases()
}

// SetMember gives a member of a resource that exists a value that no call can put. The
// rest of the target's state stays, so the case has to begin with a reset.
func (t *Stage) SetMember(key value.Object, path model.Path, v any) {
	text, err := t.Target.State.State(t.Ctx, t.As)
	if err != nil {
		t.Skip("the state can't be read: %v", err)
	}
	parsed, _, err := value.ReadJSON(text)
	state, isObject := parsed.(value.Object)
	if err != nil || !isObject {
		t.Skip("the state is no JSON object: %v", err)
	}
	found := t.inState(state, key)
	if len(found) != 1 {
		t.Skip("the state has %d resources with the key of the %s", len(found), t.Subject.Name)
	}
	value.Set(found[0], path, v)
	t.Calls += 2
	if err := t.Target.State.SetState(t.Ctx, t.As, value.Encode(state)); err != nil {
		t.Skip("the state can't be replaced: %v", err)
	}
	t.NoteStep("member", value.Object{"entity": t.Subject.Name, "of": key, "member": string(path), "value": v, "state": state}, "set")
}

// inState returns the elements of lists in a state that have a key.
func (t *Stage) inState(state, key value.Object) []value.Object {
	var found []value.Object
	for _, list := range state {
		elems, _ := list.([]any)
		for _, elem := range elems {
			if o, isObject := elem.(value.Object); isObject && value.KeyOf(o, t.Subject.Key) == value.KeyOf(key, t.Subject.Key) {
				found = append(found, o)
			}
		}
	}
	return found
}
