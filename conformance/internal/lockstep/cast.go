package lockstep

import (
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A cast is the few accounts, keys, values and times that traces are about:
// few, so that what one call does is met by the others.
type cast struct {
	*testcase.Session
	scopes []endpoint.Scope
	// pools are the values of each member of a key, by the member's name.
	pools map[string][]any
	// limits are the values to which operations limit members of a key.
	limits map[string]map[string][]string
	// there returns the things of a name that there are, as far as the oracle
	// knows.
	there func(name string) []value.Object
	// listings are requests that brought a page token, the newest last, with
	// the token in them.
	listings []listing
}

// A listing is a request for the page after another.
type listing struct {
	as    endpoint.Scope
	op    *model.Operation
	in    value.Object
	token string
}

// A die picks a number from 0 to n-1. What is simplest is 0.
type die func(n int) int

// oneIn reports whether something happens that is to happen about every nth
// time.
func (d die) oneIn(n int) bool { return d(n) == n-1 }

// from returns one of some values.
func from[T any](d die, values []T) T { return values[d(len(values))] }

// newCast returns a new cast, with names that no other has.
func newCast(t *script.T) *cast {
	c := &cast{Session: t.Session, scopes: others(t), pools: map[string][]any{}, limits: map[string]map[string][]string{}}
	for _, thing := range resources(t.Session) {
		for _, name := range thing.Key {
			shape := t.API.Shape(thing.Shape.Member(name).Shape)
			switch {
			case c.pools[name] != nil:
			case len(thing.Partition) == 0 || slices.Contains(thing.Partition, name):
				c.pools[name] = []any{t.Name(), t.Name()}
			case shape.Kind == model.String:
				for _, text := range t.TextsFor(shape)[:2] {
					c.pools[name] = append(c.pools[name], text)
				}
			default:
				c.pools[name] = t.Samples(shape)
			}
		}
	}
	// What an operation limits a member to is among its values.
	for i := range t.API.Operations {
		op := &t.API.Operations[i]
		if op.Effect.Verb != model.Puts && op.Effect.Verb != model.Sets {
			continue
		}
		c.limits[op.Name] = t.KeyLimitsOf(op)
		for _, name := range t.ResourceOf(op).Key {
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

// others returns who makes calls: the case's own account and region, another
// region of the account, and unless requests are signed for good, another
// account.
func others(t *script.T) []endpoint.Scope {
	all := []endpoint.Scope{t.As, t.As}
	for _, region := range []string{"eu-central-1", "us-west-2"} {
		if region != t.As.Region {
			all[1].Region = region
		}
	}
	if t.Target.Authorize == nil {
		all = append(all, endpoint.Scope{Account: "210987654321", Region: t.As.Region})
	}
	return all
}

// resources returns all entities and facts.
func resources(s *testcase.Session) []model.Thing {
	var all []model.Thing
	for i := range s.API.Entities {
		all = append(all, s.API.Thing(s.API.Entities[i].Name))
	}
	for i := range s.API.Facts {
		all = append(all, s.API.Thing(s.API.Facts[i].Name))
	}
	return all
}

// key draws some members of a key.
func (c *cast) key(d die, names []string) value.Object {
	key := value.Object{}
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
func (c *cast) aim(d die, op *model.Operation, names []string, given value.Object) value.Object {
	key := value.With(c.key(d, names), given)
	if c.there == nil || d.oneIn(3) {
		return key
	}
	targets := c.there(op.Effect.Of)
	if clause := op.Clause("guard"); clause != nil {
		guard := clause.Rule.(model.Guard)
		targets = slices.DeleteFunc(c.there(guard.Fact), func(fact value.Object) bool {
			value, _ := fact[c.API.Fact(guard.Fact).Value].(string)
			return !slices.Contains(guard.Accepts, value)
		})
	}
	targets = slices.DeleteFunc(targets, func(thing value.Object) bool {
		return len(value.Pick(thing, names)) < len(names) || value.Show(value.With(thing, given)) != value.Show(thing) || !c.placed(op, thing)
	})
	if len(targets) == 0 {
		return key
	}
	return value.Pick(from(d, targets), names)
}

// placed reports whether the entities are there that an operation refers to.
func (c *cast) placed(op *model.Operation, thing value.Object) bool {
	for _, clause := range op.Clauses {
		ref, ok := clause.Rule.(model.Reference)
		if ok && !slices.ContainsFunc(c.there(ref.Entity), func(o value.Object) bool {
			key := c.API.Entity(ref.Entity).Key
			return value.Show(value.With(o, value.Pick(thing, key))) == value.Show(o)
		}) {
			return false
		}
	}
	return true
}

// request draws a request of an operation.
func (c *cast) request(d die, op *model.Operation, now time.Time) value.Object {
	var in value.Object
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
func (c *cast) order(d die, op *model.Operation, now time.Time) value.Object {
	about := c.ResourceOf(op)
	n := 1
	if op.Effect.Each != "" {
		n += d(3)
	}
	var things []value.Object
	for range n {
		given := value.Object{}
		if len(things) > 0 {
			given = value.Pick(things[0], about.Partition)
		}
		thing := c.aim(d, op, about.Key, given)
		for _, name := range about.Key {
			if values := c.limits[op.Name][name]; len(values) > 0 && !d.oneIn(4) {
				thing[name] = values[0]
			}
		}
		if op.Effect.Verb != model.Deletes {
			thing = value.With(c.members(d, op, now), thing)
		}
		// Where nothing says what becomes of a key that is given twice, it is
		// not given twice.
		twice := slices.ContainsFunc(things, func(other value.Object) bool {
			return value.KeyOf(other, c.Varying(op)) == value.KeyOf(thing, c.Varying(op))
		})
		if !twice || op.Clause("fan-out/duplicates") != nil {
			things = append(things, thing)
		}
	}
	in := c.Input(op, things...)
	for _, clause := range op.Clauses {
		switch rule := clause.Rule.(type) {
		case model.DryRun:
			if d.oneIn(6) {
				value.Set(in, model.Path(rule.Flag), true)
			}
		case model.Allowed:
			c.keepAllowed(d, op, in, rule)
		}
	}
	return in
}

// keepAllowed makes a request keep to a limit, most of the time.
func (c *cast) keepAllowed(d die, op *model.Operation, in value.Object, rule model.Allowed) {
	if rule.Account || d.oneIn(8) || slices.ContainsFunc(c.ResourceOf(op).Key, func(m string) bool { return op.Effect.Bound(m) == rule.Path }) {
		return
	}
	list, rest, through := strings.Cut(string(rule.Path), "[].")
	if !through {
		if value.One(in, rule.Path) != nil {
			value.Set(in, rule.Path, from(d, rule.Values))
		}
		return
	}
	for _, elem := range value.ListAt(in, model.Path(list)) {
		if o, ok := elem.(value.Object); ok && value.One(o, model.Path(rest)) != nil {
			value.Set(o, model.Path(rest), from(d, rule.Values))
		}
	}
}
