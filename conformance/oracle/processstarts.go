package oracle

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A snapshot is what a service knew of a fact when it last looked.
type snapshot struct {
	taken time.Time
	facts []resource
}

// finish ends a process. One that the service has started, and that fails, is counted.
func (c *call) finish(p process, i int) {
	r := *c.resources[i].run
	key := c.resources[i].value
	r.done = true
	if r.outcome == p.Succeeded {
		c.answer(p, key, r.seq)
	} else if r.automatic {
		r.failures = append(slices.Clip(r.failures), r.ends)
		r.spent = c.spent(p, key, &r)
	}
	c.resources = c.going(p, i, &r)
	if r.outcome == p.Succeeded {
		for clause, rule := range among[model.ProcessSuccess](p.clauses) {
			if c.choice(clause) == "set" {
				fact := c.api.Fact(rule.Fact)
				decided := object{fact.Value: rule.Value}
				for _, name := range fact.Key {
					decided[name] = key[name]
				}
				c.setFact(fact, decided, true)
			}
		}
		return
	}
	c.exhaust(p, key, &r)
}

// exhaust puts what blocks a process that has failed often enough within some time.
func (c *call) exhaust(p process, key object, r *run) {
	for _, exhausted := range among[model.ProcessExhausted](p.clauses) {
		if r.spent && len(c.find(exhausted.Puts, c.like(key, p.about.Key, p.about.Name, exhausted.Puts))) == 0 {
			c.keep(exhausted.Puts, c.exhausted(p, key, r.ends), false)
		}
	}
}

// spent reports whether a process has failed as often as it may within some time.
func (c *call) spent(p process, key object, r *run) bool {
	by, there := c.doneBy(p, key)
	for _, rule := range among[model.ProcessRetries](p.clauses) {
		most, within := max(numberOr(by[rule.Most], rule.DefaultMost), 1), numberOr(by[rule.Within], rule.DefaultWithin)
		n := len(r.failures)
		return there && n >= most && r.failures[n-1].Sub(r.failures[n-most]) <= time.Duration(within)*time.Second
	}
	return false
}

// exhausted returns what the service puts at an instant.
func (c *call) exhausted(p process, key object, at time.Time) object {
	v := object{}
	for _, name := range p.about.Key {
		v[name] = key[name]
	}
	for clause, rule := range among[model.ProcessMessage](p.clauses) {
		if c.choice(clause) == "given" {
			v[rule.Member] = words{}
		}
	}
	for clause, rule := range among[model.ProcessExpires](p.clauses) {
		if c.choice(clause) == "a-day" {
			v[rule.Member] = epoch(at.Add(24 * time.Hour))
		}
	}
	return v
}

// numberOr returns a number, or another if there is none.
func numberOr(v any, otherwise int) int {
	if n, isNumber := v.(json.Number); isNumber {
		if i, err := n.Int64(); err == nil {
			return int(i)
		}
	}
	return otherwise
}

// doneBy returns the entity by which a process of a key is done, if there is one.
func (c *call) doneBy(p process, key object) (object, bool) {
	for _, t := range c.find(p.By, c.like(key, c.api.Resource(p.By).Key, p.By)) {
		return t.value, true
	}
	return nil, false
}

// start starts the processes that the service itself is to start at an instant.
func (c *call) start(p process, at time.Time) {
	for _, rule := range among[model.ProcessStarts](p.clauses) {
		if len(c.find(p.By, func(by object) bool { return by[rule.Flag] == true })) == 0 {
			continue
		}
		for _, finding := range c.known(p, rule.Fact) {
			if slices.Contains(rule.Values, text(finding.value[c.api.Fact(rule.Fact).Value])) && c.startable(p, rule, finding) {
				c.begin(p, finding.value, at, true)
			}
		}
	}
	for i, t := range c.resources {
		if t.of == p.about.Name && t.run.done && t.run.automatic && !t.run.over {
			r := *t.run
			r.over = true
			c.resources = c.going(p, i, &r)
		}
	}
}

