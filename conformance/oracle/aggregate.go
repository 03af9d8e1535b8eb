package oracle

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// aggregated returns a row with what the facts about its resource amount to, and reports
// whether that is among what the request asks for.
func (c *call) aggregated(t resource, shown object) (object, bool) {
	for _, latest := range rules[model.AggregateLatest](c) {
		if at := c.latest(latest, c.factsAbout(t, latest.Of)); at != nil {
			shown = put(shown, latest.At, later(one(shown, latest.At), at))
		}
	}
	for _, rule := range rules[model.AggregateAny](c) {
		facts := c.factsAbout(t, rule.Of)
		open, before := c.open(rule.Of, facts), one(shown, rule.At)
		switch {
		case before == true, len(facts) > 0 && !open:
			shown = put(shown, rule.At, true)
		case open, before == anything{}:
			shown = put(shown, rule.At, anything{})
		default:
			shown = put(shown, rule.At, false)
		}
	}
	clause, rule := rule[model.Aggregate](c)
	if clause == nil {
		return shown, true
	}
	facts := c.factsAbout(t, rule.Of)
	value, count := sumOf(rule.Sum, c.api.Fact(rule.Of), facts)
	for _, filter := range rules[model.AggregateFilter](c) {
		wanted, _ := one(c.in, filter.By).([]any)
		if len(wanted) > 0 && !slices.Contains(wanted, any(value)) {
			return nil, false
		}
	}
	return withSum(shown, rule.Sum, value, count), true
}

// factsAbout returns the facts about a resource.
func (c *call) factsAbout(t resource, fact string) []resource {
	return c.find(fact, c.like(t.value, c.about.Key, fact))
}

// open reports whether a service that need not do as a fake does may say of facts that
// there are some, or none: it may have decided some itself, and one that may vanish is as
// good as none.
func (c *call) open(name string, facts []resource) bool {
	fact := c.api.Fact(name)
	if fact == nil {
		return c.Lenient // what it puts may come about otherwise, and may have been rejected
	}
	lasting := slices.ContainsFunc(facts, func(t resource) bool { return !slices.Contains(fact.Vanishing, text(t.value[fact.Value])) })
	return c.Lenient && !lasting
}

// latest returns the latest of the times that facts have. Nothing is known of it if one
// of them was decided in a way that leaves its time unknown.
func (c *call) latest(rule model.AggregateLatest, facts []resource) any {
	if c.Lenient {
		return anything{} // how near it is to the times of the facts, no document says
	}
	var latest any
	var last time.Time
	for _, f := range facts {
		v := f.value[rule.Member]
		if at, ok := v.(moment); ok {
			v = epoch(at.Time)
		}
		at, ok := instant(v)
		switch {
		case !ok && f.loose:
			return anything{}
		case ok && (latest == nil || at.After(last)):
			latest, last = moment{Time: at}, at
		}
	}
	return latest
}

// later returns the later of two times, of which one may be missing or unknown.
func later(a, b any) any {
	one, knownA := a.(moment)
	two, knownB := b.(moment)
	switch {
	case a == nil:
		return b
	case !knownA || !knownB:
		return anything{}
	case two.After(one.Time):
		return b
	}
	return a
}
