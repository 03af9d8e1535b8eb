package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var referenceLaws = []script.Property{
	{Kind: "reference", Name: "what is named is not there, and then it is", Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Reference)
		if t.Fixtures != nil {
			return seeUnknown(t, rule)
		}
		in, things := t.Request()
		t.SetUpBut(in, things)
		if len(rule.Where) > 0 && rapid.Bool().Draw(t.Rapid, "something else is there") {
			t.SetUpOther(rule, in)
		}
		seen := t.OutcomeFor(t.Call(t.Op, in), things)
		t.NoteDeleted(rule.Entity, effect.Referenced(rule, in)...)
		t.SetUpReferences(t.Op, in)
		if seen != "allowed" && t.Stores() && t.Operations.List != nil {
			t.Expect(nil, t.Find(things...))
		}
		succeeds(t, in, things)
		return seen
	}},
	{Kind: "reference/without", Name: "what is named has what it must not have", Observe: seeWithout},
	{Kind: "reference/unneeded", Name: "a request for which only the needed is arranged", Observe: func(t *script.T) string {
		in, things := t.Request()
		t.SetUp(t.Op, in, things)
		if t.Op.Effect.Verb == model.Deletes {
			t.Put(things...)
		}
		r := t.Call(t.Op, in)
		if !r.Ok() && slices.Contains(t.Clause.Choices, testcase.ErrorChoice(r)) {
			return testcase.ErrorChoice(r)
		}
		if out := t.ExpectAccepted(r); len(t.FailedKeys(t.Op, out)) > 0 {
			if t.NotSetUp != "" {
				t.Skip("%s", t.NotSetUp)
			}
			t.Fail("no failures", "%v", r)
		}
		if t.Stores() {
			t.NoteCreated(things...)
			t.Expect(things, t.Find(things...))
		}
		return "not-needed"
	}},
}

// seeUnknown looks at a listing for an entity that is not there, where none can
// be made, and then at one that is.
func seeUnknown(t *script.T, rule model.Reference) string {
	if t.Op.Effect.Verb != model.Lists && t.Op.Effect.Verb != model.Reads {
		t.NeedCreatable(rule.Entity)
	}
	unknown := value.Object{}
	for _, name := range t.Subject.Partition {
		unknown[name] = t.Name()
	}
	seen := t.OutcomeFor(t.Call(t.Op, t.Input(t.Op, unknown)), nil)
	in := t.Input(t.Op, t.Partition())
	t.ExpectAccepted(t.Call(t.Op, in))
	return seen
}

// succeeds expects a request to pass, once all that it needs is there. What
// it puts has to be found afterwards, what it deletes must not, and what it
// lists has to be what was put meanwhile.
func succeeds(t *script.T, in value.Object, things []value.Object) {
	switch t.Op.Effect.Verb {
	case model.Puts, model.Sets:
		t.Put(things...)
		if t.Operations.List != nil {
			t.Expect(things, t.Find(things...))
		}
	case model.Deletes:
		t.Put(things...)
		t.Expect(things, t.Find(things...))
		t.Delete(things...)
		t.Expect(nil, t.Find(things...))
	default:
		partition := value.Object{}
		for _, name := range t.Subject.Partition {
			partition[name] = value.One(in, t.Op.Effect.Bound(name))
		}
		if !bounded(t) {
			t.ExpectAccepted(t.Call(t.Op, in))
			return
		}
		there := t.Describe(t.KeysIn(partition, 1)...)
		t.Put(there...)
		t.Expect(there, firstPage(t, in).rows)
	}
}
