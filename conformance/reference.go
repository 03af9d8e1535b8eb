package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var referenceLaws = []law{
	{kind: "reference", name: "what is named is not there, and then it is", see: func(t *trial) string {
		rule := t.clause.Rule.(model.Reference)
		if t.given != nil {
			return t.seeUnknown(rule)
		}
		in, things := t.request()
		t.arrangeBut(in, things)
		if len(rule.Where) > 0 && rapid.Bool().Draw(t.rapid, "something else is there") {
			t.arrangeOther(rule, in)
		}
		seen := t.outcomeFor(t.call(t.op, in), things)
		t.forget(rule.Entity, referenced(rule, in)...)
		t.arrangeReferences(t.op, in)
		if seen != "allowed" && t.stores() && t.ops.list != nil {
			t.expect(nil, t.find(things...))
		}
		t.succeeds(in, things)
		return seen
	}},
	{kind: "reference/without", name: "what is named has what it must not have", see: seeWithout},
	{kind: "reference/unneeded", name: "a request for which only the needed is arranged", see: func(t *trial) string {
		in, things := t.request()
		t.arrange(t.op, in, things)
		if t.op.Effect.Verb == model.Deletes {
			t.put(things...)
		}
		r := t.call(t.op, in)
		if !r.ok() && slices.Contains(t.clause.Choices, errorSeen(r)) {
			return errorSeen(r)
		}
		if out := t.accepted(r); len(t.failed(t.op, out)) > 0 {
			if t.unsure != "" {
				t.skip("%s", t.unsure)
			}
			t.fail("no failures", "%v", r)
		}
		if t.stores() {
			t.makes(things...)
			t.expect(things, t.find(things...))
		}
		return "not-needed"
	}},
}

// seeUnknown looks at a listing for an entity that is not there, where none can
// be made, and then at one that is.
func (t *trial) seeUnknown(rule model.Reference) string {
	if t.op.Effect.Verb != model.Lists && t.op.Effect.Verb != model.Reads {
		t.needNew(rule.Entity)
	}
	unknown := object{}
	for _, name := range t.about.Partition {
		unknown[name] = t.name()
	}
	seen := t.outcomeFor(t.call(t.op, t.input(t.op, unknown)), nil)
	in := t.input(t.op, t.partition())
	t.accepted(t.call(t.op, in))
	return seen
}

// skipUnneeded gives the case up if an answer says that something is missing
// which can't be arranged, because the model does not hold it: on such a
// target nothing is known of all that takes it, and nothing is wrong with it.
func (t *trial) skipUnneeded(op *model.Operation, r *reply) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		rule, ok := c.Rule.(model.Unneeded)
		if ok && slices.Contains(c.Choices, errorSeen(r)) && (t.asserted(c) == "" || t.asserted(c) == errorSeen(r)) {
			t.skip("it takes %s, which can't be arranged", rule.What)
		}
		if ref, ok := c.Rule.(model.Reference); ok && c.Choice == errorSeen(r) {
			t.skipUngiven(op, ref)
		}
	}
}

// skipUngiven gives the case up if what names the entity that a request is
// refused for is nothing that a caller can have, by what the model says of it.
// A fake, of which nothing is tolerated, takes what the model has in its place,
// unless it was found out not to while ways to set facts were tried.
func (t *trial) skipUngiven(op *model.Operation, ref model.Reference) {
	if !t.target.Tolerances.any() && !t.setup.ungiven[op.Name] {
		return
	}
	if u := unmodelledName(op, ref); u != nil {
		t.skip("%s is not to be had: %s", u.Path, u.Why)
	}
}

// unmodelledName returns what is said of the place in a request where a
// reference's entity is named, if the model has something else there than the
// service, or nil.
func unmodelledName(op *model.Operation, ref model.Reference) *model.Unmodelled {
	for _, b := range ref.From {
		for i := range op.Unmodelled {
			if op.Unmodelled[i].Path == b.Path {
				return &op.Unmodelled[i]
			}
		}
	}
	return nil
}

