package property

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var aggregateProperties = []script.Property{
	{Kind: "aggregate", Name: "no facts, some, others: what they amount to", Cases: 10, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Aggregate)
		all := aggregated(t, rule)
		for _, one := range all {
			one.expect(t, rule, nil)
		}
		for _, one := range all {
			one.decide()
		}
		for _, one := range all {
			one.expect(t, rule, one.facts)
			one.expectFound()
		}
		// It follows later changes, and those of another resource change nothing.
		changed := rapid.SampledFrom(all).Draw(t.Rapid, "decided anew")
		for _, fact := range script.Some(t, changed.facts, 1, len(changed.facts)) {
			fact[changed.view.Subject.Fact.Value] = rapid.SampledFrom(decisions(changed.view)).Draw(t.Rapid, "another value")
		}
		changed.decide()
		for _, one := range all {
			one.expect(t, rule, one.facts)
		}
	}},
	{Kind: "aggregate", Name: "more and more facts, up to the cap and beyond", Cases: 3, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Aggregate)
		f := t.On(rule.Of)
		f.NeedChange(rule.Of)
		decisive := slices.DeleteFunc(decisions(f), func(v string) bool { return !slices.Contains(rule.Sum.First, v) })
		if len(decisive) == 0 {
			t.Skip("the value that takes precedence can't be set")
		}
		val := rapid.SampledFrom(decisive).Draw(t.Rapid, "value")
		n := rule.Sum.Cap + 2
		if f.Capacity(n) < n {
			t.Skip("there can't be %d facts about one %s", n, t.Subject.Name)
		}
		keys := f.Keys(n)
		one := about(t, f, keys)
		for i := range one.facts {
			one.facts[i] = value.With(keys[i], value.Object{f.Subject.Fact.Value: val})
		}
		fill(f, one.facts[:rule.Sum.Cap-1])
		for n := rule.Sum.Cap; n <= len(keys); n++ {
			fill(f, one.facts[n-1:n])
			one.expect(t, rule, one.facts[:n])
		}
	}},
	{Kind: "aggregate/latest", Name: "no facts, some, later ones: the latest time", Cases: 10, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.AggregateLatest)
		f, one := undecided(t, rule.Of)
		if got := value.One(one.row(t), rule.At); t.Exact() && got != nil {
			t.Fail("no "+string(rule.At), "%s", value.Show(got))
		}
		beside := one.beside(t, rule)
		beside()
		apart := between(f)
		most := len(one.facts)
		for i := range rapid.IntRange(2, 3).Draw(t.Rapid, "times") {
			if i > 0 && t.Target.Clock != nil {
				advance(t, apart)
			} else if i > 0 && apart > 1 {
				break
			}
			some := script.Some(t, f.OnlyKeysOf(one.facts), most, most)
			most = max(1, len(one.facts)-1) // one has an earlier time from then on
			put := func() { f.Put(f.Describe(some...)...) }
			if f.Subject.Fact == nil {
				one.expectPut(t, rule, put)
				continue
			}
			put()
			if rapid.Bool().Draw(t.Rapid, "asked later") {
				advance(t, 1)
			}
			one.expectLatest(t, rule)
		}
		beside()
	}},
	{Kind: "aggregate/any", Name: "no facts, some: whether there are any", Cases: 10, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.AggregateAny)
		f, one := undecided(t, rule.Of)
		_, other := undecided(t, rule.Of)
		if got := value.One(one.row(t), rule.At); t.Exact() && got == true {
			t.Fail(string(rule.At)+" false", "%s", value.Show(got))
		}
		f.Put(f.Describe(f.OnlyKeysOf(one.facts)...)...)
		if got := value.One(one.row(t), rule.At); got != true {
			if f.Subject.Fact == nil && !t.Exact() {
				t.Skip("how long it takes until %s tells of what was put is not documented", t.Op.Name)
			}
			t.Fail(string(rule.At)+" true", "%s", value.Show(got))
		}
		if got := value.One(other.row(t), rule.At); t.Exact() && got == true {
			t.Fail(string(rule.At)+" false", "%s", value.Show(got))
		}
	}},
	{Kind: "aggregate/filter", Name: "what amounts to one of some values is returned, and nothing else", Cases: 15, Check: func(t *script.T) {
		by := t.Clause.Rule.(model.AggregateFilter).By
		rule := t.Op.Clause("aggregate").Rule.(model.Aggregate)
		all := aggregated(t, rule)
		var resources []value.Object
		for _, one := range all {
			if rapid.IntRange(0, 3).Draw(t.Rapid, "decided") > 0 {
				one.decide()
			} else {
				one.facts = nil
			}
			resources = append(resources, one.resource)
		}
		in := t.Selecting(t.Op, nil, resources...)
		if selector, _ := t.Selector(); selector != "" && rapid.Bool().Draw(t.Rapid, "by key") {
			var keys []any
			for _, resource := range resources {
				keys = append(keys, t.Selection(selector, resource))
			}
			value.Set(in, selector, keys)
		}
		if got := among(t, listed(t, in), resources); showIdentities(t, got) != showIdentities(t, resources) {
			t.Skip("without the filter it returns %s", showIdentities(t, got)) // other clauses are about that
		}
		values := texts(script.Some(t, slices.Concat(rule.Sum.First, []string{rule.Sum.Otherwise}), 1, 2))
		value.Set(in, by, values)
		var want []value.Object
		for _, one := range all {
			amount, _ := amountOf(rule.Sum, one.view.Subject.Fact.Value, one.facts)
			if slices.Contains(values, any(amount)) {
				want = append(want, one.resource)
			}
		}
		expectRows(t, want, among(t, listed(t, in), resources))
	}},
}

