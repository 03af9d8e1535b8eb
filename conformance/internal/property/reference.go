package property

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var referenceProperties = []script.Property{
	{Kind: "reference", Name: "what is named does not exist, and then it does", Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.Reference)
		if t.Fixtures != nil {
			return observeUnknown(t, rule)
		}
		in, resources := naming(t, rule)
		besideNamed(t, rule, in)
		t.SetUpBut(in, resources)
		if len(rule.Where) > 0 && rapid.Bool().Draw(t.Rapid, "something else is there") {
			t.SetUpOther(rule, in)
		}
		seen := t.OutcomeFor(t.Call(t.Op, in), resources)
		skipNeededFirst(t, seen)
		t.NoteDeleted(rule.Entity, t.Referenced(rule, in)...)
		t.SetUpReferences(t.Op, in)
		if seen != "allowed" && t.Stores() && t.Operations.List != nil {
			t.Expect(nil, t.Find(resources...))
		}
		succeeds(t, in, resources)
		return seen
	}},
	{Kind: "reference/without", Name: "what is named has what it must not have", Observe: observeWithout},
	{Kind: "reference/unneeded", Name: "a request with only the required preconditions", Observe: func(t *script.T) string {
		in, resources := t.Request()
		t.SetUp(t.Op, in, resources)
		if t.Op.Effect.Verb == model.Deletes {
			t.Put(resources...)
		}
		r := t.Call(t.Op, in)
		if !r.Ok() && slices.Contains(t.Clause.Choices, testcase.ErrorChoice(r)) {
			haveNeeded(t, in, resources)
			return testcase.ErrorChoice(r)
		}
		if out := t.ExpectAccepted(r); len(t.FailedKeys(t.Op, out)) > 0 {
			if t.NotSetUp != "" {
				t.Skip("%s", t.NotSetUp)
			}
			t.Fail("no failures", "%v", r)
		}
		if t.Stores() {
			t.NoteCreated(resources...)
			t.Expect(resources, t.Find(resources...))
		}
		return "not-needed"
	}},
}

// naming returns a request, and the resources that it is about. What these name by members
// beside their key has a new name: texts like any other may be those of what exists.
func naming(t *script.T, rule model.Reference) (in value.Object, resources []value.Object) {
	in, resources = t.Request()
	if !t.Stores() {
		return in, resources
	}
	for _, b := range rule.From {
		i := slices.IndexFunc(t.Op.Effect.From, func(own model.Binding) bool { return b.Path.PartOf(own.Path) })
		if i < 0 || strings.Contains(string(b.Path), "[]") || slices.Contains(t.Subject.Key, t.Op.Effect.From[i].Member) {
			continue
		}
		own := t.Op.Effect.From[i]
		path := model.Path(own.Member) + b.Path[len(own.Path):]
		name := t.KeyName(rule.Entity, b.Member)
		for _, resource := range resources {
			t.Refer(t.Subject, resource, path, name)
		}
	}
	return t.Input(t.Op, resources...), resources
}

// besideNamed creates an entity of which the address only begins with the one that a request
// has, if it names one so.
func besideNamed(t *script.T, rule model.Reference, in value.Object) {
	if t.API.AddressIn(rule.Entity, rule.From) == "" {
		return
	}
	e := t.On(rule.Entity)
	for _, key := range t.Referenced(rule, in) {
		longer := value.Clone(key)
		prolong(e, longer, key)
		if e.ResourceID(longer) != e.ResourceID(key) {
			e.EnsureExists(longer, nil)
		}
	}
}

// skipNeededFirst skips the case if the answer to a request that lacks something is that
// it lacks something else, which this target needs and which can't be there without.
func skipNeededFirst(t *script.T, seen string) {
	for i := range t.Op.Clauses {
		c := &t.Op.Clauses[i]
		if rule, ok := c.Rule.(model.Unneeded); ok && seen == t.LikelyChoiceOf(c) && !slices.Contains(t.Clause.Choices, seen) {
			t.Skip("the target looks for %s first", rule.What)
		}
	}
}