// startable reports whether a process is to be started for a finding.
func (c *call) startable(p process, rule model.ProcessStarts, finding resource) bool {
	if by, there := c.doneBy(p, finding.value); !there || by[rule.Flag] != true {
		return false
	}
	if c.blocked(p, finding.value) || !c.possible(p, finding.value) {
		return false
	}
	going := slices.ContainsFunc(c.find(p.about.Name, c.like(finding.value, p.about.Key, p.about.Name)), func(t resource) bool { return !t.run.done })
	return !going && !c.answered(p, finding) && !c.givenUp(p, finding)
}

// givenUp reports whether a process of a key has failed often enough, and nothing blocks
// another, or nothing says that another follows.
func (c *call) givenUp(p process, finding resource) bool {
	return slices.ContainsFunc(c.find(p.about.Name, c.like(finding.value, p.about.Key, p.about.Name)), func(t resource) bool {
		return t.run.seq > finding.seen && t.run.automatic && t.run.outcome == p.Failed && (p.op.Clause("process/retries") == nil || t.run.spent && p.op.Clause("process/exhausted") == nil)
	})
}

// answers is what the answers to findings are kept as: a key, and since when a process of
// it has succeeded.
func (p process) answers() string { return p.about.Name + " has succeeded" }

// answer notes that a process of a key has succeeded.
func (c *call) answer(p process, key object, seq int) {
	same := c.like(key, p.about.Key, p.about.Name)
	of := object{}
	for _, name := range p.about.Key {
		of[name] = key[name]
	}
	// It does not go with the process, should that be deleted.
	answer := resource{of: p.answers(), value: of, kept: seq}
	c.resources = slices.Clone(c.resources)
	if i := slices.IndexFunc(c.resources, func(t resource) bool { return t.of == answer.of && same(t.value) }); i >= 0 {
		c.resources[i] = answer
	} else {
		c.resources = append(c.resources, answer)
	}
}

// answered reports whether a process has succeeded that began after the service knew what
// was found out.
func (c *call) answered(p process, finding resource) bool {
	return slices.ContainsFunc(c.find(p.answers(), c.like(finding.value, p.about.Key, p.about.Name)), func(t resource) bool { return t.kept > finding.seen })
}

// possible reports whether there can be a process of a key.
func (c *call) possible(p process, key object) bool {
	for _, name := range p.about.Key {
		shape := c.contract.shapes[p.about.Shape.Member(name).Shape]
		if shape.Kind == model.Enum && !slices.ContainsFunc(shape.Enum, func(v model.EnumValue) bool { return v.Value == key[name] }) {
			return false
		}
	}
	return true
}

// blocked reports whether there is what blocks a process of a key.
func (c *call) blocked(p process, key object) bool {
	for _, rule := range among[model.ProcessBlocked](p.clauses) {
		return len(c.find(rule.By, c.like(key, p.about.Key, p.about.Name, rule.By))) > 0
	}
	return false
}

// stop stops the processes of a key that the service has started, where what blocks them
// does that.
func (c *call) stop(blocking object) {
	for _, p := range c.contract.processes {
		for _, rule := range among[model.ProcessBlocked](p.clauses) {
			for clause := range among[model.ProcessDuring](p.clauses) {
				if rule.By != c.about.Name || c.choice(clause) != "stopped" {
					continue
				}
				same := c.like(blocking, p.about.Key, p.about.Name, rule.By)
				for i, t := range c.resources {
					if t.of == p.about.Name && same(t.value) && !t.run.done && t.run.automatic {
						r := *t.run
						r.done, r.over, r.outcome, r.ends = true, true, p.Failed, c.now
						c.resources = c.going(p, i, &r)
					}
				}
			}
		}
	}
}