// advance lets some seconds pass, and no fewer than least, where the target's clock can be
// set.
func advance(t *script.T, least int) {
	if t.Target.Clock != nil {
		t.SetClock(t.Freeze().Add(time.Duration(rapid.IntRange(least, 100_000).Draw(t.Rapid, "seconds later")) * time.Second))
	}
}

// undecided returns a view of the case that sets facts by an operation, which is how
// they come to have times, or that puts an entity, and a resource that exists, with keys
// of facts about it, or of the entity.
func undecided(t *script.T, of string) (*script.T, *aggregation) {
	f := t.Operation(func(op *model.Operation) bool {
		return (op.Effect.Verb == model.Sets || op.Effect.Verb == model.Puts) && op.Effect.Of == of && !t.Setup.NeedsUnmodelledName(op)
	})
	most := 1 // there is one entity of the resource's key
	if f.Subject.Fact != nil {
		most = f.Capacity(3)
	}
	keys := f.Keys(rapid.IntRange(1, most).Draw(t.Rapid, "facts"))
	f.SetUpReferences(f.Op, f.Input(f.Op, keys...))
	return f, about(t, f, keys)
}

// row returns the element of the operation's list for the resource.
func (a *aggregation) row(t *script.T) any {
	in := t.Selecting(t.Op, nil, a.resource)
	if by, _ := t.Selector(); by != "" {
		value.Set(in, by, []any{t.Selection(by, a.resource)})
	}
	id := value.KeyOf(a.resource, t.Subject.Key)
	var rows []any
	for _, p := range walk(t, in, nil) {
		for i, row := range p.rows {
			if value.KeyOf(row, t.Subject.Key) == id {
				rows = append(rows, p.elems[i])
			}
		}
	}
	if len(rows) != 1 {
		t.Fail("one row for "+value.Show(a.resource), "%d", len(rows))
	}
	return rows[0]
}

// expectLatest expects the resource to be returned with the latest of the times that the
// facts about it are returned with: just that by a fake, and else no earlier one.
func (a *aggregation) expectLatest(t *script.T, rule model.AggregateLatest) {
	facts := t.On(rule.Of)
	if facts.Operations.List == nil {
		t.Skip("no operation returns the times of the facts one by one")
	}
	var latest time.Time
	for _, found := range facts.Find(a.facts...) {
		if at, ok := value.TimeOf(found[rule.Member]); ok && at.After(latest) {
			latest = at
		}
	}
	if latest.IsZero() {
		t.Skip("the facts are returned without %s", rule.Member)
	}
	row := a.row(t)
	at, ok := value.TimeOf(value.One(row, rule.At))
	if t.Exact() {
		if !ok || at.Sub(latest).Abs() >= time.Second {
			t.Fail(string(rule.At)+" about "+string(value.Epoch(latest)), "%s", value.Show(row))
		}
		return
	}
	// Something may have been looked at again since, and nothing new been found.
	if !ok || at.Before(latest.Add(-clockSkew)) {
		t.Fail(string(rule.At)+" from "+string(value.Epoch(latest))+" on", "%s", value.Show(row))
	}
}

// between returns how many seconds have to pass between two puts of the case's operation.
func between(t *script.T) int {
	if c := t.Op.Clause("interval"); c != nil {
		return c.Rule.(model.Interval).Seconds
	}
	return 1
}

