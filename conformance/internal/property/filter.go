package property

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var filterProperties = []script.Property{
	{Kind: "filter", Name: "what the filters select is returned, and nothing else", Check: func(t *script.T) {
		filters := filters(t)
		if unset(t, filters[0]) {
			selectNothing(t, filters[0])
			return
		}
		if by := t.Clause.Rule.(model.Filter); bounded(t) && filtersByKey(t, by) && t.Capacity(2) < 2 {
			selectOne(t, by)
			return
		}
		resources := various(t, filters)
		fill(t, resources)
		learn(t, filters, resources)
		in := t.Input(t.Op, value.Pick(resources[0], t.Subject.Partition))
		t.SetUpReferences(t.Op, in)
		all := summedUp(t, resources)
		values := map[model.Path]any{}
		for _, f := range filters {
			rows := resources
			if filtersSums(t, f) {
				rows = all
			}
			values[f.By] = filterValue(t, f, rows)
		}
		others := slices.DeleteFunc(slices.Clone(filters), func(f model.Filter) bool { return f.By == filters[0].By })
		selectAlone(t, in, filters[0], others, values, resources)
		want := filtered(t, in, filters, values, resources)
		got := among(t, listed(t, in), all)
		expectRows(t, want, got)
	}},
	{Kind: "filter/absent", Name: "keys of which some do not exist", Observe: func(t *script.T) string {
		by := t.Clause.Rule.(model.FilterAbsent).By
		n := 3
		if bounded(t) {
			n = t.Capacity(n)
		}
		resources := t.Describe(t.Keys(n)...)
		there := resources[:rapid.IntRange(0, n).Draw(t.Rapid, "there")]
		partition := value.Pick(resources[0], t.Subject.Partition)
		strange := t.Strangers(partition, rapid.IntRange(1, 2).Draw(t.Rapid, "not there"), resources)
		absent := append(slices.Clone(strange), resources[len(there):]...)
		fill(t, there)
		in := t.Input(t.Op, partition)
		t.SetUpReferences(t.Op, in)
		ask := func(keys []value.Object) *wire.Reply {
			var selections []any
			for _, key := range keys {
				selections = append(selections, t.Selection(by, key))
			}
			value.Set(in, by, selections)
			return t.Call(t.Op, in)
		}
		r := ask(rapid.Permutation(append(absent, there...)).Draw(t.Rapid, "order"))
		if r.Ok() {
			t.Expect(there, wholeOf(t, in, r))
		}
		// Existing keys are returned when no others are asked for, and absent
		// ones as soon as they exist.
		fill(t, resources[len(there):])
		all := ask(resources)
		t.Expect(resources, wholeOf(t, in, all))
		if !r.Ok() {
			return testcase.ErrorChoice(r)
		}
		// No resource is returned that was not asked for. A target may even reject
		// a request in which nothing is there, and omit what is not there of others.
		alone := ask(strange)
		if choice := testcase.ErrorChoice(alone); alone.Ok() || !t.Clause.Permits(choice) {
			t.Expect(nil, wholeOf(t, in, alone))
		}
		return "omitted"
	}},
	{Kind: "filter/either", Name: "a whole group of members, and not even one", Observe: observeEither},
	{Kind: "filter/needs", Name: "a filter with and without the one that it needs", Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.FilterNeeds)
		alone := t.ValidRequest()
		both := value.Clone(alone)
		for _, path := range []model.Path{rule.By, rule.Needs} {
			_, shape, err := t.API.Steps(t.Op.Input, path)
			if err != nil {
				t.Skip("%v", err)
			}
			val := t.Draw(shape, string(path))
			value.Set(both, path, val)
			if path == rule.By {
				value.Set(alone, path, val)
			}
		}
		t.ExpectAccepted(t.Call(t.Op, both))
		if r := t.Call(t.Op, alone); !r.Ok() {
			return limitChoice(t, r)
		}
		return "accepted"
	}},
}

