package conformance

import (
	"maps"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// partition returns the members by which things are listed together, with
// names that nothing else has.
func (t *trial) partition() object {
	o := object{}
	for _, name := range t.about.Partition {
		o[name] = t.name()
	}
	return o
}

// keys returns n keys that differ, in a partition where nothing is yet, such
// that things can be put there. Their other members are drawn from a small
// universe of odd texts.
func (t *trial) keys(n int) []object { return t.keysIn(t.partition(), n) }

// keysIn returns n keys that differ, in a given partition.
func (t *trial) keysIn(partition object, n int) []object {
	if len(t.about.Partition) == 0 {
		return t.namedKeys(n)
	}
	all := t.combinations(partition, n)
	if all.size() < n {
		t.skip("no more than %d of %s can be arranged in one place", all.size(), t.about.Name)
	}
	keys := make([]object, n)
	if n > 12 {
		// So many keys are there to be counted, not to be odd.
		for i := range keys {
			keys[i] = all.key(all.size() - n + i)
		}
		return keys
	}
	drawn := rapid.SliceOfNDistinct(rapid.IntRange(0, all.size()-1), n, n, rapid.ID[int]).Draw(t.rapid, "keys")
	for i, at := range drawn {
		keys[i] = all.key(at)
	}
	return keys
}

// spread is keys for laws that don't need them in one partition: where only
// few can be arranged in one, each is in its own.
func (t *trial) spread(n int) []object {
	if len(t.about.Partition) > 0 && t.combinations(t.partition(), n).size() < n {
		var keys []object
		for range n {
			keys = append(keys, t.keys(1)...)
		}
		return keys
	}
	return t.keys(n)
}

// combinations are the keys that can be had in a partition: all ways to
// choose a value for each member.
type combinations struct {
	partition object
	members   []string
	values    [][]string
}

// size returns how many keys there are.
func (c *combinations) size() int {
	n := 1
	for _, v := range c.values {
		n *= len(v)
	}
	return n
}

// key returns one of the keys.
func (c *combinations) key(i int) object {
	key := clone(c.partition)
	for m, name := range c.members {
		values := c.values[m]
		key[name] = values[i%len(values)]
		i /= len(values)
	}
	return key
}

// combinations returns the keys in a partition, of which n differ if so many
// can be arranged.
func (t *trial) combinations(partition object, n int) *combinations {
	c := &combinations{partition: partition}
	only := t.onlyKeys()
	for _, name := range t.about.Key {
		if slices.Contains(t.about.Partition, name) {
			continue
		}
		values := only[name]
		if values == nil {
			values = t.universe(t.api.Shape(t.about.Shape.Member(name).Shape), n)
		}
		c.members = append(c.members, name)
		c.values = append(c.values, values)
	}
	return c
}

// namedKeys returns n keys that are new names.
func (t *trial) namedKeys(n int) []object {
	var keys []object
	for range n {
		key := object{}
		for _, name := range t.about.Key {
			key[name] = t.name()
		}
		keys = append(keys, key)
	}
	return keys
}

// sets reports whether the trial is of an operation that sets a fact.
func (t *trial) sets() bool {
	return t.op != nil && t.op.Effect.Verb == model.Sets && t.op.Effect.Of == t.about.Name
}

// onlyKeys returns the values to which members of the key are limited by the
// way in which the facts are set that guard the thing, or that it is.
func (t *trial) onlyKeys() map[string][]string {
	only := map[string][]string{}
	if t.sets() {
		maps.Copy(only, t.limits(t.op))
	} else if t.about.Fact != nil {
		maps.Copy(only, t.wayTo(t.about.Name).only)
	} else if t.ops.put != nil {
		for _, c := range t.ops.put.Clauses {
			if guard, ok := c.Rule.(model.Guard); ok {
				maps.Copy(only, t.wayTo(guard.Fact).only)
			}
		}
	}
	return only
}

// universe returns values of which n can differ, for a member of a key.
func (t *trial) universe(shape *model.Shape, n int) []string {
	var all []string
	if shape.Kind == model.Enum {
		for _, v := range shape.Enum {
			all = append(all, v.Value)
		}
		return all
	}
	if n <= 12 {
		if all = t.textsFor(shape); len(all) >= n {
			return all
		}
	}
	for i := range n {
		if text, ok := t.numbered(shape, "n", i).(string); ok {
			all = append(all, text)
		}
	}
	return all
}

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
		example = t.example()
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
				o[name] = t.draw(shape, name)
			}
		} else if len(example) == 0 && (m.Required || rapid.Bool().Draw(t.rapid, "has "+name)) {
			o[name] = t.draw(shape, name)
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
		thing[name] = t.draw(t.api.Shape(t.about.Shape.Member(name).Shape), name)
	}
	return thing
}

// exemplary reports whether the model gives an example of the entity, to
// which things are kept.
func (t *trial) exemplary() bool {
	e := t.api.Entity(t.about.Name)
	return e != nil && e.Example != ""
}