// expectPut expects a put to move the time that the resource is returned with: to that of
// the put by a fake, and else to no earlier one, since no document says when it moves. What
// is put about another resource does not move it.
func (a *aggregation) expectPut(t *script.T, rule model.AggregateLatest, put func()) {
	before, had := value.TimeOf(value.One(a.row(t), rule.At))
	from := t.Now()
	put()
	to := t.Now()
	row := a.row(t)
	at, ok := value.TimeOf(value.One(row, rule.At))
	switch {
	case t.Exact() && (!ok || at.Before(from.Add(-time.Second)) || at.After(to.Add(time.Second))):
		t.Fail(string(rule.At)+" about "+string(value.Epoch(from)), "%s", value.Show(row))
	case had && (!ok || at.Before(before)):
		t.Fail(string(rule.At)+" from "+string(value.Epoch(before))+" on", "%s", value.Show(row))
	case !ok || at.Before(from.Add(-clockSkew)) || had && !at.After(before):
		t.Skip("how long it takes until %s moves is not documented", rule.At)
	}
	if t.Exact() && t.Target.Clock != nil {
		t.SetClock(t.Freeze().Add(time.Hour))
		f, other := undecided(t, rule.Of)
		f.Put(f.Describe(f.OnlyKeysOf(other.facts)...)...)
		if got, _ := value.TimeOf(value.One(a.row(t), rule.At)); !got.Equal(at) {
			t.Fail(string(rule.At)+" as before, "+string(value.Epoch(at)), "%s", string(value.Epoch(got)))
		}
	}
}

// beside returns a function that puts the entity of which another clause has the time
// stand in the same place as a fact's, and expects to find it there: the clock is an hour
// ahead then. It does nothing where there is no such clause, or the target is not exact.
func (a *aggregation) beside(t *script.T, rule model.AggregateLatest) func() {
	if a.view.Subject.Fact == nil || !t.Exact() || t.Target.Clock == nil {
		return func() {}
	}
	for _, c := range t.Op.Clauses {
		other, ok := c.Rule.(model.AggregateLatest)
		if !ok || other.At != rule.At || t.API.Entity(other.Of) == nil {
			continue
		}
		e := t.On(other.Of)
		return func() {
			t.SetClock(t.Freeze().Add(time.Hour))
			e.Put(e.Describe(a.resource)...)
			if at, ok := value.TimeOf(value.One(a.row(t), rule.At)); !ok || at.Sub(t.Now()).Abs() >= time.Second {
				t.Fail(string(rule.At)+" about "+string(value.Epoch(t.Now())), "%s", value.Show(a.row(t)))
			}
			t.SetClock(t.Freeze().Add(time.Hour))
		}
	}
	return func() {}
}

// A resource of which the facts are aggregated, with these.
type aggregation struct {
	resource value.Object
	facts    []value.Object
	// view is of the case, and about the fact.
	view *script.T
}

// aggregated returns a few resources that exist, with facts about them that are not
// decided yet.
func aggregated(t *script.T, rule model.Aggregate) []*aggregation {
	f := t.On(rule.Of)
	f.NeedChange(rule.Of)
	var all []*aggregation
	for range rapid.IntRange(2, 3).Draw(t.Rapid, "resources") {
		one := about(t, f, f.Keys(rapid.IntRange(1, f.Capacity(4)).Draw(t.Rapid, "facts")))
		for i := range one.facts {
			one.facts[i][f.Subject.Fact.Value] = rapid.SampledFrom(decisions(f)).Draw(t.Rapid, "value")
		}
		all = append(all, one)
	}
	return all
}

// about returns the resource that some facts are about, which exists then.
func about(t *script.T, f *script.T, keys []value.Object) *aggregation {
	one := &aggregation{resource: value.Pick(keys[0], t.Subject.Key), view: f}
	for _, key := range keys {
		one.facts = append(one.facts, value.Clone(key))
	}
	t.EnsureExists(one.resource, nil)
	if t.NotSetUp != "" {
		t.Skip("%s", t.NotSetUp)
	}
	return one
}

// decide sets the facts.
func (a *aggregation) decide() { fill(a.view, a.facts) }

// expect expects the case's operation to return the resource with what some facts amount
// to.
func (a *aggregation) expect(t *script.T, rule model.Aggregate, facts []value.Object) {
	row := a.row(t)
	amount, count := amountOf(rule.Sum, a.view.Subject.Fact.Value, facts)
	expectSum(t, rule.Sum, value.Show(a.resource)+" "+amount, amount, count, row)
}

// expectFound expects the operation that returns the facts one by one to return those
// that are aggregated.
func (a *aggregation) expectFound() {
	if list := a.view.Operations.List; list != nil && a.view.Missing[list.Name] == "" {
		a.view.Expect(a.facts, a.view.Find(a.facts...))
	}
}