// selectOne puts the one resource that a partition can hold. A read must return
// it if its key is selected, and not if another key is, which may share a
// member with it.
func selectOne(t *script.T, f model.Filter) {
	resource := t.Describe(t.Keys(1)...)[0]
	fill(t, []value.Object{resource})
	partition := value.Pick(resource, t.Subject.Partition)
	in := t.Input(t.Op, partition)
	t.SetUpReferences(t.Op, in)
	ask := func(key value.Object) []value.Object {
		value.Set(in, f.By, []any{t.Selection(f.By, key)})
		return wholeOf(t, in, t.Call(t.Op, in))
	}
	t.Expect([]value.Object{resource}, ask(resource))
	for _, other := range t.Strangers(partition, 3, []value.Object{resource}) {
		t.Expect(nil, ask(other))
	}
}

// filtersByKey reports whether a filter compares only members of keys.
func filtersByKey(t *script.T, f model.Filter) bool {
	return !slices.ContainsFunc(f.On, func(on model.Path) bool { return !slices.Contains(t.Subject.Key, string(on)) })
}

// filtersSums reports whether a filter compares the value that a summary sums
// up.
func filtersSums(t *script.T, f model.Filter) bool {
	return t.Op.Clause("fact/summary") != nil && slices.Contains(f.On, model.Path(t.Subject.Fact.Value))
}

// filtered puts the values of filters into a request, and returns which rows
// they select of some resources. A filter by the value of a summary selects
// sums, any other filter selects what is summed up.
func filtered(t *script.T, in value.Object, filters []model.Filter, values map[model.Path]any, resources []value.Object) []value.Object {
	selected := func(rows []value.Object, sums bool) []value.Object {
		for _, f := range filters {
			val := values[f.By]
			if val == nil || filtersSums(t, f) != sums {
				continue
			}
			value.Set(in, f.By, val)
			rows = slices.DeleteFunc(slices.Clone(rows), func(row value.Object) bool { return !selects(f, val, row) })
		}
		return rows
	}
	return selected(summedUp(t, selected(slices.Clone(resources), false)), true)
}

// selectAlone skips the case unless the filters beside the clause's own select
// what they should without it, as far as they can do without: other clauses are
// about them.
func selectAlone(t *script.T, in value.Object, own model.Filter, others []model.Filter, values map[model.Path]any, resources []value.Object) {
	if t.Demanded(t.Op, own) {
		return
	}
	others = slices.DeleteFunc(others, func(f model.Filter) bool {
		return values[f.By] == nil || slices.ContainsFunc(t.Op.Clauses, func(c model.Clause) bool {
			rule, is := c.Rule.(model.FilterNeeds)
			return is && rule.By == f.By && rule.Needs == own.By
		})
	})
	if len(others) == 0 {
		return
	}
	in = value.Clone(in)
	want := filtered(t, in, others, values, resources)
	rows := aside(t, func() []value.Object { return listed(t, in) })
	got := among(t, rows, summedUp(t, resources))
	if showIdentities(t, got) != showIdentities(t, want) {
		t.Skip("%s alone selects %s, where %s is right", others[0].By, showIdentities(t, got), showIdentities(t, want))
	}
}

// among returns the rows of a listing that are the case's: unless the listing is
// of one partition, it also returns what other cases, and others, have put.
func among(t *script.T, rows, mine []value.Object) []value.Object {
	if bounded(t) {
		return rows
	}
	return slices.DeleteFunc(slices.Clone(rows), func(row value.Object) bool {
		return !slices.ContainsFunc(mine, func(one value.Object) bool { return value.KeyOf(one, identity(t)) == value.KeyOf(row, identity(t)) })
	})
}

// filters returns the filter of the case's clause, some others of its
// operation, and those that these need.
func filters(t *script.T) []model.Filter {
	all := map[model.Path]model.Filter{}
	chosen := []model.Filter{t.Clause.Rule.(model.Filter)}
	has := func(by model.Path) bool {
		return slices.ContainsFunc(chosen, func(f model.Filter) bool { return f.By == by })
	}
	for _, c := range t.Op.Clauses {
		if f, ok := c.Rule.(model.Filter); ok {
			all[f.By] = f
			if c.ID != t.Clause.ID && !unset(t, f) && (t.Demanded(t.Op, f) || rapid.Bool().Draw(t.Rapid, "with "+c.ID)) {
				chosen = append(chosen, f)
			}
		}
	}
	for _, c := range t.Op.Clauses {
		if rule, ok := c.Rule.(model.FilterNeeds); ok && has(rule.By) && !has(rule.Needs) {
			chosen = append(chosen, all[rule.Needs])
		}
	}
	return chosen
}

