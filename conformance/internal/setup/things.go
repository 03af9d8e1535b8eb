package setup

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Describe returns the things with those keys: members that are not in the
// key are drawn. Members that stand outside the list of a request are the
// same for all.
func (t *Stage) Describe(keys ...value.Object) []value.Object {
	shared := drawMembers(t, false)
	things := make([]value.Object, len(keys))
	for i, key := range keys {
		things[i] = value.With(value.With(shared, drawMembers(t, true)), key)
	}
	return things
}

// drawMembers draws the members that are not in the key: those that stand in
// the request's list, or those that stand outside it. An entity that comes
// with an example keeps to it, but for its plain texts.
func drawMembers(t *Stage, inEach bool) value.Object {
	o := value.Object{}
	put := t.Operations.Put
	example := value.Object{}
	if isExemplary(t) {
		example = t.Example(t.Subject.Name)
	}
	for _, name := range t.Settable(put) {
		if _, in := put.Effect.Bound(name).Within(put.Effect.Each); in != inEach {
			continue
		}
		m := t.Subject.Shape.Member(name)
		shape := t.API.Shape(m.Shape)
		if t.Subject.Fact != nil && shape.Kind == model.Timestamp {
			// What another party decided, it has decided by now.
			minutes := rapid.IntRange(0, 9).Draw(t.Rapid, name)
			o[name] = value.Epoch(t.Now().Truncate(time.Second).Add(-time.Duration(minutes) * time.Minute))
			continue
		}
		if like, there := example[name]; there {
			o[name] = like
			if shape.Kind == model.String && shape.Pattern == "" {
				o[name] = t.DrawAllowed(name)
			}
		} else if len(example) == 0 && (m.Required || rapid.Bool().Draw(t.Rapid, "has "+name)) {
			o[name] = t.DrawAllowed(name)
		}
	}
	if t.Subject.Fact != nil {
		drawFact(t, o, inEach)
	}
	return o
}

// Full returns a thing with that key and all that can be set.
func (t *Stage) Full(key value.Object) value.Object {
	thing := t.Describe(key)[0]
	for _, name := range t.Settable(t.Operations.Put) {
		if _, there := thing[name]; there || isExemplary(t) {
			continue
		}
		thing[name] = t.DrawAllowed(name)
	}
	return thing
}

// isExemplary reports whether the model gives an example of the entity, to
// which things are kept.
func isExemplary(t *Stage) bool {
	e := t.API.Entity(t.Subject.Name)
	return e != nil && e.Example != ""
}

// drawFact draws the value of a fact from those that the operation may set,
// but not the initial one: a fact that has it is as good as none.
func drawFact(t *Stage, o value.Object, inEach bool) {
	put, value := t.Operations.Put, t.Subject.Fact.Value
	if _, in := put.Effect.Bound(value).Within(put.Effect.Each); in == inEach {
		values := slices.DeleteFunc(slices.Clone(t.SettableValues(put)), func(v string) bool { return v == t.Subject.Fact.Initially })
		if len(values) == 0 {
			t.Skip("%s decides nothing", put.Name)
		}
		o[value] = rapid.SampledFrom(values).Draw(t.Rapid, value)
	}
}

// requests splits things into those that one request of an operation can be
// about: one thing, or all of a partition where the operation takes a list.
func requests(t *Stage, op *model.Operation, things []value.Object) [][]value.Object {
	var all [][]value.Object
	place := map[string]int{}
	for _, thing := range things {
		id := value.KeyOf(thing, t.Subject.Partition)
		i, there := place[id]
		if !there || op.Effect.Each == "" {
			i = len(all)
			place[id] = i
			all = append(all, nil)
		}
		all[i] = append(all[i], thing)
	}
	return all
}

// TryPut sets up what the things need and puts them in one request, and
// returns the answer whatever it is.
func (t *Stage) TryPut(things ...value.Object) *wire.Reply {
	in := t.Input(t.Operations.Put, things...)
	t.SetUp(t.Operations.Put, in, things)
	r := t.Call(t.Operations.Put, in)
	if r.Ok() {
		t.NoteCreated(things...)
	}
	return r
}

// Put puts things, which has to succeed for all of them. Facts are set in
// whatever way there is, unless the case is of an operation that sets them.
func (t *Stage) Put(things ...value.Object) {
	if fact := t.Subject.Fact; fact != nil && !t.SetsFact() {
		t.NeedChange(fact.Name)
		for _, thing := range things {
			value, _ := thing[fact.Value].(string)
			t.SetFacts(fact.Name, value, thing)
		}
		if t.NotSetUp != "" {
			t.Skip("%s", t.NotSetUp)
		}
		return
	}
	for _, some := range requests(t, t.Operations.Put, things) {
		r := t.TryPut(some...)
		if t.NotSetUp != "" && (!r.Ok() || len(t.FailedKeys(t.Operations.Put, r.Out)) > 0) {
			t.Skip("%s", t.NotSetUp)
		}
		out := t.ExpectSuccess(t.Operations.Put, r)
		if n := len(t.FailedKeys(t.Operations.Put, out)); n > 0 {
			t.Fail("no failures", "%v", r)
		}
	}
}

// Delete deletes things, which has to succeed for all of them.
func (t *Stage) Delete(keys ...value.Object) {
	if t.Operations.Delete == nil {
		t.Skip("no operation deletes a %s", t.Subject.Name)
	}
	for _, some := range requests(t, t.Operations.Delete, keys) {
		r := t.Call(t.Operations.Delete, t.Input(t.Operations.Delete, some...))
		out := t.ExpectSuccess(t.Operations.Delete, r)
		if n := len(t.FailedKeys(t.Operations.Delete, out)); n > 0 {
			t.Fail("no failures", "%v", r)
		}
	}
}
