package lockstep

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A client makes calls one after the other, while other clients make theirs.
type client struct {
	t   *script.T
	c   *domain
	d   die
	at  time.Time
	id  int
	ops []*model.Operation
	// plan is drawn before any client makes a call.
	plan []invocation
	// next is the request for the page after the last one that the client read.
	next *invocation

	history []porcupine.Operation
	err     error
}

// An invocation is what a client does: it makes a call, or sets a fact.
type invocation struct {
	place string // the partition that it is about
	op    *model.Operation
	in    value.Object
	fact  string
	of    value.Object
	value string
	with  map[string]int64
	// follow asks for the page after the last one that the client read.
	follow bool
}

// placedOperations returns the operations whose calls are about one partition,
// so that histories can be split by partition.
func placedOperations(t *script.T) []*model.Operation {
	var ops []*model.Operation
	for i := range t.API.Operations {
		op := &t.API.Operations[i]
		if op.Modelled() && t.Missing[op.Name] == "" && !t.Setup.NeedsUnmodelledName(op) && predictable(t.Session, op) && op.Clause("fact/summary") == nil && placeMember(t.Session, op) != "" && !elsewhere(t.Session, op) {
			ops = append(ops, op)
		}
	}
	return ops
}

// placeMember returns the member that names the partition of a call.
func placeMember(s *testcase.Session, op *model.Operation) string {
	about := s.ResourceOf(op)
	members := about.Partition
	if len(members) == 0 {
		members = about.Key
	}
	path := ""
	if len(members) == 1 {
		path = string(op.Effect.Bound(members[0]))
	}
	if path == "" || strings.Contains(path, "[]") {
		return "" // a call is about none, or about several
	}
	return members[0]
}

// elsewhere reports whether what becomes of a call depends on resources of another place, or
// is to be seen there: those that refer to what it deletes by members beside their key, and
// what it names that is not placed as it is.
func elsewhere(s *testcase.Session, op *model.Operation) bool {
	place := placeMember(s, op)
	placed := func(of string) string {
		r := s.API.Resource(of)
		return cmp.Or(strings.Join(r.Partition, " "), strings.Join(r.Key, " "))
	}
	apart := func(of string, by []model.Binding) bool {
		if s.API.AddressIn(op.Effect.Of, by) != "" {
			return string(by[0].Path) != placed(of)
		}
		return !slices.Contains(by, model.Binding{Member: place, Path: model.Path(placed(of))})
	}
	return slices.ContainsFunc(op.Clauses, func(c model.Clause) bool {
		switch rule := c.Rule.(type) {
		case model.InUse:
			return apart(rule.Of, rule.By)
		case model.Cascade:
			return apart(rule.Of, rule.By)
		case model.Reference:
			if s.API.AddressIn(rule.Entity, rule.From) != "" {
				return rule.From[0].Path != op.Effect.Bound(place)
			}
			return !slices.Contains(rule.From, model.Binding{Member: placed(rule.Entity), Path: op.Effect.Bound(place)})
		}
		return false
	})
}

// placeOf returns the partition that a request is about, or nil. A name that selects a
// version is about the resource of the name, and an address is about what it names.
func placeOf(s *testcase.Session, op *model.Operation, in value.Object) any {
	place := value.One(in, op.Effect.Bound(placeMember(s, op)))
	name, isText := place.(string)
	if clause := op.Clause("selector"); clause != nil && isText {
		name, _, _ := clause.Rule.(model.Selector).Cut(name)
		return name
	}
	if key := s.Owner(name); len(key) == 1 {
		for _, of := range key {
			return of
		}
	}
	return place
}

// prepare sets up the preconditions of most calls.
func (c *client) prepare(began time.Time) {
	for _, resource := range subjects(c.t.Session) {
		put := c.t.OperationsOn(resource.Name).Put
		if resource.Fact != nil || len(resource.Partition) > 0 || !slices.Contains(c.ops, put) {
			continue
		}
		for _, name := range c.c.pools[resource.Key[0]] {
			in := c.t.Input(put, value.With(c.t.Example(resource.Name), value.Object{resource.Key[0]: name}))
			c.act(began, invocation{place: value.Show(name), op: put, in: in})
		}
	}
	if c.t.Target.Facts == nil {
		return
	}
	for i := range c.t.API.Facts {
		f := &c.t.API.Facts[i]
		for range 6 {
			if !c.t.Decides(f.Name) {
				break
			}
			c.act(began, c.decision(f, from(c.d, likely(c.t.Session, f))))
		}
	}
}

// draw draws the next invocation.
func (c *client) draw() invocation {
	if c.d.oneIn(8) {
		return invocation{follow: true}
	}
	n := c.d(len(c.ops) + len(c.t.API.Facts))
	if n >= len(c.ops) {
		f := &c.t.API.Facts[n-len(c.ops)]
		if c.t.Decides(f.Name) {
			return c.decision(f, from(c.d, likely(c.t.Session, f)))
		}
		n = c.d(len(c.ops))
	}
	op := c.ops[n]
	for range 100 {
		in := c.c.request(c.d, op, c.at)
		if place := placeOf(c.t.Session, op, in); place != nil {
			return invocation{place: value.Show(place), op: op, in: in}
		}
	}
	return invocation{follow: true}
}

func (c *client) decision(f *model.Fact, val string) invocation {
	of := c.c.key(c.d, f.Key)
	return invocation{place: value.Show(of[f.Partition[0]]), fact: f.Name, of: of, value: val, with: beside(c.d, f)}
}

// act makes an invocation, and records when it began and ended and its
// response. It only reads the case, which all clients share.
func (c *client) act(began time.Time, d invocation) {
	if d.follow && c.next != nil {
		d, c.next = *c.next, nil
	}
	if c.err != nil || d.follow {
		return
	}
	as := c.c.scopes[0]
	op := porcupine.Operation{ClientId: c.id, Input: d, Call: time.Since(began).Nanoseconds()}
	if d.fact != "" {
		c.err = c.t.Target.Facts.SetFacts(c.t.Ctx, as, d.fact, []endpoint.FactValue{{Of: value.Texts(d.of), Value: d.value, With: d.with}})
		op.Output = oracle.Reply{}
	} else {
		var a *wire.Answer
		if a, c.err = wire.Send(c.t.Ctx, &c.t.Target, c.t.API, wire.Request{Operation: d.op.Name, Body: value.Encode(d.in), As: as}); c.err == nil {
			if len(a.Body) > excerpt.MostBody {
				c.err = fmt.Errorf("a response of %d bytes is too large for a history, which holds all of them", len(a.Body))
			}
			r := testcase.OracleReply(c.t.API, d.op, a)
			op.Output = r
			c.next = nextOf(d, r)
		}
	}
	op.Return = time.Since(began).Nanoseconds()
	c.history = append(c.history, op)
}

// nextOf returns the request for the page after one, or nil.
func nextOf(d invocation, r oracle.Reply) *invocation {
	clause := d.op.Clause("pagination")
	if clause == nil || r.Code != "" {
		return nil
	}
	rule := clause.Rule.(model.Pagination)
	token := value.TextAt(r.Output, model.Path(rule.Next))
	if token == "" {
		return nil
	}
	return &invocation{place: d.place, op: d.op, in: value.With(d.in, value.Object{rule.Token: token})}
}