// various returns resources that differ in the members that the filters
// compare.
func various(t *script.T, filters []model.Filter) []value.Object {
	var resources []value.Object
	switch {
	case t.Op.Clause("fact/summary") != nil:
		resources = spreadGroups(t)
	case len(t.Gathering(t.Op)) > 0:
		keys, elsewhere := crossed(t), t.Partition()
		for _, key := range slices.Clone(keys) {
			keys = append(keys, value.With(key, elsewhere))
		}
		resources = t.Describe(keys...)
	case len(t.Subject.Partition) == 0:
		resources = t.Describe(t.NamedKeys(4)...)
	default:
		resources = t.Describe(crossed(t)...)
	}
	for _, f := range filters {
		for _, on := range f.On {
			member := setup.TopMember(on)
			if slices.Contains(t.Subject.Key, member) || t.Subject.Fact != nil && member == t.Subject.Fact.Value {
				continue
			}
			if supplied(t, on) || unset(t, f) {
				continue
			}
			for i, resource := range resources {
				vary(t, resource, on)
				if resources[i] = t.Accepted(resource, member); resources[i] == nil {
					t.Skip("no example of a %s can have such a %s", t.Subject.Name, on)
				}
			}
		}
	}
	return resources
}

// supplied reports whether the service alone says what stands at a place in a
// resource.
func supplied(t *script.T, on model.Path) bool {
	put := t.Operations.Put
	return put != nil && put.Forbids(effect.InputPath(put, on)) && slices.ContainsFunc(t.API.TreatedMembers(put.Effect.Of), func(c *model.Clause) bool {
		r := c.Rule.(model.Treated)
		return r.Treatment == model.Supplied && r.Member == on
	})
}

// learn adds to resources that were put what the service has supplied at the places
// that filters compare.
func learn(t *script.T, filters []model.Filter, resources []value.Object) {
	for _, f := range filters {
		for _, on := range f.On {
			if !supplied(t, on) {
				continue
			}
			for _, found := range t.Find(resources...) {
				for _, resource := range resources {
					if value.KeyOf(found, t.Subject.Key) == value.KeyOf(resource, t.Subject.Key) {
						value.Set(resource, on, value.One(found, on))
					}
				}
			}
		}
	}
}

// crossed returns keys in one partition: all combinations of the members of two
// keys, so that several share every member.
func crossed(t *script.T) []value.Object {
	if t.Fixtures != nil {
		return t.Keys(t.Capacity(4))
	}
	two := t.Keys(t.Capacity(2))
	keys := two[:1]
	for _, name := range t.Subject.Key {
		if slices.Contains(t.Subject.Partition, name) {
			continue
		}
		var more []value.Object
		for _, key := range keys {
			for _, other := range two {
				crossed := value.With(key, value.Object{name: other[name]})
				if !slices.ContainsFunc(more, func(o value.Object) bool { return value.KeyOf(o, t.Subject.Key) == value.KeyOf(crossed, t.Subject.Key) }) {
					more = append(more, crossed)
				}
			}
		}
		keys = more
	}
	return t.OwnNames(keys)
}

// vary sets the member of a resource that a filter compares: to a value, to
// several where the path leads through a list, or to none.
func vary(t *script.T, resource value.Object, on model.Path) {
	_, shape, err := t.API.Steps(t.Subject.Shape.Name, on)
	if err != nil {
		t.Skip("%v", err)
	}
	member := setup.TopMember(on)
	rest, through := on.Within(model.Path(member))
	if !through {
		value.Set(resource, on, nil)
		if rapid.Bool().Draw(t.Rapid, "has "+string(on)) {
			value.Set(resource, on, rapid.SampledFrom(t.SamplesAt(on, shape)).Draw(t.Rapid, string(on)))
		}
		return
	}
	delete(resource, member)
	values := script.Some(t, t.Samples(shape), 0, 2)
	if len(values) == 0 {
		return
	}
	list := t.API.Shape(t.Subject.Shape.Member(member).Shape)
	var elems []any
	for _, v := range values {
		elem := t.Least(t.API.Shape(list.Elem))
		if o, isObject := elem.(value.Object); isObject {
			value.Set(o, rest, v)
		} else {
			elem = v
		}
		elems = append(elems, elem)
	}
	resource[member] = elems
}
