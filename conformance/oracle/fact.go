package oracle

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// SetFact notes that a fact was decided by other means than a call. Nothing is
// known then of what else is told together with it.
//
// now is when that was. If it is zero, it was at the time of the last call.
func (o *Oracle) SetFact(as Scope, now time.Time, fact string, of map[string]string, value string, with map[string]int64) {
	f := o.api.Fact(fact)
	decided := object{f.Value: value}
	for name, v := range of {
		decided[name] = v
	}
	for name, n := range with {
		decided[name] = json.Number(strconv.FormatInt(n, 10))
	}
	home := o.home(as)
	c := &call{Oracle: o, as: as, now: now, resources: o.partitions[home]}
	c.advance()
	c.setFact(f, decided, true)
	c.advance()
	if o.partitions == nil {
		o.partitions = map[Scope][]resource{}
	}
	o.partitions[home] = c.resources
}

// setFact decides a fact. One with its initial value, and nothing told beside it, is as
// good as none.
func (c *call) setFact(fact *model.Fact, value object, loose bool) {
	beside := slices.ContainsFunc(fact.With, func(name string) bool { return value[name] != nil })
	if value[fact.Value] == fact.Initially && !beside {
		c.drop(fact.Name, c.like(value, fact.Key, fact.Name))
	} else {
		c.keep(fact.Name, value, loose)
	}
	c.changed(fact, value)
}

// vanishes reports whether nothing need be left of a fact.
func (c *call) vanishes(fact object) bool {
	if !c.Lenient || c.about.Fact == nil {
		return false
	}
	val, _ := fact[c.about.Fact.Value].(string)
	return slices.Contains(c.about.Fact.Vanishing, val)
}

// dryRun reports whether the request is to be checked, and to set nothing.
func (c *call) dryRun() bool {
	clause, dry := rule[model.DryRun](c)
	return clause != nil && c.in[dry.Flag] == true
}

// summedUp returns a row for each group of facts: with the value that decides,
// and how many of the group have it.
func (c *call) summedUp(rule model.Summary, facts []resource) []row {
	fact := c.about.Fact
	var groups [][]resource
	for _, t := range facts {
		same := c.like(t.value, rule.By, fact.Name)
		i := slices.IndexFunc(groups, func(g []resource) bool { return same(g[0].value) })
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], t)
	}
	var rows []row
	for _, group := range groups {
		r := row{}
		for _, t := range group {
			r.births = append(r.births, t.born)
		}
		value, count := sumOf(rule, fact, group)
		// What counts for filters is the value of the whole.
		r.value = maps.Clone(group[0].value)
		r.value[fact.Value] = value
		r.shown = withSum(c.seenAs(c.returned(group[0])), rule, value, count)
		rows = append(rows, r)
	}
	return rows
}

// sumOf returns the value that decides of some facts, and how many have it.
func sumOf(rule model.Summary, fact *model.Fact, facts []resource) (value string, count int) {
	counts := map[string]int{}
	for _, t := range facts {
		counts[text(t.value[fact.Value])]++
	}
	value = rule.Otherwise
	if i := slices.IndexFunc(rule.First, func(v string) bool { return counts[v] > 0 }); i >= 0 {
		value = rule.First[i]
	}
	return value, counts[value]
}

// withSum returns a row with what some facts amount to.
func withSum(shown object, rule model.Summary, value string, count int) object {
	shown = put(shown, rule.Value, value)
	counted := object{}
	counted = put(counted, rule.Count, json.Number(strconv.Itoa(min(count, rule.Cap))))
	counted = put(counted, rule.Capped, count > rule.Cap)
	return merged(shown, counted, !rule.Counts(value))
}

// merged returns an object with what is in another. What is in that alone may be
// missing if it is optional.
func merged(o, more object, optional bool) object {
	o = maps.Clone(o)
	for name, v := range more {
		was, there := o[name].(object)
		switch inner, isObject := v.(object); {
		case there && isObject:
			o[name] = merged(was, inner, optional)
		case optional:
			o[name] = perhaps{values: []any{v}}
		default:
			o[name] = v
		}
	}
	return o
}
