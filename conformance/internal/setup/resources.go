package setup

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// NeedPut skips the case if no operation of the contract puts what it is about.
func (t *Stage) NeedPut() {
	if t.Operations.Put == nil {
		t.Skip("no operation puts a %s", t.Subject.Name)
	}
}

// NeedRead skips the case if no operation of the contract returns what it is about.
func (t *Stage) NeedRead() {
	if t.Operations.List == nil {
		t.Skip("no operation returns a %s", t.Subject.Name)
	}
}

// Describe returns resources with those keys. It draws the other members.
// Members that stand outside of a request's list are the same for all.
func (t *Stage) Describe(keys ...value.Object) []value.Object {
	shared := drawMembers(t, false)
	resources := make([]value.Object, len(keys))
	for i, key := range keys {
		resources[i] = value.With(value.With(shared, drawMembers(t, true)), key)
	}
	return resources
}

// Full returns a resource with that key and all that can be set.
func (t *Stage) Full(key value.Object) value.Object {
	resource := t.Describe(key)[0]
	for _, name := range t.Settable(t.Operations.Put) {
		if _, there := resource[name]; there || t.HasExample(t.Subject.Name) {
			continue
		}
		resource[name] = t.DrawAllowed(name)
	}
	return resource
}

// WithTime returns a resource of the case's subject with a time, as that travels.
func (t *Stage) WithTime(resource value.Object, member string, at time.Time) value.Object {
	shape := t.API.Shape(t.Subject.Shape.Member(member).Shape)
	return value.With(resource, value.Object{member: shapes.Time(shape, at)})
}

// drawMembers draws the members that are not in the key: those that stand in
// the request's list, or those that stand outside of it. An entity that has an
// example keeps to it, but for plain texts.
func drawMembers(t *Stage, inEach bool) value.Object {
	o := value.Object{}
	t.NeedPut()
	put := t.Operations.Put
	example := value.Object{}
	if t.HasExample(t.Subject.Name) {
		example = t.Example(t.Subject.Name)
	}
	for _, name := range t.Settable(put) {
		if _, in := put.Effect.Bound(name).Within(put.Effect.Each); in != inEach {
			continue
		}
		m := t.Subject.Shape.Member(name)
		shape := t.API.Shape(m.Shape)
		if t.Subject.Fact != nil && shape.Kind == model.Timestamp {
			// Another party has set the fact, so it has done that by now.
			minutes := rapid.IntRange(0, 9).Draw(t.Rapid, name)
			o[name] = shapes.Time(shape, t.Now().Truncate(time.Second).Add(-time.Duration(minutes)*time.Minute))
			continue
		}
		if like, there := example[name]; there {
			o[name] = like
			if slices.Contains(t.PlainTexts(), name) {
				o[name] = t.DrawAllowed(name)
			}
		} else if len(example) == 0 && (m.Required || t.Demands(put, name) || rapid.Bool().Draw(t.Rapid, "has "+name)) {
			o[name] = t.DrawAllowed(name)
		}
	}
	if t.Subject.Fact != nil {
		drawFactValue(t, o, inEach)
	}
	return o
}

// drawFactValue draws the value of a fact from those that the operation may
// set, without the initial one: a fact that has it is like none.
func drawFactValue(t *Stage, o value.Object, inEach bool) {
	put, member := t.Operations.Put, t.Subject.Fact.Value
	if _, in := put.Effect.Bound(member).Within(put.Effect.Each); in == inEach {
		values := slices.DeleteFunc(slices.Clone(t.Lasting(t.SettableValues(put))), func(v string) bool { return v == t.Subject.Fact.Initially })
		if len(values) == 0 {
			t.Skip("%s sets no value", put.Name)
		}
		o[member] = rapid.SampledFrom(values).Draw(t.Rapid, member)
	}
}

// batches splits resources into those that one request of an operation can
// have: one resource, or all of a partition if the operation takes a list.
func batches(t *Stage, op *model.Operation, resources []value.Object) [][]value.Object {
	var all [][]value.Object
	place := map[string]int{}
	for _, resource := range resources {
		id := value.KeyOf(resource, t.Subject.Partition)
		i, there := place[id]
		if !there || op.Effect.Each == "" {
			i = len(all)
			place[id] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], resource)
	}
	return all
}

