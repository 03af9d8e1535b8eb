package conformance

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var filterLaws = []law{
	{kind: "filter", name: "what the filters select is shown, and nothing else", check: func(t *trial) {
		filters := t.filters()
		if by := t.clause.Rule.(model.Filter); t.bounded() && t.namesThings(by) && t.capacity(2) < 2 {
			t.selectOne(by)
			return
		}
		things := t.various(filters)
		t.fill(things)
		in := t.input(t.op, pick(things[0], t.about.Partition))
		t.arrangeReferences(t.op, in)
		all := t.summedUp(things)
		// A filter on what is summed up looks at the sums, any other at what
		// they are sums of.
		left := slices.Clone(things)
		for _, f := range filters {
			if !t.filtersSums(f) {
				left = t.filter(in, f, things, left)
			}
		}
		want := t.summedUp(left)
		for _, f := range filters {
			if t.filtersSums(f) {
				want = t.filter(in, f, all, want)
			}
		}
		var got []object
		for _, p := range t.walk(in, nil) {
			got = append(got, p.rows...)
		}
		if !t.bounded() {
			// What other cases and other people have put is shown, too.
			got = slices.DeleteFunc(got, func(row object) bool {
				return !slices.ContainsFunc(all, func(mine object) bool { return keyOf(mine, t.told()) == keyOf(row, t.told()) })
			})
		}
		if w, g := t.showTold(want), t.showTold(got); w != g {
			t.fail(w, "%s", g)
		}
	}},
	{kind: "filter/absent", name: "keys of which some are not there", see: func(t *trial) string {
		by := t.clause.Rule.(model.FilterAbsent).By
		n := 3
		if t.bounded() {
			n = t.capacity(n)
		}
		things := t.describe(t.keys(n)...)
		there := things[:rapid.IntRange(0, n).Draw(t.rapid, "there")]
		partition := pick(things[0], t.about.Partition)
		strange := t.strangers(partition, rapid.IntRange(1, 2).Draw(t.rapid, "not there"), things)
		absent := append(slices.Clone(strange), things[len(there):]...)
		t.fill(there)
		in := t.input(t.op, partition)
		t.arrangeReferences(t.op, in)
		ask := func(keys []object) *reply {
			var selections []any
			for _, key := range keys {
				selections = append(selections, t.selection(by, key))
			}
			set(in, by, selections)
			return t.call(t.op, in)
		}
		r := ask(rapid.Permutation(append(absent, there...)).Draw(t.rapid, "order"))
		if r.ok() {
			t.expect(there, t.pageOf(in, r).rows)
		}
		// What is there is found when nothing else is asked for, and what was
		// not there as soon as it is.
		t.fill(things[len(there):])
		t.expect(things, t.pageOf(in, ask(things)).rows)
		if !r.ok() {
			return errorSeen(r)
		}
		// Of what is there nothing is shown that was not asked for.
		t.expect(nil, t.pageOf(in, ask(strange)).rows)
		return "omitted"
	}},
	{kind: "filter/needs", name: "a filter with and without the one that it needs", see: func(t *trial) string {
		rule := t.clause.Rule.(model.FilterNeeds)
		alone := t.base()
		both := clone(alone)
		for _, path := range []model.Path{rule.By, rule.Needs} {
			_, shape, err := t.api.Steps(t.op.Input, path)
			if err != nil {
				t.skip("%v", err)
			}
			value := t.draw(shape, string(path))
			set(both, path, value)
			if path == rule.By {
				set(alone, path, value)
			}
		}
		t.accepted(t.call(t.op, both))
		if r := t.call(t.op, alone); !r.ok() {
			return errorSeen(r)
		}
		return "accepted"
	}},
}

// selectOne puts the one thing that there can be in one place. It is shown if
// its key selects it, and not if that of another does, with which it may share
// a member.
func (t *trial) selectOne(f model.Filter) {
	thing := t.describe(t.keys(1)...)[0]
	t.fill([]object{thing})
	partition := pick(thing, t.about.Partition)
	in := t.input(t.op, partition)
	t.arrangeReferences(t.op, in)
	ask := func(key object) []object {
		set(in, f.By, []any{t.selection(f.By, key)})
		return t.pageOf(in, t.call(t.op, in)).rows
	}
	t.expect([]object{thing}, ask(thing))
	for _, other := range t.strangers(partition, 3, []object{thing}) {
		t.expect(nil, ask(other))
	}
}

