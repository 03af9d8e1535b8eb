package oracle

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A run is what a process is at: how it began, and when and how it ends.
type run struct {
	began, ends time.Time
	// outcome is the state in which it ends, done reports that it has ended, and begun
	// that it does not wait any more.
	outcome     string
	begun, done bool
	// name is that of its step.
	name any
	// automatic reports that the service itself has started it, failures are when those
	// have failed that it started one after the other, and over that it is done with them.
	automatic bool
	failures  []time.Time
	over      bool
	// spent reports that they have failed as often as they may.
	spent bool
	// seq tells what was before it and what after it.
	seq int
}

// A process is what an operation starts, with what clauses say of it.
type process struct {
	*model.Process
	op    *model.Operation
	about model.Resource
	steps *model.ProcessSteps
	// clauses are those of the operation that are no constraints.
	clauses []*model.Clause
}

// process returns what the call's operation starts, or nil.
func (c *call) process() *process {
	for _, p := range c.contract.processes {
		if p.op == c.op {
			return &p
		}
	}
	return nil
}

// advance does what processes have done by now, one event after the other, in the order
// of their instants. Time does not go back.
func (c *call) advance() {
	all := c.contract.processes
	if len(all) == 0 {
		return
	}
	home := c.home(c.as)
	now := c.now
	if last := c.last[home]; last.After(now) {
		now = last
	}
	for _, p := range all {
		if _, there := c.snapshots[home]; !there {
			c.see(p, now)
		}
	}
	for n := 1; ; n++ {
		at, any := c.next(all, now)
		if !any {
			break
		}
		c.happen(all, at)
		if n%1000 == 0 {
			for _, p := range all {
				until, other := c.turn(p)
				if !other || until.After(now) {
					until = now
				}
				c.skip(p, until)
			}
		}
	}
	c.happen(all, now)
	c.look(all, now)
	c.last = maps.Clone(c.last)
	if c.last == nil {
		c.last = map[Scope]time.Time{}
	}
	c.last[home] = now
}

// next returns the first instant, up to now, at which anything happens.
func (c *call) next(all []process, now time.Time) (at time.Time, any bool) {
	consider := func(t time.Time) {
		if !t.After(now) && (!any || t.Before(at)) {
			at, any = t, true
		}
	}
	for _, t := range c.resources {
		if t.run != nil && !t.run.done {
			consider(t.run.ends)
		}
	}
	for _, p := range all {
		if t, is := c.turn(p); is {
			consider(t)
		}
	}
	return at, any
}

// turn returns the first instant at which something else may let a process begin: what
// blocks one expires, or the service looks.
func (c *call) turn(p process) (at time.Time, any bool) {
	at, any = c.looks(p)
	for _, rule := range among[model.ProcessBlocked](p.clauses) {
		for _, t := range c.find(rule.By, func(object) bool { return true }) {
			if end, ends := c.end(t); ends && (!any || end.Before(at)) {
				at, any = end, true
			}
		}
	}
	return at, any
}

// happen does what happens at an instant: processes end, what blocks them expires, the
// service looks, and processes begin.
func (c *call) happen(all []process, at time.Time) {
	for _, p := range all {
		due := func(t resource) bool { return t.of == p.about.Name && !t.run.done && !t.run.ends.After(at) }
		for i := slices.IndexFunc(c.resources, due); i >= 0; i = slices.IndexFunc(c.resources, due) {
			c.finish(p, i)
		}
	}
	for _, p := range all {
		if p.op.Clause("process/blocked") != nil {
			c.expire(at)
		}
		c.see(p, at)
		c.start(p, at)
	}
}

// look has those that have not ended look as they do at an instant.
func (c *call) look(all []process, at time.Time) {
	for _, p := range all {
		for i, t := range c.resources {
			if t.of == p.about.Name && !t.run.done && t.run.begun != at.After(t.run.began) {
				r := *t.run
				r.begun = !r.begun
				c.resources = c.going(p, i, &r)
			}
		}
	}
}

// going returns the resources with a process that has come further.
func (c *call) going(p process, i int, r *run) []resource {
	resources := slices.Clone(c.resources)
	resources[i].value, resources[i].run = value(p, resources[i].value, r), r
	c.writes++
	return resources
}

// begin begins a process of a key, which the service itself may start.
func (c *call) begin(p process, key object, at time.Time, automatic bool) {
	outcome, lasts := c.ending(p, key)
	c.writes++
	r := &run{began: at, ends: at.Add(lasts), outcome: outcome, automatic: automatic, seq: c.writes}
	for _, t := range c.find(p.about.Name, c.like(key, p.about.Key, p.about.Name)) {
		if automatic && t.run.automatic && !t.run.over {
			r.failures = t.run.failures
		}
	}
	for _, by := range c.find(p.By, c.like(key, c.api.Resource(p.By).Key, p.By)) {
		if p.steps != nil {
			r.name = by.value[p.steps.Named]
		}
	}
	v := value(p, key, r)
	c.keep(p.about.Name, v, false)
	same := c.like(v, p.about.Key, p.about.Name)
	for i, t := range c.resources {
		if t.of == p.about.Name && same(t.value) {
			c.resources = c.going(p, i, r)
		}
	}
}

