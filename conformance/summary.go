package conformance

import (
	"encoding/json"
	"math/big"
	"slices"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A sum is what a summary has to show of a group.
type sum struct {
	// row holds the members by which things are grouped, and the value.
	row object
	// count is how many of the group have the value.
	count int
}

// sums sums up facts by hand.
func (t *trial) sums(rule model.Summary, things []object) []sum {
	value := t.about.Fact.Value
	var all []sum
	for _, thing := range things {
		if slices.ContainsFunc(all, func(s sum) bool { return keyOf(s.row, rule.By) == keyOf(thing, rule.By) }) {
			continue
		}
		has := map[any]int{}
		for _, other := range things {
			if keyOf(other, rule.By) == keyOf(thing, rule.By) {
				has[other[value]]++
			}
		}
		s := sum{row: with(pick(thing, rule.By), object{value: rule.Otherwise}), count: has[rule.Otherwise]}
		for _, first := range rule.First {
			if has[first] > 0 {
				s.row[value], s.count = first, has[first]
				break
			}
		}
		all = append(all, s)
	}
	return all
}

// summedUp returns the rows that the trial's listing has to show for some
// things: themselves, unless it sums up.
func (t *trial) summedUp(things []object) []object {
	c := t.op.Clause("fact/summary")
	if c == nil {
		return things
	}
	var rows []object
	for _, s := range t.sums(c.Rule.(model.Summary), things) {
		rows = append(rows, s.row)
	}
	return rows
}

// expectSums expects the trial's listing to show the sums of some facts.
func (t *trial) expectSums(things []object) {
	rule := t.op.Clause("fact/summary").Rule.(model.Summary)
	in := t.input(t.op)
	if c := t.op.Clause("pagination"); c != nil {
		if limit := c.Rule.(model.Pagination).Limit; limit != "" {
			_, high := t.lengthsOfLimit(c.Rule.(model.Pagination))
			set(in, model.Path(limit), integer(high))
		}
	}
	found := map[string][]any{}
	for _, p := range t.walk(in, nil) {
		for i, row := range p.rows {
			found[keyOf(row, rule.By)] = append(found[keyOf(row, rule.By)], p.elems[i])
		}
	}
	for _, want := range t.sums(rule, things) {
		rows := found[keyOf(want.row, rule.By)]
		if len(rows) != 1 {
			t.fail("one row for "+show(want.row), "%d", len(rows))
		}
		if !t.sumsUp(rule, want, rows[0]) {
			capped := ""
			if want.count > rule.Cap {
				capped = ", capped"
			}
			t.fail(show(want.row)+" by "+string(integer(min(want.count, rule.Cap)))+capped, "%s", show(rows[0]))
		}
	}
}

// sumsUp reports whether a row shows a sum. The number may be left out unless
// the value is the one that decides before all others.
func (t *trial) sumsUp(rule model.Summary, want sum, row any) bool {
	value := want.row[t.about.Fact.Value]
	if one(row, rule.Value) != value {
		return false
	}
	count, capped := one(row, rule.Count), one(row, rule.Capped)
	if count == nil && capped == nil && value != rule.First[0] {
		return true
	}
	if count == nil && want.count == 0 {
		count = json.Number("0")
	}
	n, isNumber := rational(count)
	return isNumber && n.Cmp(big.NewRat(int64(min(want.count, rule.Cap)), 1)) == 0 && (capped == true) == (want.count > rule.Cap)
}

// places returns n partitions.
func (t *trial) places(n int) []object {
	all := make([]object, n)
	for i := range all {
		all[i] = t.partition()
	}
	return all
}

// related returns two groups that have nothing to do with each other, and those
// that share with the first all that they are grouped by but one member.
func (t *trial) related() []object {
	groups := t.groups(2)
	for _, name := range t.told() {
		values := t.universe(t.api.Shape(t.about.Shape.Member(name).Shape), 2)
		if t.onlyKeys()[name] != nil || len(values) < 2 || groups[0][name] != groups[1][name] {
			continue
		}
		other := values[0]
		if groups[0][name] == other {
			other = values[1]
		}
		groups = append(groups, with(groups[0], object{name: other}))
	}
	return groups
}

// spreadGroups returns facts about a few groups of a summary, of which some
// share some of what they are grouped by, each in one place or several.
func (t *trial) spreadGroups() []object {
	groups := t.related()
	var things []object
	for _, place := range t.places(3) {
		for i, group := range groups {
			if len(things) <= i || rapid.Bool().Draw(t.rapid, "here too") {
				value := rapid.SampledFrom(t.decisions()).Draw(t.rapid, "value")
				things = append(things, t.valued(group, place, value))
			}
		}
	}
	return things
}

// tallied returns facts about a few groups of a summary: one that is spoken of
// in many places, and others that must not be counted with it.
func (t *trial) tallied() []object {
	groups, places, values := t.related(), t.places(6), t.decisions()
	var things []object
	for _, value := range values {
		for range rapid.IntRange(0, 2).Draw(t.rapid, "places where it is "+value) {
			if len(things) < len(places) {
				things = append(things, t.valued(groups[0], places[len(things)], value))
			}
		}
	}
	for _, group := range groups[1:] {
		for i := range rapid.IntRange(1, 3).Draw(t.rapid, "places of another group") {
			value := rapid.SampledFrom(values).Draw(t.rapid, "value")
			things = append(things, t.valued(group, places[i], value))
		}
	}
	return things
}

// valued returns a fact about a group in one place.
func (t *trial) valued(group, place object, value string) object {
	return with(with(group, place), object{t.about.Fact.Value: value})
}

// countsToTheCap expects a summary to count to its cap, and to say so when
// there are more.
func (t *trial) countsToTheCap() {
	rule := t.clause.Rule.(model.Summary)
	decisive := slices.DeleteFunc(t.decisions(), func(v string) bool { return !slices.Contains(rule.First, v) })
	if len(decisive) == 0 {
		t.skip("no value that decides can be set")
	}
	value := rapid.SampledFrom(decisive).Draw(t.rapid, "value")
	group := t.groups(1)[0]
	var things []object
	for _, place := range t.places(rule.Cap + 2) {
		things = append(things, t.valued(group, place, value))
	}
	t.fill(things[:rule.Cap-1])
	for n := rule.Cap; n <= len(things); n++ {
		t.fill(things[n-1 : n])
		t.expectSums(things[:n])
	}
}
