package live

import (
	"maps"
	"slices"
	"time"
)

// debts are what a run has created and not seen deleted.
type debts struct {
	rules      map[string]bool               // the names of rules
	exceptions map[string]map[exception]bool // by rule
	open       map[int]pending               // requests that were not answered
	latest     time.Time                     // when the last request was made that creates something
}

// A pending request is about to create something.
type pending struct {
	entry
	fresh []exception // those of the keys that were not owed before
	first bool        // whether the rule was not
}

func newDebts() *debts {
	return &debts{rules: map[string]bool{}, exceptions: map[string]map[exception]bool{}, open: map[int]pending{}}
}

func (d *debts) clone() *debts {
	c := &debts{rules: maps.Clone(d.rules), exceptions: map[string]map[exception]bool{}, open: maps.Clone(d.open), latest: d.latest}
	for rule, keys := range d.exceptions {
		c.exceptions[rule] = maps.Clone(keys)
	}
	return c
}

// note takes account of a line.
func (d *debts) note(e entry) {
	switch {
	case e.Creates != "":
		d.owe(e)
	case e.Answered != 0:
		p := d.open[e.N]
		delete(d.open, e.N)
		if e.Answered < 400 {
			return
		}
		// What is rejected creates nothing.
		if p.first {
			delete(d.rules, p.Rule)
		}
		d.paid(p.Rule, p.fresh)
	case len(e.Keys) == 0:
		delete(d.rules, e.Gone)
	default:
		d.paid(e.Gone, e.Keys)
	}
}

func (d *debts) owe(e entry) {
	p := pending{entry: e}
	if e.Creates == "rule" {
		p.first = !d.rules[e.Rule]
		d.rules[e.Rule] = true
	} else {
		if d.exceptions[e.Rule] == nil {
			d.exceptions[e.Rule] = map[exception]bool{}
		}
		for _, k := range e.Keys {
			if !d.exceptions[e.Rule][k] {
				p.fresh = append(p.fresh, k)
			}
			d.exceptions[e.Rule][k] = true
		}
	}
	d.open[e.N] = p
	if e.At != nil && e.At.After(d.latest) {
		d.latest = *e.At
	}
}

// withOpen returns the debts together with all that requests may yet create
// which were not answered: such a request may take effect after the deletion of
// what it is about.
func (d *debts) withOpen() *debts {
	all := d.clone()
	for _, p := range d.open {
		all.owe(p.entry)
	}
	return all
}

// paid strikes out exceptions of a rule.
func (d *debts) paid(rule string, keys []exception) {
	for _, k := range keys {
		delete(d.exceptions[rule], k)
	}
	if len(d.exceptions[rule]) == 0 {
		delete(d.exceptions, rule)
	}
}

// last returns when the last request was made that was not answered: the zero
// time if all were.
func (d *debts) last() time.Time {
	var last time.Time
	for _, p := range d.open {
		if p.At != nil && p.At.After(last) {
			last = *p.At
		}
	}
	return last
}

// count returns how many rules and how many exceptions are owed.
func (d *debts) count() (rules, exceptions int) {
	for _, keys := range d.exceptions {
		exceptions += len(keys)
	}
	return len(d.rules), exceptions
}

// names returns the names of all rules that something is owed of, in order.
func (d *debts) names() []string {
	all := slices.Collect(maps.Keys(d.rules))
	for rule := range d.exceptions {
		if !d.rules[rule] {
			all = append(all, rule)
		}
	}
	slices.SortFunc(all, byLength)
	return all
}