// ending returns how a process that begins now ends, and how long it takes.
func (c *call) ending(p process, key object) (outcome string, lasts time.Duration) {
	fact := c.api.Fact(p.Outcome)
	told := c.find(fact.Name, c.like(key, fact.Key, fact.Name))
	if len(told) == 0 {
		return fact.Initially, 0
	}
	if n, isNumber := told[0].value[p.Seconds].(json.Number); isNumber {
		seconds, _ := n.Int64()
		lasts = time.Duration(seconds) * time.Second
	}
	return text(told[0].value[fact.Value]), lasts
}

// value returns a process of a key as far as it has come.
func value(p process, key object, r *run) object {
	v := object{}
	for _, name := range p.about.Key {
		v[name] = key[name]
	}
	v[p.Began] = moment{Time: r.began}
	v[p.Updated] = moment{Time: r.began}
	state, step := p.Running, ""
	switch {
	case r.done:
		v[p.Updated] = moment{Time: r.ends}
		state = r.outcome
	case !r.begun:
		state = p.Queued
	}
	v[p.State] = state
	if p.steps == nil {
		return v
	}
	detail := object{p.steps.Name: r.name}
	if r.begun || r.done {
		detail[p.steps.Began] = moment{Time: r.began}
	}
	switch {
	case !r.done:
		step = p.steps.Pending
	case r.outcome == p.Failed:
		step, detail[p.steps.Message] = p.steps.Failed, words{}
	default:
		step = p.steps.Succeeded
	}
	if r.done {
		detail[p.steps.Ended] = moment{Time: r.ends}
	}
	detail[p.steps.State] = step
	v[p.steps.List] = []any{detail}
	return v
}

// vague returns a process as it is shown by a service of which nobody knows how far it
// is with it, or when it began.
func (o *Oracle) vague(t resource, shown object) object {
	if !o.Lenient && o.Slack <= time.Second {
		return shown
	}
	for _, p := range o.contract.processes {
		if p.about.Name != t.of {
			continue
		}
		for _, m := range p.about.Shape.Members {
			if p.op.Assigns(m.Name) {
				shown[m.Name] = anything{}
			}
		}
	}
	return shown
}

// SomeWords stands in an output where any text would do.
const SomeWords = "It failed."

// A words is a text that somebody reads, of which no document gives the words.
type words struct{}

func (words) agrees(_ *match, got any) bool { return strings.TrimSpace(text(got)) != "" }

// MarshalJSON implements [json.Marshaler].
func (words) MarshalJSON() ([]byte, error) { return json.Marshal(SomeWords) }

// tellBusy marks the resources of which a process has not ended, and others for which none
// is started.
func (c *call) tellBusy(items []*item) {
	if c.process() == nil {
		return
	}
	for _, it := range items {
		it.slow = c.Lenient && c.has(it.value)
		if clause, why := c.hindrance(it); clause != nil && c.choice(clause) == "failed-batch" {
			it.why = append(it.why, why)
		}
	}
}

// hindrance returns the first clause by which no process is started of the key of a
// resource, or nil, and in a word why.
func (c *call) hindrance(it *item) (*model.Clause, string) {
	for i := range c.op.Clauses {
		clause, why := &c.op.Clauses[i], ""
		switch rule := clause.Rule.(type) {
		case model.ProcessBusy:
			if c.busy(it) {
				why = "busy"
			}
		case model.ProcessNeedless:
			if slices.Contains(rule.Values, c.factOf(rule.Fact, it.value)) {
				why = "needless"
			}
		case model.ProcessManual:
			if c.blocked(*c.process(), it.value) {
				why = "blocked"
			}
		}
		if choice := c.choice(clause); why != "" && choice != "started" && choice != "not-blocked" {
			return clause, why
		}
	}
	return nil, ""
}

// busy reports whether a process of the key of a resource has not ended.
func (c *call) busy(it *item) bool {
	return slices.ContainsFunc(c.find(c.about.Name, c.like(it.value, c.about.Key, c.about.Name)), func(t resource) bool {
		return t.run != nil && !t.run.done
	})
}

// hindered returns the errors for resources for which no process can be started.
func (c *call) hindered() []string {
	if c.process() == nil {
		return nil
	}
	var codes []string
	for _, it := range c.items() {
		if clause, _ := c.hindrance(it); clause != nil {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}

// unended returns the errors for entities that the request deletes while a process has
// not ended that has their keys.
func (c *call) unended() []string {
	var codes []string
	for clause, rule := range rules[model.ProcessUnended](c) {
		if slices.ContainsFunc(c.items(), func(it *item) bool {
			return slices.ContainsFunc(c.find(rule.Of, c.like(it.value, c.about.Key, c.about.Name, rule.Of)), func(t resource) bool {
				return t.run != nil && !t.run.done
			})
		}) {
			codes = append(codes, c.errorOf(clause)...)
		}
	}
	return codes
}