// wantsUngiven reports whether an operation may want to be told of an entity by
// what no caller has, so that nothing can be foretold of it.
func (s *arrangements) wantsUngiven(op *model.Operation) bool {
	if s.ungiven[op.Name] {
		return true
	}
	return s.target.Tolerances.any() && slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		ref, ok := c.Rule.(model.Reference)
		return ok && unmodelledName(op, ref) != nil
	})
}

// noteUngiven notes, if an operation that sets facts refuses to find an entity
// which is there, that it wants a name for it that no caller has.
func (t *trial) noteUngiven(op *model.Operation, r *reply) {
	for i := range op.Clauses {
		c := &op.Clauses[i]
		ref, ok := c.Rule.(model.Reference)
		if ok && c.Choice == errorSeen(r) && unmodelledName(op, ref) != nil {
			t.setup.ungiven[op.Name] = true
		}
	}
}

// stores reports whether the trial's operation puts or sets something.
func (t *trial) stores() bool {
	return t.op.Effect.Verb == model.Puts || t.op.Effect.Verb == model.Sets
}

// request returns a request of the trial's operation for which nothing is
// arranged, and the things that it is about: none for one that lists.
func (t *trial) request() (in object, things []object) {
	if t.op.Effect.Verb == model.Lists || t.op.Effect.Verb == model.Reads {
		return t.input(t.op, t.partition()), nil
	}
	things = t.describe(t.fewKeys(2)...)
	return t.input(t.op, things...), things
}

// most returns how many things one request of an operation may be about.
func (t *trial) most(op *model.Operation) int {
	if op.Effect.Each == "" {
		return 1
	}
	_, list, err := t.api.Steps(op.Input, op.Effect.Each)
	if err != nil {
		t.skip("%v", err)
	}
	_, high := t.lengths(list, 1, 100)
	return high
}

// fewKeys draws up to most keys, as many as one request may be about and as
// can be arranged in one place.
func (t *trial) fewKeys(most int) []object {
	most = min(most, t.most(t.op), t.capacity(most))
	return t.keys(rapid.IntRange(1, most).Draw(t.rapid, "keys"))
}

// capacity returns how many of n keys can be arranged in one place.
func (t *trial) capacity(n int) int {
	if len(t.about.Partition) == 0 {
		return n
	}
	if t.given != nil {
		return min(n, t.givenCapacity(t.passing()))
	}
	only, keys := t.onlyKeys(), 1
	for _, name := range t.about.Key {
		if slices.Contains(t.about.Partition, name) {
			continue
		}
		if values, limited := only[name]; limited {
			keys *= len(values)
		} else {
			keys *= len(t.universe(t.api.Shape(t.about.Shape.Member(name).Shape), n))
		}
	}
	return min(n, keys)
}

// strangers returns n keys in a partition that are none of the given ones.
// Nothing can be put there for certain: they are for asking after what is not
// there.
func (t *trial) strangers(partition object, n int, but []object) []object {
	if len(t.about.Partition) == 0 {
		return t.namedKeys(n)
	}
	if t.given != nil && t.op.Effect.Verb != model.Lists && t.op.Effect.Verb != model.Reads {
		return t.givenStrangers(partition, n, but)
	}
	all := []object{partition}
	for _, name := range t.about.Key {
		if slices.Contains(t.about.Partition, name) {
			continue
		}
		values := t.universe(t.api.Shape(t.about.Shape.Member(name).Shape), n+len(but))
		switch {
		case n > 12 && len(values) > n:
			all = all[:1] // so many keys differ in their last member only
		case n <= 12 && len(t.about.Key)-len(t.about.Partition) > 1:
			values = t.fewOf(values, n, name, but)
		}
		var more []object
		for _, key := range all {
			for _, v := range values {
				more = append(more, with(key, object{name: v}))
			}
		}
		all = more
	}
	all = slices.DeleteFunc(all, func(key object) bool {
		return slices.ContainsFunc(but, func(b object) bool { return keyOf(b, t.about.Key) == keyOf(key, t.about.Key) })
	})
	if len(all) < n {
		t.skip("no %d more of %s differ", n, t.about.Name)
	}
	if n > 12 {
		return all[:n]
	}
	return rapid.SliceOfNDistinct(rapid.SampledFrom(all), n, n, func(o object) string {
		return keyOf(o, t.about.Key)
	}).Draw(t.rapid, "keys that are not there")
}

