package conformance

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A client makes calls one after the other, while others make theirs.
type client struct {
	t   *trial
	c   *cast
	d   die
	at  time.Time
	id  int
	ops []*model.Operation
	// deeds are what it is going to do, chosen before anybody does anything.
	deeds []deed
	// next is the request for the page after the one that it saw last.
	next *deed

	history []porcupine.Operation
	err     error
}

// A deed is what a client does: a call, or the setting of a fact.
type deed struct {
	place string // the partition that it is about
	op    *model.Operation
	in    object
	fact  string
	of    object
	value string
	// follow asks for the next page of what the client saw last.
	follow bool
}

// placedOperations returns the operations of which each call is about one
// partition, so that histories can be taken apart by it.
func (t *trial) placedOperations() []*model.Operation {
	var ops []*model.Operation
	for i := range t.api.Operations {
		op := &t.api.Operations[i]
		if op.Modelled() && t.missing[op.Name] == "" && !t.setup.wantsUngiven(op) && op.Clause("fact/summary") == nil && t.placeMember(op) != "" {
			ops = append(ops, op)
		}
	}
	return ops
}

// placeMember returns the member that says which partition a call is about.
func (s *session) placeMember(op *model.Operation) string {
	about := s.thing(op)
	members := about.Partition
	if len(members) == 0 {
		members = about.Key
	}
	if len(members) != 1 || op.Effect.Bound(members[0]) == "" {
		return ""
	}
	return members[0]
}

// arrange makes what most calls take.
func (c *client) arrange(began time.Time) {
	for _, thing := range c.t.things() {
		put := c.t.operations(thing.Name).put
		if thing.Fact != nil || len(thing.Partition) > 0 || !slices.Contains(c.ops, put) {
			continue
		}
		for _, name := range c.c.pools[thing.Key[0]] {
			in := c.t.input(put, with(c.t.example(thing.Name), object{thing.Key[0]: name}))
			c.act(began, deed{place: show(name), op: put, in: in})
		}
	}
	if c.t.target.Facts == nil {
		return
	}
	for i := range c.t.api.Facts {
		f := &c.t.api.Facts[i]
		for range 6 {
			c.act(began, c.decision(f, from(c.d, c.t.likely(f))))
		}
	}
}

// deed chooses what to do next.
func (c *client) deed() deed {
	if c.d.oneIn(8) {
		return deed{follow: true}
	}
	n := c.d(len(c.ops) + len(c.t.api.Facts))
	if n >= len(c.ops) {
		f := &c.t.api.Facts[n-len(c.ops)]
		if c.t.target.Facts != nil {
			return c.decision(f, from(c.d, c.t.likely(f)))
		}
		n = c.d(len(c.ops))
	}
	op := c.ops[n]
	for range 100 {
		in := c.c.request(c.d, op, c.at)
		if place := one(in, op.Effect.Bound(c.t.placeMember(op))); place != nil {
			return deed{place: show(place), op: op, in: in}
		}
	}
	return deed{follow: true}
}

func (c *client) decision(f *model.Fact, value string) deed {
	of := c.c.key(c.d, f.Key)
	return deed{place: show(of[f.Partition[0]]), fact: f.Name, of: of, value: value}
}

// act does something and notes when it began, when it was over, and what came
// of it. It makes no use of the trial but to read it, since all clients do.
func (c *client) act(began time.Time, d deed) {
	if d.follow && c.next != nil {
		d, c.next = *c.next, nil
	}
	if c.err != nil || d.follow {
		return
	}
	as := c.c.scopes[0]
	op := porcupine.Operation{ClientId: c.id, Input: d, Call: time.Since(began).Nanoseconds()}
	if d.fact != "" {
		c.err = c.t.target.Facts.SetFacts(c.t.ctx, as, d.fact, []FactValue{{Of: texts(d.of), Value: d.value}})
		op.Output = oracle.Reply{}
	} else {
		var a *answer
		if a, c.err = c.t.target.send(c.t.ctx, c.t.api, request{operation: d.op.Name, body: encode(d.in), as: as}); c.err == nil {
			if len(a.body) > excerpt.MostBody {
				c.err = fmt.Errorf("a response of %d bytes is too large for a history, which holds all of them", len(a.body))
			}
			r := replyOf(a)
			op.Output = r
			c.next = nextOf(d, r)
		}
	}
	op.Return = time.Since(began).Nanoseconds()
	c.history = append(c.history, op)
}

// nextOf returns the request for the page after one, or nil.
func nextOf(d deed, r oracle.Reply) *deed {
	clause := d.op.Clause("pagination")
	if clause == nil || r.Code != "" {
		return nil
	}
	rule := clause.Rule.(model.Pagination)
	token := textAt(r.Output, model.Path(rule.Next))
	if token == "" {
		return nil
	}
	return &deed{place: d.place, op: d.op, in: with(d.in, object{rule.Token: token})}
}

// replyOf reads an answer for the oracle, which other laws have judged as it
// stands.
func replyOf(a *answer) oracle.Reply {
	r := oracle.Reply{}
	if v, _, err := readJSON(a.body); err == nil {
		r.Output, _ = v.(object)
	}
	if a.status >= 300 {
		r.Code = cmp.Or(errorCode(a.header.Get("X-Amzn-ErrorType"), r.Output), fmt.Sprintf("status %d", a.status))
	}
	return r
}
