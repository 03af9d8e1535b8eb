package oracle

import (
	"regexp"
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// guard marks the things that a fact does not let be put.
func (c *call) guard(items []*item) {
	for _, guard := range rules[model.Guard](c) {
		for _, it := range items {
			if len(it.why) == 0 && slices.Contains(c.refusedBy(guard), c.factOf(guard.Fact, it.value)) {
				it.why = append(it.why, "guard")
			}
		}
	}
}

// refusedBy returns the values of a fact with which a guard lets nothing be
// put: those that it refuses, and of those that it is silent about the ones
// that are refused as well.
func (c *call) refusedBy(guard model.Guard) []string {
	refused := guard.Refuses
	for clause, silent := range rules[model.GuardSilent](c) {
		if silent.Fact == guard.Fact && c.choice(clause) == "refused" {
			refused = slices.Concat(refused, silent.Values)
		}
	}
	return refused
}

// misfits returns the errors for things that do not have the form in which
// something could be known of them, and of which nothing is.
func (c *call) misfits(items []*item) []string {
	var codes []string
	for clause, form := range rules[model.GuardForm](c) {
		pattern := regexp.MustCompile(form.Pattern)
		for _, it := range items {
			if len(it.why) == 0 && c.factOf(form.Fact, it.value) == c.api.Fact(form.Fact).Initially && !pattern.MatchString(text(it.value[form.Member])) {
				codes = append(codes, c.errorOf(clause)...)
			}
		}
	}
	return codes
}

// factOf returns the value of a fact about a thing.
func (c *call) factOf(name string, about object) string {
	fact := c.api.Fact(name)
	for _, t := range c.find(name, c.like(about, fact.Key, name, c.about.Name)) {
		return text(t.value[fact.Value])
	}
	return fact.Initially
}

// changed removes the entities that a guard refuses now that a fact about
// their key has changed, where such do not stay.
func (c *call) changed(fact *model.Fact, about object) {
	for i := range c.api.Operations {
		op := &c.api.Operations[i]
		put := &call{Oracle: c.Oracle, op: op, as: c.as, now: c.now, about: c.api.Thing(op.Effect.Of), things: c.things}
		for clause, later := range rules[model.GuardLater](put) {
			_, guard := rule[model.Guard](put)
			if later.Fact != fact.Name || c.choice(clause) != "removed" ||
				!slices.Contains(put.refusedBy(guard), put.factOf(fact.Name, about)) {
				continue
			}
			c.drop(op.Effect.Of, c.like(about, fact.Key, op.Effect.Of, fact.Name))
		}
	}
}
