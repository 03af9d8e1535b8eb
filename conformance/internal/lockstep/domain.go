package lockstep

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A domain is the accounts, keys, values and times that the calls of a trace
// are drawn from. They are few, so that calls affect one another.
type domain struct {
	*testcase.Session
	scopes []endpoint.Scope
	// pools are the values of each member of a key, by the member's name.
	pools map[string][]any
	// limits are the values to which operations limit members of a key.
	limits map[string]map[string][]string
	// existing returns the resources of a type that exist according to the
	// oracle.
	existing func(name string) []value.Object
	// plain reports that keys have one spelling each: whether a service that takes several
	// for the same starts processes of each, no clause says.
	plain bool
	// listings are requests for a next page, the newest last.
	listings []listing
	// tokens are those that requests repeat, by the names of their operations. If calls
	// are apart, each resource has its own: calls about different ones say nothing of one
	// another then.
	tokens map[string][]tokenOf
	apart  bool
}

// A tokenOf is a token, with the request that had it last.
type tokenOf struct {
	token any
	last  value.Object
}

// A listing is a request for the page after another, with its token.
type listing struct {
	as    endpoint.Scope
	op    *model.Operation
	in    value.Object
	token string
}

// A die picks a number from 0 to n-1, of which 0 is the simplest.
type die func(n int) int

// oneIn reports true about every nth time.
func (d die) oneIn(n int) bool { return d(n) == n-1 }

// from returns one of the values.
func from[T any](d die, values []T) T { return values[d(len(values))] }