// known returns what the service knows of a fact, as far as it starts processes by it.
func (c *call) known(p process, fact string) []resource {
	if c.hourly(p) {
		return c.snapshots[c.home(c.as)].facts
	}
	now := c.find(fact, func(object) bool { return true })
	for i := range now {
		now[i].seen = now[i].kept
	}
	return now
}

// hourly reports whether the service looks at what it starts processes by at each full
// hour.
func (c *call) hourly(p process) bool {
	for clause := range among[model.ProcessPeriod](p.clauses) {
		return c.choice(clause) == "hourly"
	}
	return false
}

// looks returns when the service looks next, unless it would see what it knows already.
func (c *call) looks(p process) (at time.Time, any bool) {
	for _, rule := range among[model.ProcessStarts](p.clauses) {
		s, there := c.snapshots[c.home(c.as)]
		now := c.find(rule.Fact, func(object) bool { return true })
		if there && c.hourly(p) && !slices.EqualFunc(s.facts, now, func(a, b resource) bool { return a.kept == b.kept && a.born == b.born }) {
			return s.taken.Add(time.Hour), true
		}
	}
	return time.Time{}, false
}

// see has the service look, if it is another hour than when it did last.
func (c *call) see(p process, at time.Time) {
	for _, rule := range among[model.ProcessStarts](p.clauses) {
		home := c.home(c.as)
		s, there := c.snapshots[home]
		hour := at.Truncate(time.Hour)
		if !c.hourly(p) || there && !hour.After(s.taken) {
			continue
		}
		c.snapshots = maps.Clone(c.snapshots)
		if c.snapshots == nil {
			c.snapshots = map[Scope]snapshot{}
		}
		now := c.find(rule.Fact, func(object) bool { return true })
		for i := range now {
			c.writes++
			now[i].seen = c.writes
			for _, before := range s.facts {
				if before.born == now[i].born && before.kept == now[i].kept {
					now[i].seen = before.seen
				}
			}
		}
		c.snapshots[home] = snapshot{hour, now}
	}
}

// skip skips the attempts of processes that fail again and again, and never often enough
// within the time that counts: nobody can tell how many there were.
func (c *call) skip(p process, until time.Time) {
	for i, t := range c.resources {
		if t.of != p.about.Name || t.run.done || !t.run.automatic || t.run.outcome != p.Failed {
			continue
		}
		outcome, lasts := c.ending(p, t.value)
		n := until.Sub(t.run.ends)/max(lasts, 1) - 100
		if outcome != p.Failed || lasts != t.run.ends.Sub(t.run.began) || lasts == 0 || n < 1 || len(t.run.failures) < 100 {
			continue
		}
		r := *t.run
		r.began, r.ends = r.began.Add(n*lasts), r.ends.Add(n*lasts)
		r.failures = slices.Clone(r.failures[len(r.failures)-100:])
		for j := range r.failures {
			r.failures[j] = r.failures[j].Add(n * lasts)
		}
		c.resources = c.going(p, i, &r)
	}
}

// atWork returns what counts of processes and of what starts them.
func (o *Oracle) atWork(as Scope) string {
	var b strings.Builder
	c := &call{Oracle: o, as: as, resources: o.partitions[as]}
	for _, p := range o.contract.processes {
		for _, t := range c.find(p.about.Name, func(object) bool { return true }) {
			if t.run.done {
				continue
			}
			fmt.Fprintf(&b, "\n%s at %d, %v", t.run.outcome, t.run.ends.UnixMilli(), t.run.automatic)
			for _, at := range t.run.failures {
				fmt.Fprintf(&b, " %d", at.UnixMilli())
			}
		}
		for _, rule := range among[model.ProcessStarts](p.clauses) {
			for _, finding := range c.known(p, rule.Fact) {
				fmt.Fprintf(&b, "\n%s %v", show(finding.value), c.answered(p, finding))
			}
		}
	}
	return b.String()
}
