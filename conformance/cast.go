package conformance

import (
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A cast is the few accounts, keys, values and times that traces are about:
// few, so that what one call does is met by the others.
type cast struct {
	*session
	scopes []Scope
	// pools are the values of each member of a key, by the member's name.
	pools map[string][]any
	// limits are the values to which operations limit members of a key.
	limits map[string]map[string][]string
	// there returns the things of a name that there are, as far as the oracle
	// knows.
	there func(name string) []object
	// listings are requests that brought a page token, the newest last, with
	// the token in them.
	listings []listing
}

// A listing is a request for the page after another.
type listing struct {
	as    Scope
	op    *model.Operation
	in    object
	token string
}

// A die picks a number from 0 to n-1. What is simplest is 0.
type die func(n int) int

// oneIn reports whether something happens that is to happen about every nth
// time.
func (d die) oneIn(n int) bool { return d(n) == n-1 }

// from returns one of some values.
func from[T any](d die, values []T) T { return values[d(len(values))] }

// cast returns a new cast, with names that no other has.
func (t *trial) cast() *cast {
	c := &cast{session: t.session, scopes: t.others(), pools: map[string][]any{}, limits: map[string]map[string][]string{}}
	for _, thing := range t.things() {
		for _, name := range thing.Key {
			shape := t.api.Shape(thing.Shape.Member(name).Shape)
			switch {
			case c.pools[name] != nil:
			case len(thing.Partition) == 0 || slices.Contains(thing.Partition, name):
				c.pools[name] = []any{t.name(), t.name()}
			case shape.Kind == model.String:
				for _, text := range t.textsFor(shape)[:2] {
					c.pools[name] = append(c.pools[name], text)
				}
			default:
				c.pools[name] = t.samples(shape)
			}
		}
	}
	// What an operation limits a member to is among its values.
	for i := range t.api.Operations {
		op := &t.api.Operations[i]
		if op.Effect.Verb != model.Puts && op.Effect.Verb != model.Sets {
			continue
		}
		c.limits[op.Name] = t.limits(op)
		for _, name := range t.thing(op).Key {
			values := c.limits[op.Name][name]
			for _, v := range values {
				if len(values) <= 2 && !slices.Contains(c.pools[name], any(v)) {
					c.pools[name] = append([]any{v}, c.pools[name][:len(c.pools[name])-1]...)
				}
			}
		}
	}
	return c
}

// others returns who makes calls: the trial's own account and region, another
// region of the account, and unless requests are signed for good, another
// account.
func (t *trial) others() []Scope {
	all := []Scope{t.as, t.as}
	for _, region := range []string{"eu-central-1", "us-west-2"} {
		if region != t.as.Region {
			all[1].Region = region
		}
	}
	if t.target.Authorize == nil {
		all = append(all, Scope{Account: "210987654321", Region: t.as.Region})
	}
	return all
}

// things returns all entities and facts.
func (s *session) things() []model.Thing {
	var all []model.Thing
	for i := range s.api.Entities {
		all = append(all, s.api.Thing(s.api.Entities[i].Name))
	}
	for i := range s.api.Facts {
		all = append(all, s.api.Thing(s.api.Facts[i].Name))
	}
	return all
}

// key draws some members of a key.
func (c *cast) key(d die, names []string) object {
	key := object{}
	for _, name := range names {
		key[name] = from(d, c.pools[name])
		if s, isText := key[name].(string); isText && d.oneIn(60) {
			key[name] = strings.ToUpper(s) + " "
		}
	}
	return key
}

// aim draws the key of something that an operation can act on: what is there
// to be deleted or shown, or what a guard lets be put. It has the members of
// another key that are given. Where nothing is known that fits, or now and
// then, it draws any key.
func (c *cast) aim(d die, op *model.Operation, names []string, given object) object {
	key := with(c.key(d, names), given)
	if c.there == nil || d.oneIn(3) {
		return key
	}
	targets := c.there(op.Effect.Of)
	if clause := op.Clause("guard"); clause != nil {
		guard := clause.Rule.(model.Guard)
		targets = slices.DeleteFunc(c.there(guard.Fact), func(fact object) bool {
			value, _ := fact[c.api.Fact(guard.Fact).Value].(string)
			return !slices.Contains(guard.Accepts, value)
		})
	}
	targets = slices.DeleteFunc(targets, func(thing object) bool {
		return len(pick(thing, names)) < len(names) || show(with(thing, given)) != show(thing) || !c.placed(op, thing)
	})
	if len(targets) == 0 {
		return key
	}
	return pick(from(d, targets), names)
}

// placed reports whether the entities are there that an operation refers to.
func (c *cast) placed(op *model.Operation, thing object) bool {
	for _, clause := range op.Clauses {
		ref, ok := clause.Rule.(model.Reference)
		if ok && !slices.ContainsFunc(c.there(ref.Entity), func(o object) bool {
			key := c.api.Entity(ref.Entity).Key
			return show(with(o, pick(thing, key))) == show(o)
		}) {
			return false
		}
	}
	return true
}

// request draws a request of an operation.
func (c *cast) request(d die, op *model.Operation, now time.Time) object {
	var in object
	switch op.Effect.Verb {
	case model.Lists, model.Reads:
		in = c.question(d, op)
	default:
		in = c.order(d, op, now)
	}
	if d.oneIn(16) {
		c.spoil(d, op, in)
	}
	return in
}

// order draws a request that puts, sets or deletes.
func (c *cast) order(d die, op *model.Operation, now time.Time) object {
	about := c.thing(op)
	n := 1
	if op.Effect.Each != "" {
		n += d(3)
	}
	var things []object
	for range n {
		given := object{}
		if len(things) > 0 {
			given = pick(things[0], about.Partition)
		}
		thing := c.aim(d, op, about.Key, given)
		for _, name := range about.Key {
			if values := c.limits[op.Name][name]; len(values) > 0 && !d.oneIn(4) {
				thing[name] = values[0]
			}
		}
		if op.Effect.Verb != model.Deletes {
			thing = with(c.members(d, op, now), thing)
		}
		// Where nothing says what becomes of a key that is given twice, it is
		// not given twice.
		twice := slices.ContainsFunc(things, func(other object) bool { return keyOf(other, c.varying(op)) == keyOf(thing, c.varying(op)) })
		if !twice || op.Clause("fan-out/duplicates") != nil {
			things = append(things, thing)
		}
	}
	in := c.input(op, things...)
	for _, clause := range op.Clauses {
		switch rule := clause.Rule.(type) {
		case model.DryRun:
			if d.oneIn(6) {
				set(in, model.Path(rule.Flag), true)
			}
		case model.Allowed:
			c.keepAllowed(d, op, in, rule)
		}
	}
	return in
}

// keepAllowed makes a request keep to a limit, most of the time.
func (c *cast) keepAllowed(d die, op *model.Operation, in object, rule model.Allowed) {
	if rule.Account || d.oneIn(8) || slices.ContainsFunc(c.thing(op).Key, func(m string) bool { return op.Effect.Bound(m) == rule.Path }) {
		return
	}
	list, rest, through := strings.Cut(string(rule.Path), "[].")
	if !through {
		if one(in, rule.Path) != nil {
			set(in, rule.Path, from(d, rule.Values))
		}
		return
	}
	for _, elem := range listAt(in, model.Path(list)) {
		if o, ok := elem.(object); ok && one(o, model.Path(rest)) != nil {
			set(o, model.Path(rest), from(d, rule.Values))
		}
	}
}
