package property

import (
	"encoding/json"
	"math/big"
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A sum is the row of a summary for a group.
type sum struct {
	// row holds the members that the summary groups by, and the value.
	row value.Object
	// count is how many facts of the group have the value.
	count int
}

// sums computes the sums of facts.
func sums(t *script.T, rule model.Summary, resources []value.Object) []sum {
	val := t.Subject.Fact.Value
	var all []sum
	for _, resource := range resources {
		if slices.ContainsFunc(all, func(s sum) bool { return value.KeyOf(s.row, rule.By) == value.KeyOf(resource, rule.By) }) {
			continue
		}
		var group []value.Object
		for _, other := range resources {
			if value.KeyOf(other, rule.By) == value.KeyOf(resource, rule.By) {
				group = append(group, other)
			}
		}
		amount, count := amountOf(rule, val, group)
		all = append(all, sum{row: value.With(value.Pick(resource, rule.By), value.Object{val: amount}), count: count})
	}
	return all
}

// amountOf returns the value that decides of some facts, and how many have it. The
// member has the value of each.
func amountOf(rule model.Summary, member string, facts []value.Object) (amount string, count int) {
	has := map[any]int{}
	for _, f := range facts {
		has[f[member]]++
	}
	for _, first := range rule.First {
		if has[first] > 0 {
			return first, has[first]
		}
	}
	return rule.Otherwise, has[rule.Otherwise]
}

// summedUp returns the rows that the case's listing has to return for some
// resources: the resources themselves, unless it is a summary.
func summedUp(t *script.T, resources []value.Object) []value.Object {
	c := t.Op.Clause("fact/summary")
	if c == nil {
		return resources
	}
	var rows []value.Object
	for _, s := range sums(t, c.Rule.(model.Summary), resources) {
		rows = append(rows, s.row)
	}
	return rows
}

// expectSums expects the case's listing to return the sums of some facts.
func expectSums(t *script.T, resources []value.Object) {
	rule := t.Op.Clause("fact/summary").Rule.(model.Summary)
	in := t.Input(t.Op)
	if c := t.Op.Clause("pagination"); c != nil {
		if limit := c.Rule.(model.Pagination).Limit; limit != "" {
			_, high := lengthsOfLimit(t, c.Rule.(model.Pagination))
			value.Set(in, model.Path(limit), value.Integer(high))
		}
	}
	found := map[string][]any{}
	for _, p := range walk(t, in, nil) {
		for i, row := range p.rows {
			found[value.KeyOf(row, rule.By)] = append(found[value.KeyOf(row, rule.By)], p.elems[i])
		}
	}
	for _, want := range sums(t, rule, resources) {
		rows := found[value.KeyOf(want.row, rule.By)]
		if len(rows) != 1 {
			t.Fail("one row for "+value.Show(want.row), "%d", len(rows))
		}
		val, _ := want.row[t.Subject.Fact.Value].(string)
		expectSum(t, rule, value.Show(want.row), val, want.count, rows[0])
	}
}

// expectSum expects a row to have the value of a sum, and how many have it.
func expectSum(t *script.T, rule model.Summary, what, val string, count int, row any) {
	if sumsUp(rule, val, count, row) {
		return
	}
	capped := ""
	if count > rule.Cap {
		capped = ", capped"
	}
	t.Fail(what+" by "+string(value.Integer(min(count, rule.Cap)))+capped, "%s", value.Show(row))
}

// sumsUp reports whether a row is that of a sum. The count may be left out
// unless the value is the one that takes precedence.
func sumsUp(rule model.Summary, val string, most int, row any) bool {
	if value.One(row, rule.Value) != val {
		return false
	}
	count, capped := value.One(row, rule.Count), value.One(row, rule.Capped)
	if count == nil && capped == nil && (val != rule.First[0] || !rule.Counts(val)) {
		return true
	}
	if count == nil && most == 0 {
		count = json.Number("0")
	}
	n, isNumber := value.Rational(count)
	return isNumber && n.Cmp(big.NewRat(int64(min(most, rule.Cap)), 1)) == 0 && (capped == true) == (most > rule.Cap)
}

// places returns n partitions.
func places(t *script.T, n int) []value.Object {
	all := make([]value.Object, n)
	for i := range all {
		all[i] = t.Partition()
	}
	return all
}

// related returns two groups that have nothing in common, and those that differ
// from the first in one member.
func related(t *script.T) []value.Object {
	groups := groups(t, 2)
	for _, name := range identity(t) {
		values := t.KeyValues(t.KeyShape(t.Subject, name), 2)
		if t.KeyLimits()[name] != nil || len(values) < 2 || groups[0][name] != groups[1][name] {
			continue
		}
		other := values[0]
		if groups[0][name] == other {
			other = values[1]
		}
		groups = append(groups, value.With(groups[0], value.Object{name: other}))
	}
	return groups
}

// spreadGroups returns facts about a few groups of a summary, each in one or
// more partitions. Some groups share a member.
func spreadGroups(t *script.T) []value.Object {
	groups := related(t)
	var resources []value.Object
	for _, place := range places(t, 3) {
		for i, group := range groups {
			if len(resources) <= i || rapid.Bool().Draw(t.Rapid, "here too") {
				value := rapid.SampledFrom(decisions(t)).Draw(t.Rapid, "value")
				resources = append(resources, valued(t, group, place, value))
			}
		}
	}
	return resources
}

// tallied returns facts about a few groups of a summary: one in many
// partitions, and others that must not be counted with it.
func tallied(t *script.T) []value.Object {
	groups, places, values := related(t), places(t, 6), decisions(t)
	var resources []value.Object
	for _, value := range values {
		for range rapid.IntRange(0, 2).Draw(t.Rapid, "places where it is "+value) {
			if len(resources) < len(places) {
				resources = append(resources, valued(t, groups[0], places[len(resources)], value))
			}
		}
	}
	for _, group := range groups[1:] {
		for i := range rapid.IntRange(1, 3).Draw(t.Rapid, "places of another group") {
			value := rapid.SampledFrom(values).Draw(t.Rapid, "value")
			resources = append(resources, valued(t, group, places[i], value))
		}
	}
	return resources
}

// valued returns a fact about a group in one partition.
func valued(t *script.T, group, place value.Object, val string) value.Object {
	return value.With(value.With(group, place), value.Object{t.Subject.Fact.Value: val})
}

// countsToTheCap expects a summary to count up to its cap, and to report that
// it is exceeded if there are more.
func countsToTheCap(t *script.T) {
	rule := t.Clause.Rule.(model.Summary)
	decisive := slices.DeleteFunc(decisions(t), func(v string) bool { return !slices.Contains(rule.First, v) })
	if len(decisive) == 0 {
		t.Skip("the value that takes precedence can't be set")
	}
	val := rapid.SampledFrom(decisive).Draw(t.Rapid, "value")
	group := groups(t, 1)[0]
	var resources []value.Object
	for _, place := range places(t, rule.Cap+2) {
		resources = append(resources, valued(t, group, place, val))
	}
	fill(t, resources[:rule.Cap-1])
	for n := rule.Cap; n <= len(resources); n++ {
		fill(t, resources[n-1:n])
		expectSums(t, resources[:n])
	}
}