// fewOf returns a few of the values for a member of n keys, and those that some
// things have, so that many of the keys share a member with one another or with
// a thing, and none share all.
func (t *trial) fewOf(values []string, n int, name string, things []object) []string {
	few := rapid.Permutation(values).Draw(t.rapid, "values of "+name)[:min(len(values), max(3, n))]
	for _, thing := range things {
		if text, isText := thing[name].(string); isText && !slices.Contains(few, text) {
			few = append(few, text)
		}
	}
	return few
}

// arrangeBut arranges what a request needs, but for what the clause of the
// trial refers to. A fact is set only where that takes no operation, for that
// would need the same again.
func (t *trial) arrangeBut(in object, things []object) {
	for _, c := range t.op.Clauses {
		switch rule := c.Rule.(type) {
		case model.Reference:
			if c.ID == t.clause.ID {
				continue
			}
			for _, key := range referenced(rule, in) {
				t.on(rule.Entity).exists(key, rule.Where)
			}
		case model.Guard:
			if t.setsDirectly(rule.Fact) {
				t.setFacts(rule.Fact, rule.Accepts[0], things...)
			}
		}
	}
}

// arrangeOther makes the entities that a request refers to, but not such as
// the reference asks for.
func (t *trial) arrangeOther(rule model.Reference, in object) {
	e := t.on(rule.Entity)
	for _, key := range referenced(rule, in) {
		thing := with(t.example(rule.Entity), key)
		for _, c := range rule.Where {
			_, shape, err := t.api.Steps(e.about.Shape.Name, c.Path)
			if err != nil {
				t.skip("%v", err)
			}
			others := slices.DeleteFunc(slices.Clone(e.possible(c.Path, shape)), func(v any) bool { return v == c.Value })
			if len(others) == 0 {
				t.skip("%s can be nothing but %s", c.Path, c.Value)
			}
			set(thing, c.Path, rapid.SampledFrom(others).Draw(t.rapid, string(c.Path)))
		}
		if r := e.tryPut(thing); !r.ok() {
			t.skip("a %s could not be arranged: %v", rule.Entity, r)
		}
	}
}

// outcomeFor says in the words of choices what became of a request that was
// about some things.
func (t *trial) outcomeFor(r *reply, things []object) string {
	if !r.ok() {
		return errorSeen(r)
	}
	out := t.ok(t.op, r)
	if things == nil {
		if rows := shown(t.op, out); len(rows) > 0 {
			t.fail("nothing to show", "%v", r)
		}
		return "allowed"
	}
	switch failed := t.failed(t.op, out); len(failed) {
	case 0:
		t.makes(things...)
		return "allowed"
	case len(things):
		return "failed-batch"
	default:
		t.fail("all of the things failed, or none", "%v", r)
		return ""
	}
}

// succeeds expects a request to pass, once all that it needs is there. What
// it puts has to be found afterwards, what it deletes must not, and what it
// lists has to be what was put meanwhile.
func (t *trial) succeeds(in object, things []object) {
	switch t.op.Effect.Verb {
	case model.Puts, model.Sets:
		t.put(things...)
		if t.ops.list != nil {
			t.expect(things, t.find(things...))
		}
	case model.Deletes:
		t.put(things...)
		t.expect(things, t.find(things...))
		t.remove(things...)
		t.expect(nil, t.find(things...))
	default:
		partition := object{}
		for _, name := range t.about.Partition {
			partition[name] = one(in, t.op.Effect.Bound(name))
		}
		if !t.bounded() {
			t.accepted(t.call(t.op, in))
			return
		}
		there := t.describe(t.keysIn(partition, 1)...)
		t.put(there...)
		t.expect(there, t.page(in).rows)
	}
}