// drawFact draws the value of a fact from those that the operation may set.
func (t *trial) drawFact(o object, inEach bool) {
	put, value := t.ops.put, t.about.Fact.Value
	if _, in := put.Effect.Bound(value).Within(put.Effect.Each); in == inEach {
		o[value] = rapid.SampledFrom(t.values(put)).Draw(t.rapid, value)
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

// list returns all things in a partition, page after page.
func (t *trial) list(partition object) []object { return t.listBy(partition, nil) }

// listBy is list with more members of the input.
func (t *trial) listBy(partition, more object) []object {
	op := t.ops.list
	if op == nil {
		t.skip("no operation lists %s", t.about.Name)
	}
	in := with(t.input(op, partition), more)
	t.arrangeReferences(op, in)
	var all []object
	for range 1000 {
		out := t.ok(op, t.call(op, in))
		all = append(all, shown(op, out)...)
		c := op.Clause("pagination")
		if c == nil {
			return all
		}
		rule := c.Rule.(model.Pagination)
		token := textAt(out, model.Path(rule.Next))
		if token == "" {
			return all
		}
		in = with(in, object{rule.Token: token})
	}
	t.fail("a last page", "1000 pages, and a token on each")
	return nil
}

// find returns those of the things with given keys that are there. Keys of
// several partitions are looked for in each.
func (t *trial) find(keys ...object) []object {
	wanted := map[string]bool{}
	var partitions []object
	seen := map[string]bool{}
	for _, key := range keys {
		wanted[keyOf(key, t.about.Key)] = true
		if id := keyOf(key, t.about.Partition); !seen[id] {
			seen[id] = true
			partitions = append(partitions, pick(key, t.about.Partition))
		}
	}
	var found []object
	for _, p := range partitions {
		list := []object(nil)
		if len(t.about.Partition) == 0 {
			list = t.select1(keys)
		} else {
			list = t.list(p)
		}
		for _, thing := range list {
			if wanted[keyOf(thing, t.about.Key)] {
				found = append(found, thing)
			}
		}
	}
	return found
}

// select1 asks for the things with given keys one at a time, where all are
// listed together and there may be many.
func (t *trial) select1(keys []object) []object {
	by, absent := t.selector()
	if by == "" {
		return t.list(nil)
	}
	var found []object
	for _, key := range keys {
		in := t.input(t.ops.list)
		set(in, by, []any{t.selection(by, key)})
		r := t.call(t.ops.list, in)
		if absent != "" && r.code == absent {
			continue
		}
		found = append(found, shown(t.ops.list, t.ok(t.ops.list, r))...)
	}
	return found
}

// selector returns the list in the input of the listing operation that
// selects things by their keys, and the error with which that operation
// answers where a thing is absent.
func (t *trial) selector() (by model.Path, absent string) {
	for _, c := range t.ops.list.Clauses {
		switch rule := c.Rule.(type) {
		case model.Filter:
			if t.selectsByKey(rule) {
				by = rule.By
			}
		case model.FilterAbsent:
			absent = model.ErrorOf(c.Choice)
		}
	}
	return by, absent
}

// selectsByKey reports whether a filter names single things: it is a list, and
// compares all of the key but the partition.
func (t *trial) selectsByKey(f model.Filter) bool {
	_, shape, err := t.api.Steps(t.ops.list.Input, f.By)
	if err != nil || shape.Kind != model.List {
		return false
	}
	for _, name := range t.about.Key {
		if !slices.Contains(t.about.Partition, name) && !slices.Contains(f.On, model.Path(name)) {
			return false
		}
	}
	return true
}

// selection returns the element of a selecting list for a key.
func (t *trial) selection(by model.Path, key object) any {
	_, list, _ := t.api.Steps(t.ops.list.Input, by)
	if elem := t.api.Shape(list.Elem); elem.Kind == model.Structure {
		var names []string
		for _, m := range elem.Members {
			names = append(names, m.Name)
		}
		return pick(key, names)
	}
	return key[t.about.Key[len(t.about.Key)-1]]
}

// expect expects a list of things, in any order, to be those that were put:
// the same keys, and the same of all that the caller can set.
func (t *trial) expect(want, got []object) {
	w, g := t.comparable(want), t.comparable(got)
	byKey := map[string]object{}
	agree := len(w) == len(g)
	for _, thing := range g {
		byKey[keyOf(thing, t.about.Key)] = thing
	}
	agree = agree && len(byKey) == len(g)
	for _, thing := range w {
		found, there := byKey[keyOf(thing, t.about.Key)]
		agree = agree && there && same(t.api, t.about.Shape, thing, found)
	}
	if !agree {
		t.fail(showAll(w), "%s", showAll(g))
	}
}

// comparable returns the things without the members that are not the caller's
// to set.
func (t *trial) comparable(things []object) []object {
	names := slices.Clone(t.about.Key)
	switch {
	case t.about.Fact != nil && !t.sets():
		names = append(names, t.about.Fact.Value)
	case t.ops.put != nil:
		names = append(names, t.settable(t.ops.put)...)
	}
	if t.ops.list != nil {
		names = slices.DeleteFunc(names, func(name string) bool { return !shows(t.ops.list, name) })
	}
	some := make([]object, len(things))
	for i, thing := range things {
		some[i] = pick(thing, names)
	}
	return some
}

// expectKeys expects a list of things to be those with given keys.
func (t *trial) expectKeys(want, got []object) {
	w, g := t.onlyKeysOf(want), t.onlyKeysOf(got)
	if a, b := showAll(w), showAll(g); a != b {
		t.fail(a, "%s", b)
	}
}

func (t *trial) onlyKeysOf(things []object) []object {
	keys := make([]object, len(things))
	for i, thing := range things {
		keys[i] = pick(thing, t.about.Key)
	}
	return keys
}

// some draws a few of the keys, in an order that is drawn, each once.
func some[V any](t *trial, all []V, low, high int) []V {
	n := rapid.IntRange(low, min(high, len(all))).Draw(t.rapid, "how many")
	return slices.Clone(rapid.Permutation(all).Draw(t.rapid, "which")[:n])
}