// newDomain returns a domain with new names.
func newDomain(t *script.T) *domain {
	c := &domain{Session: t.Session, scopes: others(t), pools: map[string][]any{}, limits: map[string]map[string][]string{}, tokens: map[string][]tokenOf{}}
	for _, resource := range subjects(t.Session) {
		for _, name := range resource.Key {
			shape := t.KeyShape(resource, name)
			_, isAddress := t.Addressed(resource.Name, name)
			switch {
			case c.pools[name] != nil, isAddress:
			case len(resource.Partition) == 0 || slices.Contains(resource.Partition, name):
				first, second := t.KeyName(resource.Name, name), t.KeyName(resource.Name, name)
				if h := t.API.Hierarchy(resource.Name, name); h != nil {
					second = first + h.Separator + t.Name() // one is below the other
				}
				c.pools[name] = []any{first, second}
			case shape.Kind == model.String:
				c.pools[name] = narrowest(t, name, t.TextsFor(shape))[:2]
				if shape != t.API.Shape(resource.Shape.Member(name).Shape) {
					c.pools[name] = append(c.pools[name], "!") // such as is not put
				}
			default:
				c.pools[name] = t.Samples(shape)
			}
		}
	}
	for _, resource := range subjects(t.Session) {
		for _, name := range resource.Key {
			if of, is := t.Addressed(resource.Name, name); is && c.pools[name] == nil {
				c.pools[name] = c.addresses(of)
			}
		}
	}
	choices := t.LikelyChoices()
	for _, p := range t.API.AllClauses() {
		c.plain = c.plain || p.Clause.Kind == "key/identity" && choices[p.Clause.ID] == "folded"
	}
	c.plain = c.plain && slices.ContainsFunc(t.API.Operations, func(op model.Operation) bool { return op.Clause("process/starts") != nil })
	// The values to which an operation limits a member are in its pool.
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

// narrowest returns values for a member of keys that all resources can have which have
// such a member: of some texts, those that suit all, or else values of the enum that one
// of them has.
func narrowest(t *script.T, name string, texts []string) []any {
	var shapes []*model.Shape
	for _, resource := range subjects(t.Session) {
		if m := resource.Shape.Member(name); m != nil && slices.Contains(resource.Key, name) {
			shapes = append(shapes, t.API.Shape(m.Shape))
		}
	}
	suits := func(v any) bool {
		return !slices.ContainsFunc(shapes, func(s *model.Shape) bool { return !t.Fits(v, s) })
	}
	var all []any
	for _, text := range texts {
		all = append(all, text)
	}
	for _, shape := range shapes {
		for _, v := range shape.Enum {
			all = append(all, v.Value)
		}
	}
	some := slices.DeleteFunc(slices.Clone(all), func(v any) bool { return !suits(v) })
	return append(some[:min(len(some), 2)], all...)
}

// others returns the scopes that make calls: that of the case, another region,
// and another account unless there is but one. A contract that does not say whether
// they see each other's resources leaves the first alone.
func others(t *script.T) []endpoint.Scope {
	if !slices.ContainsFunc(t.API.Clauses, func(c model.Clause) bool { return c.Kind == "isolation" }) {
		return []endpoint.Scope{t.As}
	}
	all := []endpoint.Scope{t.As, t.As}
	for _, region := range []string{"eu-central-1", "us-west-2"} {
		if region != t.As.Region {
			all[1].Region = region
		}
	}
	if t.Target.Authorize == nil && t.Setup.OneAccount == "" {
		all = append(all, endpoint.Scope{Account: setup.OtherAccount, Region: t.As.Region})
	}
	return all
}

// subjects returns all entities and facts.
func subjects(s *testcase.Session) []model.Resource {
	var all []model.Resource
	for i := range s.API.Entities {
		all = append(all, s.API.Resource(s.API.Entities[i].Name))
	}
	for i := range s.API.Facts {
		all = append(all, s.API.Resource(s.API.Facts[i].Name))
	}
	return all
}

// key draws some members of a key.
func (c *domain) key(d die, names []string) value.Object {
	key := value.Object{}
	for _, name := range names {
		key[name] = from(d, c.pools[name])
		if s, isText := key[name].(string); isText && !c.plain && d.oneIn(60) {
			key[name] = strings.ToUpper(s) + " "
		}
	}
	return key
}

// aim draws the key of a resource for which an operation succeeds: one that
// exists, or that a guard accepts. The key has the given members. If there is
// no such resource, and now and then, it draws any key.
func (c *domain) aim(d die, op *model.Operation, names []string, given value.Object) value.Object {
	key := value.With(value.With(c.key(d, names), c.addressing(d, op, names)), given)
	if c.existing == nil || d.oneIn(3) {
		return key
	}
	targets := c.existing(op.Effect.Of)
	for _, want := range c.Wants(op) {
		targets = slices.DeleteFunc(c.existing(want.Fact), func(fact value.Object) bool {
			value, _ := fact[c.API.Fact(want.Fact).Value].(string)
			return !slices.Contains(want.Values, value)
		})
	}
	targets = slices.DeleteFunc(targets, func(resource value.Object) bool {
		return len(value.Pick(resource, names)) < len(names) || !value.Has(resource, given) || !c.placed(op, resource)
	})
	if len(targets) == 0 {
		return key
	}
	return value.Pick(from(d, targets), names)
}

// placed reports whether the entities exist that an operation refers to.
func (c *domain) placed(op *model.Operation, resource value.Object) bool {
	for _, clause := range op.Clauses {
		ref, ok := clause.Rule.(model.Reference)
		if ok && !slices.ContainsFunc(c.existing(ref.Entity), func(o value.Object) bool {
			if address := c.API.AddressIn(ref.Entity, ref.From); address != "" {
				return slices.ContainsFunc(op.Effect.From, func(b model.Binding) bool {
					return b.Path == ref.From[0].Path && value.Show(resource[b.Member]) == value.Show(o[address])
				})
			}
			return value.Has(o, value.Pick(resource, c.API.Entity(ref.Entity).Key))
		}) {
			return false
		}
	}
	return true
}

// request draws a request of an operation.
func (c *domain) request(d die, op *model.Operation, now time.Time) value.Object {
	var in value.Object
	switch op.Effect.Verb {
	case model.Lists, model.Reads:
		in = c.query(d, op)
	default:
		in = c.command(d, op, now)
	}
	if d.oneIn(16) {
		c.spoil(d, op, in)
	}
	return in
}

// command draws a request that puts, updates, sets, deletes or gets.
func (c *domain) command(d die, op *model.Operation, now time.Time) value.Object {
	about := c.ResourceOf(op)
	n := 1
	if op.Effect.Each != "" {
		n += d(3)
	}
	var resources []value.Object
	for range n {
		given := value.Object{}
		if len(resources) > 0 {
			given = value.Pick(resources[0], about.Partition)
		}
		resource := c.aim(d, op, about.Key, given)
		for _, name := range about.Key {
			if values := c.limits[op.Name][name]; len(values) > 0 && !d.oneIn(4) {
				resource[name] = values[0]
			}
		}
		if op.Effect.Verb == model.Puts || op.Effect.Verb == model.Updates || op.Effect.Verb == model.Sets {
			resource = value.With(c.members(d, op, now), resource)
			for _, name := range c.Settable(op) {
				if (effect.NeededAtFirst(op, name) || slices.Contains(c.API.Omittable(op), name)) && d.oneIn(4) {
					delete(resource, name)
				}
			}
		}
		// A key is given twice only if a clause says what happens then, and with the same
		// members: none says which of several a resource gets.
		twice := slices.IndexFunc(resources, func(other value.Object) bool {
			return value.KeyOf(other, c.Varying(op)) == value.KeyOf(resource, c.Varying(op))
		})
		switch {
		case twice < 0:
			resources = append(resources, resource)
		case op.Clause("fan-out/duplicates") != nil:
			resources = append(resources, value.Clone(resources[twice]))
		}
	}
	in := c.Input(op, resources...)
	for _, clause := range op.Clauses {
		switch rule := clause.Rule.(type) {
		case model.DryRun:
			if d.oneIn(6) {
				value.Set(in, model.Path(rule.Flag), true)
			}
		case model.Existing:
			if rule.Unless != "" && d.oneIn(3) {
				value.Set(in, rule.Unless, false)
			}
		case model.Allowed:
			c.keepAllowed(d, op, in, rule)
		case model.Tier:
			c.tier(d, op, in, rule)
		case model.Embedded:
			c.entries(d, op, in, rule, now)
		case model.Label:
			if d.oneIn(2) {
				value.Set(in, rule.By, value.Integer(from(d, []int{1, 2, 3, 9})))
			}
		case model.Selector:
			if name, isText := value.One(in, rule.By).(string); isText && d.oneIn(3) {
				value.Set(in, rule.By, c.selecting(d, op, rule, name))
			}
		case model.Sealed:
			c.seal(d, in, rule)
		case model.Idempotency:
			c.repeat(d, op, in, rule)
		}
	}
	return in
}

// repeat gives a request one of a few tokens, so that it may be that of an earlier one, or
// has it be the same request again as the last that had the token.
func (c *domain) repeat(d die, op *model.Operation, in value.Object, rule model.Idempotency) {
	if d.oneIn(3) {
		return // a token of its own
	}
	pool := op.Name
	if c.apart {
		pool += value.Show(value.One(in, op.Effect.Bound(c.ResourceOf(op).Key[0])))
	}
	for len(c.tokens[pool]) < 2 {
		c.tokens[pool] = append(c.tokens[pool], tokenOf{token: c.Token(op)})
	}
	one := &c.tokens[pool][d(2)]
	if one.last != nil && d.oneIn(2) {
		clear(in)
		maps.Copy(in, value.Clone(one.last))
		return
	}
	value.Set(in, rule.Token, one.token)
	one.last = value.Clone(in)
}

// seal leaves out, half of the time, that texts are to be returned as they are.
func (c *domain) seal(d die, in value.Object, rule model.Sealed) {
	if d.oneIn(2) {
		value.Set(in, rule.Unless, from(d, []any{nil, false}))
	}
}

// entries draws a text with entries, mostly in the tier that they need, and now and then
// one that is wrong. Where nothing is exact, no entry makes a resource expire soon.
func (c *domain) entries(d die, op *model.Operation, in value.Object, rule model.Embedded, now time.Time) {
	if !d.oneIn(3) {
		return
	}
	var all []value.Object
	for _, t := range rule.Types {
		if d.oneIn(2) {
			continue
		}
		entry := effect.EntryExample(t)
		if x := op.EntryExpiry(); x != nil && x.Type == t.Value {
			life := c.lifetime(d)
			if life == 0 || !c.Target.Exact {
				life = 365 * 24 * time.Hour
			}
			value.Set(entry, x.At, effect.EntryTime(now.Add(life).Truncate(time.Millisecond)))
		}
		all = append(all, entry)
	}
	if len(all) > 0 && d.oneIn(8) {
		value.Set(all[0], rule.Type, "Unknown")
	}
	text := effect.Entries(all...)
	if len(all) == 0 {
		text = rule.None
	}
	if text != "" {
		value.Set(in, op.Effect.Bound(rule.Member), text)
	}
	if need := op.Clause("embedded/tier"); need != nil && !d.oneIn(4) {
		value.Set(in, op.Effect.Bound(op.Tier().Member), need.Rule.(model.EntryTier).Least)
	}
}

// tier draws a tier, and now and then a member for which a lower one has no room.
func (c *domain) tier(d die, op *model.Operation, in value.Object, rule model.Tier) {
	if !d.oneIn(3) {
		return
	}
	asked := []string{rule.Chosen}
	for _, tier := range rule.Tiers {
		asked = append(asked, tier.Value)
	}
	if tier := from(d, asked); tier != "" {
		value.Set(in, op.Effect.Bound(rule.Member), tier)
	}
	if d.oneIn(3) {
		value.Set(in, op.Effect.Bound(rule.Of), strings.Repeat("x", rule.Tiers[0].Most+d(2)))
	}
}

// selecting returns the name of a resource that goes on with a number or a label.
func (c *domain) selecting(d die, op *model.Operation, rule model.Selector, name string) string {
	texts := []any{"1", "2", "3", "9"}
	if label := op.Clause("selector/label"); label != nil {
		key := c.API.Resource(label.Rule.(model.SelectorLabel).Entity).Key
		texts = append(texts, c.pools[key[len(key)-1]]...)
	}
	return fmt.Sprint(name, rule.Separator, from(d, texts))
}

// keepAllowed makes a request respect a limit, most of the time.
func (c *domain) keepAllowed(d die, op *model.Operation, in value.Object, rule model.Allowed) {
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
