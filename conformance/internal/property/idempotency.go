package property

import (
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var idempotencyProperties = []script.Property{
	{Kind: "idempotency", Name: "the same request again, with its token: the same answer, and nothing else happens", Cases: 12, Check: func(t *script.T) {
		if t.Op.Effect.Verb == model.Deletes {
			deleteAgain(t)
		} else {
			putOnce(t)
		}
	}},
	{Kind: "idempotency", Name: "tokens of one account or region are none of another's", Cases: 6, Check: func(t *script.T) {
		if t.Op.Effect.Verb == model.Deletes {
			t.Skip("what is deleted again elsewhere is not there")
		}
		there := t.Scoped(elsewhere(t))
		resource := t.Describe(t.Keys(1)...)[0]
		in := tokened(t, resource)
		t.ExpectAccepted(t.Call(t.Op, in))
		t.NoteCreated(resource)
		there.SetUp(t.Op, in, []value.Object{resource})
		there.ExpectAccepted(there.Call(t.Op, in))
		there.NoteCreated(resource)
		there.Expect([]value.Object{resource}, there.Find(resource))
	}},
	{Kind: "idempotency/other", Name: "another request with the same token", Cases: 12, Observe: func(t *script.T) string {
		if t.Op.Effect.Verb == model.Deletes {
			return deleteAnother(t)
		}
		return putAnother(t)
	}},
	{Kind: "idempotency/gone", Name: "put, delete, and the first request again with its token", Cases: 12, Observe: func(t *script.T) string {
		resource := t.Describe(t.Keys(1)...)[0]
		in := tokened(t, resource)
		first := t.ExpectAccepted(t.Call(t.Op, in))
		t.NoteCreated(resource)
		t.Expect([]value.Object{resource}, t.Find(resource))
		t.Delete(value.Pick(resource, t.Subject.Key))
		t.NoteDeleted(t.Subject.Name, resource)
		t.Expect(nil, t.Find(resource))
		t.SetUp(t.Op, in, []value.Object{resource})
		r := t.Call(t.Op, in)
		if !r.Ok() {
			return testcase.ErrorChoice(r)
		}
		t.NameMade(resource)
		found := t.Find(resource)
		if len(found) == 0 {
			sameOutput(t, first, r)
			t.NoteDeleted(t.Subject.Name, resource) // though a put has succeeded
			// The token stays that of the first request, whoever puts the resource next.
			t.Put(resource)
			t.ExpectAccepted(t.Call(t.Op, in))
			return "answered"
		}
		t.NoteCreated(resource)
		t.Expect([]value.Object{resource}, found)
		return "executed"
	}},
}

// tokened returns a request that puts a resource, or deletes it, with a token that stays
// where the request is repeated.
func tokened(t *script.T, resource value.Object) value.Object {
	in := t.Input(t.Op, resource)
	value.Set(in, t.Op.Token(), t.Token(t.Op))
	if t.Stores() {
		t.SetUp(t.Op, in, []value.Object{resource})
	}
	return in
}

// sameToken returns a request for another resource with the token of an earlier one.
func sameToken(t *script.T, resource, earlier value.Object) value.Object {
	in := tokened(t, resource)
	value.Set(in, t.Op.Token(), value.One(earlier, t.Op.Token()))
	return in
}

// putOnce puts a resource, and makes the same request again: at once, and when the
// resource was replaced, where it can be.
func putOnce(t *script.T) {
	resources := t.Describe(t.SpreadKeys(2)...)
	in := tokened(t, resources[0])
	first := t.ExpectAccepted(t.Call(t.Op, in))
	t.NoteCreated(resources[0])
	t.Put(resources[1])
	before := t.Find(resources...)
	t.Expect(resources, before)
	sameOutput(t, first, t.Call(t.Op, in))
	unchanged(t, before, t.Find(resources...))
	if t.Op.Clause("existing") != nil || t.PutsAnother(t.Op) {
		return
	}
	resources[0] = t.Describe(resources[0])[0]
	t.Put(resources[0])
	before = t.Find(resources...)
	t.ExpectAccepted(t.Call(t.Op, in))
	unchanged(t, before, t.Find(resources...))
}

// deleteAgain deletes a resource, and makes the same request again: when nothing is
// there, and when there is a resource of the key again.
func deleteAgain(t *script.T) {
	resources := t.Describe(t.SpreadKeys(2)...)
	t.Put(resources...)
	in := tokened(t, resources[0])
	first := t.ExpectAccepted(t.Call(t.Op, in))
	t.NoteDeleted(t.Subject.Name, resources[0])
	t.Expect(resources[1:], t.Find(resources...))
	sameOutput(t, first, t.Call(t.Op, in))
	t.Expect(resources[1:], t.Find(resources...))
	t.Put(resources[0])
	t.Expect(resources, t.Find(resources...))
	sameOutput(t, first, t.Call(t.Op, in))
	t.Expect(resources, t.Find(resources...))
}

// putAnother puts a resource, and another one with the same token.
func putAnother(t *script.T) string {
	resources := t.Describe(t.SpreadKeys(2)...)
	if t.API.MadeKey(t.Op) != "" {
		// Requests do not differ by keys.
		other, able := otherwise(t, resources[0])
		if !able {
			t.Skip("nothing that tells two requests of %s apart can be chosen freely", t.Op.Name)
		}
		resources[1] = value.With(other, value.Pick(resources[1], t.Subject.Key))
	}
	in := tokened(t, resources[0])
	first := t.ExpectAccepted(t.Call(t.Op, in))
	t.NoteCreated(resources[0])
	before := t.Find(resources...)
	t.Expect(resources[:1], before)
	r := t.Call(t.Op, sameToken(t, resources[1], in))
	t.NameMade(resources[1])
	found := t.Find(resources...)
	if r.Ok() && len(found) == 2 {
		t.NoteCreated(resources[1])
		t.Expect(resources, found)
		return "executed"
	}
	unchanged(t, before, found)
	t.NoteDeleted(t.Subject.Name, resources[1]) // though a put may have succeeded
	// Nor does it do anything if only members beside the key differ.
	if changed, able := otherwise(t, resources[0]); able {
		like := t.Input(t.Op, changed)
		value.Set(like, t.Op.Token(), value.One(in, t.Op.Token()))
		if again := t.Call(t.Op, like); again.Ok() != r.Ok() {
			t.Fail(orSuccess(r), "%v", again)
		}
		unchanged(t, before, t.Find(resources...))
	}
	// The token stays that of the first request.
	sameOutput(t, first, t.Call(t.Op, in))
	if r.Ok() {
		sameOutput(t, first, r)
		return "answered"
	}
	return testcase.ErrorChoice(r)
}

// deleteAnother deletes a resource, and another one with the same token.
func deleteAnother(t *script.T) string {
	resources := t.Describe(t.SpreadKeys(2)...)
	t.Put(resources...)
	in := tokened(t, resources[0])
	first := t.ExpectAccepted(t.Call(t.Op, in))
	t.NoteDeleted(t.Subject.Name, resources[0])
	t.Expect(resources[1:], t.Find(resources...))
	r := t.Call(t.Op, sameToken(t, resources[1], in))
	found := t.Find(resources...)
	if r.Ok() && len(found) == 0 {
		t.NoteDeleted(t.Subject.Name, resources[1])
		return "executed"
	}
	t.Expect(resources[1:], found)
	sameOutput(t, first, t.Call(t.Op, in))
	if r.Ok() {
		return "answered"
	}
	return testcase.ErrorChoice(r)
}

// otherwise returns a resource with another value of a member beside its key, if there
// is one.
func otherwise(t *script.T, resource value.Object) (value.Object, bool) {
	var others []value.Object
	for _, name := range t.Settable(t.Op) {
		shape := t.API.Shape(t.Subject.Shape.Member(name).Shape)
		if shape.Kind != model.String {
			continue
		}
		values := texts(t.TextsFor(shape))
		if effect.Combined(t.Op, t.Op.Effect.Bound(name)) {
			values = examplesOf(t, name) // another text may not go with the rest
		}
		for _, v := range values {
			if other := value.With(resource, value.Object{name: v}); v != resource[name] && len(effect.Broken(t.Op, t.Input(t.Op, other))) == 0 {
				others = append(others, other)
				break
			}
		}
	}
	if len(others) == 0 {
		return nil, false
	}
	return rapid.SampledFrom(others).Draw(t.Rapid, "another value of a member"), true
}

// orSuccess says what another request with the token is to be answered with.
func orSuccess(r *wire.Reply) string {
	if r.Ok() {
		return "success"
	}
	return "an error, as of another request with the token"
}

// sameOutput expects a request to succeed, with the output that it had at first: what
// clauses say of it is the same, and of an exact target all of it.
func sameOutput(t *script.T, first value.Object, r *wire.Reply) {
	again := t.ExpectAccepted(r)
	if t.Exact() {
		if want, got := value.Show(first), value.Show(again); want != got {
			t.Fail("the output as at first: "+want, "%s", got)
		}
		return
	}
	clause := t.Op.Clause("output")
	if clause == nil {
		return
	}
	for _, b := range clause.Rule.(model.Output).As {
		shape := t.API.Shape(t.Subject.Shape.Member(b.Member).Shape)
		if want, got := value.One(first, b.Path), value.One(again, b.Path); !value.Same(t.API, shape, want, got) {
			t.Fail(string(b.Path)+" "+value.Show(want)+", as at first", "%s", value.Show(again))
		}
	}
}

// unchanged expects resources to be returned as they were before, with all members that
// the contract knows.
func unchanged(t *script.T, before, after []value.Object) {
	var names []string
	for _, m := range t.Subject.Shape.Members {
		names = append(names, m.Name)
	}
	known := func(resources []value.Object) string {
		some := make([]value.Object, len(resources))
		for i, resource := range resources {
			some[i] = value.Pick(resource, names)
		}
		return value.ShowAll(some)
	}
	if want, got := known(before), known(after); want != got {
		t.Fail("what was there before: "+want, "%s", got)
	}
}

// tokenLike returns a token that is as long as another text, and that no other request
// has, or nil if it would be too short for that.
func tokenLike(t *script.T, limit any, shape *model.Shape) any {
	text, _ := limit.(string)
	name := t.Name()
	n := len([]rune(text))
	if n < len(name) {
		return nil
	}
	name = strings.Repeat("0", n-len(name)) + name
	if !t.Fits(name, shape) {
		return nil
	}
	return name
}