// haveNeeded creates what a request needs, and expects the request to succeed then.
func haveNeeded(t *script.T, in value.Object, resources []value.Object) {
	rule := t.Clause.Rule.(model.Unneeded)
	if rule.Entity == "" {
		return
	}
	if t.Stores() && t.Operations.List != nil {
		t.Expect(nil, t.Find(resources...))
	}
	e := t.On(rule.Entity)
	if e.Operations.Put == nil || t.Missing[e.Operations.Put.Name] != "" {
		return
	}
	for _, key := range t.Referenced(rule.Reference(), in) {
		e.EnsureExists(key, nil)
	}
	succeeds(t, in, resources)
}

// observeUnknown lists for an entity that does not exist, where none can be
// created, and then for one that does.
func observeUnknown(t *script.T, rule model.Reference) string {
	if t.Op.Effect.Verb != model.Lists && t.Op.Effect.Verb != model.Reads {
		t.NeedCreatable(rule.Entity)
	}
	unknown := value.Object{}
	for _, name := range t.Subject.Partition {
		unknown[name] = t.KeyName(t.Subject.Name, name)
	}
	seen := t.OutcomeFor(t.Call(t.Op, t.Input(t.Op, unknown)), nil)
	in := t.Input(t.Op, t.Partition())
	t.SetUpReferences(t.Op, in)
	t.ExpectAccepted(t.Call(t.Op, in))
	return seen
}

// succeeds expects a request to succeed once its preconditions are set up. What
// it puts must exist afterwards, what it deletes must not, and what it lists
// must be what was put meanwhile.
func succeeds(t *script.T, in value.Object, resources []value.Object) {
	switch t.Op.Effect.Verb {
	case model.Puts, model.Sets:
		t.Put(resources...)
		if t.Operations.List != nil {
			t.Expect(resources, t.Find(resources...))
		}
	case model.Deletes:
		t.Put(resources...)
		t.Expect(resources, t.Find(resources...))
		t.Delete(resources...)
		t.Expect(nil, t.Find(resources...))
	default:
		partition := value.Object{}
		for _, name := range t.Subject.Partition {
			partition[name] = value.One(in, t.Op.Effect.Bound(name))
		}
		if !bounded(t) || recorded(t) {
			t.ExpectAccepted(t.Call(t.Op, in))
			return
		}
		there := t.Describe(t.KeysIn(partition, 1)...)
		t.Put(there...)
		t.Expect(there, listed(t, in))
	}
}

// observeWithout names an entity with the member that it must not have, and
// then one without it.
func observeWithout(t *script.T) string {
	rule := t.Clause.Rule.(model.Without)
	if t.CanSetMembers() {
		if err := t.Reset(); err != nil {
			t.Skip("%v", err)
		}
	}
	in, resources := t.Request()
	for _, key := range t.Referenced(model.Reference{Entity: rule.Entity, From: rule.From}, in) {
		existsWith(t.On(rule.Entity), key, rule.Path)
	}
	t.SetUp(t.Op, in, resources)
	seen := t.OutcomeFor(t.Call(t.Op, in), resources)
	if seen != "allowed" && t.Stores() && t.Operations.List != nil {
		t.Expect(nil, t.Find(resources...))
	}
	// Another entity, without the member, is accepted.
	plain, others := t.Request()
	succeeds(t, plain, others)
	return seen
}

// existsWith creates the entity with a key and some text at a path, by replacing the
// target's state if that is offered, and else by a put. A listing then has to return
// the text: a target may not let every caller set it.
func existsWith(t *script.T, key value.Object, path model.Path) {
	_, shape, err := t.API.Steps(t.Subject.Shape.Name, path)
	if err != nil {
		t.Skip("%v", err)
	}
	resource := value.With(t.Example(t.Subject.Name), key)
	for _, c := range t.FactConditions() {
		value.Set(resource, c.Path, c.Value)
	}
	text := rapid.SampledFrom(t.SamplesAt(path, shape)).Draw(t.Rapid, string(path))
	if t.CanSetMembers() {
		t.Put(resource)
		t.SetMember(key, path, text)
		value.Set(resource, path, text)
	} else {
		value.Set(resource, path, text)
		if r := t.TryPut(resource); !r.Ok() {
			t.Skip("no %s with a %s could be created: %v", t.Subject.Name, path, r)
		}
	}
	found := t.Find(key)
	if len(found) != 1 || value.One(found[0], path) != value.One(resource, path) {
		t.Skip("no %s with a %s could be created: the target does not return what was put", t.Subject.Name, path)
	}
	t.NoteCreated(key)
}