// namesThings reports whether a filter looks at nothing but members of keys.
func (t *trial) namesThings(f model.Filter) bool {
	return !slices.ContainsFunc(f.On, func(on model.Path) bool { return !slices.Contains(t.about.Key, string(on)) })
}

// filtersSums reports whether a filter looks at what a summary sums up.
func (t *trial) filtersSums(f model.Filter) bool {
	return t.op.Clause("fact/summary") != nil && slices.Contains(f.On, model.Path(t.about.Fact.Value))
}

// filter puts a value for a filter into a request, drawn from what some rows
// have, and returns those of the rows that are left which it selects.
func (t *trial) filter(in object, f model.Filter, rows, left []object) []object {
	value := t.filterValue(f, rows)
	if value == nil {
		return left
	}
	set(in, f.By, value)
	return slices.DeleteFunc(slices.Clone(left), func(row object) bool { return !selects(f, value, row) })
}

// filters returns the filter that the trial's clause is about, some others of
// its operation, and those that these need.
func (t *trial) filters() []model.Filter {
	all := map[model.Path]model.Filter{}
	chosen := []model.Filter{t.clause.Rule.(model.Filter)}
	has := func(by model.Path) bool {
		return slices.ContainsFunc(chosen, func(f model.Filter) bool { return f.By == by })
	}
	for _, c := range t.op.Clauses {
		if f, ok := c.Rule.(model.Filter); ok {
			all[f.By] = f
			if c.ID != t.clause.ID && rapid.Bool().Draw(t.rapid, "with "+c.ID) {
				chosen = append(chosen, f)
			}
		}
	}
	for _, c := range t.op.Clauses {
		if rule, ok := c.Rule.(model.FilterNeeds); ok && has(rule.By) && !has(rule.Needs) {
			chosen = append(chosen, all[rule.Needs])
		}
	}
	return chosen
}

// various returns things that differ in whatever the filters look at.
func (t *trial) various(filters []model.Filter) []object {
	var things []object
	switch {
	case t.op.Clause("fact/summary") != nil:
		things = t.spreadGroups()
	case len(t.about.Partition) == 0:
		things = t.describe(t.namedKeys(4)...)
	default:
		things = t.describe(t.crossed()...)
	}
	for _, f := range filters {
		for _, on := range f.On {
			member := top(on)
			if slices.Contains(t.about.Key, member) || t.about.Fact != nil && member == t.about.Fact.Value {
				continue
			}
			if t.ops.put == nil || !slices.Contains(t.settable(t.ops.put), member) {
				t.skip("%s can't be set", member)
			}
			for _, thing := range things {
				t.vary(thing, on)
			}
		}
	}
	return things
}

// crossed returns keys in one partition: all that are made of the members of
// two, so that every member of theirs is shared by several.
func (t *trial) crossed() []object {
	if t.given != nil {
		return t.keys(t.capacity(4))
	}
	two := t.keys(t.capacity(2))
	keys := two[:1]
	for _, name := range t.about.Key {
		if slices.Contains(t.about.Partition, name) {
			continue
		}
		var more []object
		for _, key := range keys {
			for _, other := range two {
				crossed := with(key, object{name: other[name]})
				if !slices.ContainsFunc(more, func(o object) bool { return keyOf(o, t.about.Key) == keyOf(crossed, t.about.Key) }) {
					more = append(more, crossed)
				}
			}
		}
		keys = more
	}
	return keys
}

// vary gives a thing what a filter looks at: a value, several where the path
// leads through a list, or none.
func (t *trial) vary(thing object, on model.Path) {
	_, shape, err := t.api.Steps(t.about.Shape.Name, on)
	if err != nil {
		t.skip("%v", err)
	}
	member := top(on)
	rest, through := on.Within(model.Path(member))
	if !through {
		set(thing, on, nil)
		if rapid.Bool().Draw(t.rapid, "has "+string(on)) {
			set(thing, on, rapid.SampledFrom(t.possible(on, shape)).Draw(t.rapid, string(on)))
		}
		return
	}
	delete(thing, member)
	values := some(t, t.samples(shape), 0, 2)
	if len(values) == 0 {
		return
	}
	list := t.api.Shape(t.about.Shape.Member(member).Shape)
	var elems []any
	for _, v := range values {
		elem := t.least(t.api.Shape(list.Elem))
		if o, isObject := elem.(object); isObject {
			set(o, rest, v)
		} else {
			elem = v
		}
		elems = append(elems, elem)
	}
	thing[member] = elems
}