// TryPut sets up what the resources need, puts them in one request, and returns
// the reply whatever it is.
func (t *Stage) TryPut(resources ...value.Object) *wire.Reply {
	t.NeedPut()
	in := t.Input(t.Operations.Put, resources...)
	t.SetUp(t.Operations.Put, in, resources)
	r := t.Call(t.Operations.Put, in)
	if r.Ok() {
		t.NoteCreated(resources...)
	}
	return r
}

// Put puts resources, and expects all of them to succeed. Facts are set by the
// target's strategy, unless the case is of an operation that sets them.
func (t *Stage) Put(resources ...value.Object) {
	if fact := t.Subject.Fact; fact != nil && !t.SetsFact() {
		t.NeedChange(fact.Name)
		for _, resource := range resources {
			val, _ := resource[fact.Value].(string)
			t.SetFacts(fact.Name, val, resource)
		}
		if t.NotSetUp != "" {
			t.Skip("%s", t.NotSetUp)
		}
		return
	}
	for _, some := range batches(t, t.Operations.Put, resources) {
		r := t.TryPut(some...)
		if t.NotSetUp != "" && (!r.Ok() || len(t.FailedKeys(t.Operations.Put, r.Out)) > 0) {
			t.Skip("%s", t.NotSetUp)
		}
		out := t.ExpectSuccess(t.Operations.Put, r)
		if n := len(t.FailedKeys(t.Operations.Put, out)); n > 0 {
			t.Fail("no failures", "%v", r)
		}
		t.awaitPut(some)
	}
}

// Delete deletes resources, and expects all of them to succeed. What the case has
// created that needs them is deleted first.
func (t *Stage) Delete(keys ...value.Object) {
	t.Release(keys...)
	t.DeleteOnly(keys...)
}

// Release deletes what the case has created that keeps some resources from being
// deleted.
func (t *Stage) Release(keys ...value.Object) {
	if t.Operations.Delete == nil {
		return
	}
	for _, c := range t.Operations.Delete.Clauses {
		rule, ok := c.Rule.(model.InUse)
		if !ok {
			continue
		}
		users := t.On(rule.Of)
		for _, m := range slices.Clone(t.Created) {
			if m.As != t.As || m.Entity != rule.Of || !t.Existing[users.ResourceID(m.Key)] || !slices.ContainsFunc(keys, func(key value.Object) bool {
				return t.refers(users, m.Key, key, rule.By)
			}) {
				continue
			}
			users.Delete(m.Key)
			t.NoteDeleted(rule.Of, m.Key)
		}
	}
}

// refers reports whether what the case has created, with one key, refers to what has
// another.
func (t *Stage) refers(users *Stage, user, key value.Object, by []model.Binding) bool {
	last, held := value.With(t.Referring[users.ResourceID(user)], user), value.Object{}
	for _, b := range by {
		if v := value.One(last, b.Path); v != nil && v == t.NameOf(t.Subject.Name, b.Member, key) {
			held[b.Member] = v
		}
	}
	return len(held) == len(by)
}

// DeleteOnly deletes resources, and expects all of them to succeed.
func (t *Stage) DeleteOnly(keys ...value.Object) {
	if t.Operations.Delete == nil {
		t.Skip("no operation deletes a %s", t.Subject.Name)
	}
	for _, some := range batches(t, t.Operations.Delete, keys) {
		r := t.Call(t.Operations.Delete, t.Input(t.Operations.Delete, some...))
		out := t.ExpectSuccess(t.Operations.Delete, r)
		if n := len(t.FailedKeys(t.Operations.Delete, out)); n > 0 {
			t.Fail("no failures", "%v", r)
		}
	}
}

// Without returns the resources that have none of some keys.
func (t *Stage) Without(resources, some []value.Object) []value.Object {
	return slices.DeleteFunc(slices.Clone(resources), func(resource value.Object) bool {
		return slices.ContainsFunc(some, func(one value.Object) bool {
			return value.KeyOf(one, t.Subject.Key) == value.KeyOf(resource, t.Subject.Key)
		})
	})
}

// SetsFact reports whether the case is of an operation that sets a fact.
func (t *Stage) SetsFact() bool {
	return t.Op != nil && t.Op.Effect.Verb == model.Sets && t.Op.Effect.Of == t.Subject.Name
}

// Stores reports whether the case's operation puts or sets something.
func (t *Stage) Stores() bool {
	return t.Op.Effect.Verb == model.Puts || t.Op.Effect.Verb == model.Sets
}
