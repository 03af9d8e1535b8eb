package conformance

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// describe returns the things with those keys: members that are not in the
// key are drawn. Members that stand outside the list of a request are the
// same for all.
func (t *trial) describe(keys ...object) []object {
	shared := t.drawMembers(false)
	things := make([]object, len(keys))
	for i, key := range keys {
		things[i] = with(with(shared, t.drawMembers(true)), key)
	}
	return things
}

// drawMembers draws the members that are not in the key: those that stand in
// the request's list, or those that stand outside it. An entity that comes
// with an example keeps to it, but for its plain texts.
func (t *trial) drawMembers(inEach bool) object {
	o := object{}
	put := t.ops.put
	example := object{}
	if t.exemplary() {
		example = t.example(t.about.Name)
	}
	for _, name := range t.settable(put) {
		if _, in := put.Effect.Bound(name).Within(put.Effect.Each); in != inEach {
			continue
		}
		m := t.about.Shape.Member(name)
		shape := t.api.Shape(m.Shape)
		if t.about.Fact != nil && shape.Kind == model.Timestamp {
			// What another party decided, it has decided by now.
			minutes := rapid.IntRange(0, 9).Draw(t.rapid, name)
			o[name] = epoch(t.now().Truncate(time.Second).Add(-time.Duration(minutes) * time.Minute))
			continue
		}
		if like, there := example[name]; there {
			o[name] = like
			if shape.Kind == model.String && shape.Pattern == "" {
				o[name] = t.drawAllowed(name)
			}
		} else if len(example) == 0 && (m.Required || rapid.Bool().Draw(t.rapid, "has "+name)) {
			o[name] = t.drawAllowed(name)
		}
	}
	if t.about.Fact != nil {
		t.drawFact(o, inEach)
	}
	return o
}

// full returns a thing with that key and all that can be set.
func (t *trial) full(key object) object {
	thing := t.describe(key)[0]
	for _, name := range t.settable(t.ops.put) {
		if _, there := thing[name]; there || t.exemplary() {
			continue
		}
		thing[name] = t.drawAllowed(name)
	}
	return thing
}

// exemplary reports whether the model gives an example of the entity, to
// which things are kept.
func (t *trial) exemplary() bool {
	e := t.api.Entity(t.about.Name)
	return e != nil && e.Example != ""
}

// drawFact draws the value of a fact from those that the operation may set,
// but not the initial one: a fact that has it is as good as none.
func (t *trial) drawFact(o object, inEach bool) {
	put, value := t.ops.put, t.about.Fact.Value
	if _, in := put.Effect.Bound(value).Within(put.Effect.Each); in == inEach {
		values := slices.DeleteFunc(slices.Clone(t.values(put)), func(v string) bool { return v == t.about.Fact.Initially })
		if len(values) == 0 {
			t.skip("%s decides nothing", put.Name)
		}
		o[value] = rapid.SampledFrom(values).Draw(t.rapid, value)
	}
}

// requests splits things into those that one request of an operation can be
// about: one thing, or all of a partition where the operation takes a list.
func (t *trial) requests(op *model.Operation, things []object) [][]object {
	var all [][]object
	place := map[string]int{}
	for _, thing := range things {
		id := keyOf(thing, t.about.Partition)
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

// tryPut arranges what the things need and puts them in one request, and
// returns the answer whatever it is.
func (t *trial) tryPut(things ...object) *reply {
	in := t.input(t.ops.put, things...)
	t.arrange(t.ops.put, in, things)
	r := t.call(t.ops.put, in)
	if r.ok() {
		t.makes(things...)
	}
	return r
}

// put puts things, which has to succeed for all of them. Facts are set in
// whatever way there is, unless the trial is of an operation that sets them.
func (t *trial) put(things ...object) {
	if fact := t.about.Fact; fact != nil && !t.sets() {
		t.needChange(fact.Name)
		for _, thing := range things {
			value, _ := thing[fact.Value].(string)
			t.setFacts(fact.Name, value, thing)
		}
		if t.unsure != "" {
			t.skip("%s", t.unsure)
		}
		return
	}
	for _, some := range t.requests(t.ops.put, things) {
		r := t.tryPut(some...)
		if t.unsure != "" && (!r.ok() || len(t.failed(t.ops.put, r.out)) > 0) {
			t.skip("%s", t.unsure)
		}
		out := t.ok(t.ops.put, r)
		if n := len(t.failed(t.ops.put, out)); n > 0 {
			t.fail("no failures", "%v", r)
		}
	}
}

// remove deletes things, which has to succeed for all of them.
func (t *trial) remove(keys ...object) {
	if t.ops.del == nil {
		t.skip("no operation deletes a %s", t.about.Name)
	}
	for _, some := range t.requests(t.ops.del, keys) {
		r := t.call(t.ops.del, t.input(t.ops.del, some...))
		out := t.ok(t.ops.del, r)
		if n := len(t.failed(t.ops.del, out)); n > 0 {
			t.fail("no failures", "%v", r)
		}
	}
}

// some draws a few of the keys, in an order that is drawn, each once.
func some[V any](t *trial, all []V, low, high int) []V {
	n := rapid.IntRange(low, min(high, len(all))).Draw(t.rapid, "how many")
	return slices.Clone(rapid.Permutation(all).Draw(t.rapid, "which")[:n])
}
