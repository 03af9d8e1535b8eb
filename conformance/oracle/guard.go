package oracle

import (
	"slices"

	"github.com/fakesmith/fakesmith/model"
)

// guard marks the resources that a fact does not let be put.
func (c *call) guard(items []*item) {
	for _, guard := range rules[model.Guard](c) {
		for _, it := range items {
			if len(it.why) == 0 && slices.Contains(c.rejectedBy(guard), c.factOf(guard.Fact, it.value)) {
				it.why = append(it.why, "guard")
			}
		}
	}
}

// rejectedBy returns the values of a fact with which a guard lets nothing be
// put: those that it rejects, and of those that it is silent about the ones
// that are rejected as well.
func (c *call) rejectedBy(guard model.Guard) []string {
	rejected := guard.Rejects
	for clause, silent := range rules[model.GuardSilent](c) {
		if silent.Fact == guard.Fact && c.choice(clause) == "rejected" {
			rejected = slices.Concat(rejected, silent.Values)
		}
	}
	return rejected
}

// misfits returns the errors for resources that do not have the form in which
// something could be known of them, and of which nothing is.
func (c *call) misfits(items []*item) []string {
	var codes []string
	for clause, form := range rules[model.GuardForm](c) {
		pattern := c.contract.patterns.of(form.Pattern)
		for _, it := range items {
			// Where keys are folded, those that are one may differ in their form.
			odd := slices.ContainsFunc(append([]object{it.value}, it.others...), func(o object) bool { return !pattern.MatchString(text(o[form.Member])) })
			if len(it.why) == 0 && odd && c.factOf(form.Fact, it.value) == c.api.Fact(form.Fact).Initially {
				codes = append(codes, c.errorOf(clause)...)
			}
		}
	}
	return codes
}

// factOf returns the value of a fact about a resource.
func (c *call) factOf(name string, about object) string {
	fact := c.api.Fact(name)
	for _, t := range c.find(name, c.like(about, fact.Key, name, c.about.Name)) {
		return text(t.value[fact.Value])
	}
	return fact.Initially
}

// changed removes the entities that a guard rejects now that a fact about
// their key has changed, where such do not stay.
func (c *call) changed(fact *model.Fact, about object) {
	for i := range c.api.Operations {
		op := &c.api.Operations[i]
		for clause, later := range rulesOf[model.GuardLater](op) {
			put := c.newCall(op, c.as, c.now)
			put.resources = c.resources
			_, guard := rule[model.Guard](put)
			if later.Fact != fact.Name || c.choice(clause) != "removed" ||
				!slices.Contains(put.rejectedBy(guard), put.factOf(fact.Name, about)) {
				continue
			}
			c.drop(op.Effect.Of, c.like(about, fact.Key, op.Effect.Of, fact.Name))
		}
	}
}
