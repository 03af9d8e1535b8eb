package conformance

import (
	"fmt"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// arrange brings about what an operation needs for its input: the entities
// that the input refers to exist, and the facts that guard it have accepted
// values, unless the case has set them otherwise.
func (t *trial) arrange(op *model.Operation, in object, things []object) {
	t.arrangeReferences(op, in)
	for _, c := range op.Clauses {
		guard, ok := c.Rule.(model.Guard)
		if !ok || t.given != nil {
			continue // what a person's file says is chosen, not set
		}
		var open []object
		for _, thing := range things {
			if _, known := t.facts[t.factID(guard.Fact, thing)]; !known {
				open = append(open, thing)
			}
		}
		t.setFacts(guard.Fact, guard.Accepts[0], open...)
	}
}

// arrangeReferences makes the entities that an input refers to.
func (t *trial) arrangeReferences(op *model.Operation, in object) {
	for _, c := range op.Clauses {
		ref, ok := c.Rule.(model.Reference)
		if !ok {
			continue
		}
		for _, key := range referenced(ref, in) {
			t.on(ref.Entity).exists(key, ref.Where)
		}
	}
}

// referenced returns the keys of the entities that an input refers to.
func referenced(ref model.Reference, in object) []object {
	var keys []object
	for i, b := range ref.From {
		for j, v := range at(in, b.Path) {
			if i == 0 {
				keys = append(keys, object{})
			}
			if j < len(keys) {
				keys[j][b.Member] = v
			}
		}
	}
	return slices.DeleteFunc(keys, func(k object) bool { return len(k) < len(ref.From) })
}

// exists makes the entity with that key unless the case has made it already.
func (t *trial) exists(key object, where []model.Condition) {
	if t.known[t.madeID(key)] {
		return
	}
	if t.given != nil {
		t.existsAlready(key)
		return
	}
	put := t.ops.put
	if put == nil {
		t.unsure = "no operation puts a " + t.about.Name
		return
	}
	for i := range t.api.Facts {
		t.wayTo(t.api.Facts[i].Name)
	}
	thing := with(t.example(), key)
	for _, c := range append(slices.Clone(where), t.wanted()...) {
		set(thing, c.Path, c.Value)
	}
	in := t.input(put, thing)
	t.arrange(put, in, []object{thing})
	r := t.ask(put, encode(in), nil)
	if r == nil {
		t.unsure = put.Name + " is not there: " + t.missing[put.Name]
		return
	}
	if !r.ok() {
		if t.probing && slices.Contains(put.Errors, r.code) {
			t.unmade[t.about.Name] = r.code
		}
		t.skip("a %s could not be arranged: %v", t.about.Name, r)
	}
	t.makes(key)
}

// skipUnmade gives the case up if an answer is the one with which the target
// refused the model's example of an entity, when ways to set facts were tried:
// it may have a good reason that the model does not know, and nothing is wrong
// with what an operation declares.
func (t *trial) skipUnmade(op *model.Operation, r *reply) {
	if op.Effect.Verb == model.Puts && t.unmade[op.Effect.Of] == r.code && r.code != "" {
		t.skip("the target refuses the model's example of a %s: %v", op.Effect.Of, r)
	}
}

// makes notes that things exist, as the case wants them.
func (t *trial) makes(keys ...object) {
	for _, key := range keys {
		t.known[t.madeID(key)] = true
	}
	t.leaves(keys...)
}

// forget notes that things which the case made are there no more, or not as
// they have to be.
func (t *trial) forget(thing string, keys ...object) {
	view := t.on(thing)
	for _, key := range keys {
		delete(t.known, view.madeID(key))
	}
}

// leaves notes that things have to be removed in the end.
func (t *trial) leaves(keys ...object) {
	for _, key := range keys {
		if id := t.madeID(key); !t.left[id] {
			t.left[id] = true
			t.made = append(t.made, made{t.as, t.about.Name, pick(key, t.about.Key)})
		}
	}
}

// madeID names a thing among those of a case.
func (t *trial) madeID(key object) string {
	return fmt.Sprint(t.as, t.about.Name, keyOf(key, t.about.Key))
}

// keysOf returns the keys of the things that a request is about.
func (t *trial) keysOf(op *model.Operation, body []byte) []object {
	in, _, err := readJSON(body)
	if err != nil {
		return nil
	}
	keys := make([]object, 1)
	if op.Effect.Each != "" {
		keys = make([]object, len(at(in, op.Effect.Each.Elem())))
	}
	for i := range keys {
		keys[i] = object{}
	}
	for _, name := range t.thing(op).Key {
		path := op.Effect.Bound(name)
		_, each := path.Within(op.Effect.Each)
		values := at(in, path)
		for i := range keys {
			switch {
			case each && len(values) == len(keys):
				keys[i][name] = values[i]
			case !each && len(values) == 1:
				keys[i][name] = values[0]
			}
		}
	}
	return slices.DeleteFunc(keys, func(key object) bool { return len(key) < len(t.thing(op).Key) })
}

// example returns the entity that the model gives as an example, or the least
// one.
func (t *trial) example() object {
	e := t.api.Entity(t.about.Name)
	if e != nil && e.Example != "" {
		if v, _, err := readJSON([]byte(e.Example)); err == nil {
			if o, ok := v.(object); ok {
				return o
			}
		}
	}
	o, _ := t.least(t.about.Shape).(object)
	return o
}

// wanted returns what the operation that sets facts asks of an entity, so
// that facts can be set about all that the case arranges.
func (t *trial) wanted() []model.Condition {
	var all []model.Condition
	for _, w := range t.ways {
		if w.op == nil {
			continue
		}
		for _, c := range w.op.Clauses {
			if ref, ok := c.Rule.(model.Reference); ok && ref.Entity == t.about.Name {
				all = append(all, ref.Where...)
			}
		}
	}
	return all
}

// cleanUp removes what the case has made, the last first. With a reset, the
// session does it for many cases at once.
func (t *trial) cleanUp() {
	if t.target.Reset != nil {
		return
	}
	for _, m := range slices.Backward(t.made) {
		del := t.operations(m.thing).del
		if del == nil || t.missing[del.Name] != "" {
			continue
		}
		// It may be gone already, and there is nothing to be done if it can't
		// be removed.
		_, _ = t.carry(t.ctx, request{operation: del.Name, body: encode(t.input(del, m.key)), as: m.as})
		t.lastWrite = t.wallTime()
		if seen := t.lastWrite.Add(t.lingers(&write{op: del.Name})); seen.After(t.allSeen) {
			t.allSeen = seen
		}
	}
}
