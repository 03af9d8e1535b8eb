package conformance

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// The size of a history: so few clients that the search for an order of their
// calls ends soon, and so many calls that they meet.
const (
	clients = 4
	turns   = 15
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

// concurrentCalls has several clients call the target at the same time, and
// looks for an order in which the oracle would have answered the same, had
// the calls come one after the other. A request about several things is one
// call: others see all of what it did, or nothing.
func concurrentCalls(t *trial) {
	t.settled()
	seed := rapid.Uint64().Draw(t.rapid, "seed")
	if err := t.reset(); err != nil {
		t.skip("%v", err)
	}
	tr, c := t.trace(), t.cast()
	ops := t.placedOperations()
	if len(ops) == 0 {
		t.skip("no operation is there")
	}
	all := make([]*client, clients)
	for i := range all {
		dice := rand.New(rand.NewPCG(seed, uint64(i)))
		all[i] = &client{t: t, c: c, d: dice.IntN, at: tr.at, id: i, ops: ops}
	}
	began := time.Now()
	all[0].arrange(began)
	for _, one := range all {
		for range turns {
			one.deeds = append(one.deeds, one.deed())
		}
	}
	var ready, done sync.WaitGroup
	ready.Add(1)
	for _, one := range all {
		done.Go(func() {
			ready.Wait()
			for _, d := range one.deeds {
				one.act(began, d)
			}
		})
	}
	ready.Done()
	done.Wait()
	var history []porcupine.Operation
	for _, one := range all {
		if one.err != nil {
			t.skip("%v", one.err)
		}
		history = append(history, one.history...)
	}
	t.calls += len(history)
	for _, op := range history {
		if d := op.Input.(deed); d.op != nil && d.op.Effect.Verb == model.Puts {
			t.of(d.op).leaves(t.keysOf(d.op, encode(d.in))...)
		}
	}
	t.linearize(history, tr, seed)
}

// placedOperations returns the operations of which each call is about one
// partition, so that histories can be taken apart by it.
func (t *trial) placedOperations() []*model.Operation {
	var ops []*model.Operation
	for i := range t.api.Operations {
		op := &t.api.Operations[i]
		if op.Modelled() && t.missing[op.Name] == "" && op.Clause("fact/summary") == nil && t.placeMember(op) != "" {
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
			in := c.t.input(put, with(c.t.on(thing.Name).example(), object{thing.Key[0]: name}))
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

// linearize looks for the order of a history.
func (t *trial) linearize(history []porcupine.Operation, tr *trace, seed uint64) {
	m := t.histories(tr)
	result, info := porcupine.CheckOperationsVerbose(m, history, 10*time.Second)
	switch result {
	case porcupine.Ok:
		return
	case porcupine.Unknown:
		t.skip("no order of the calls was found in ten seconds, and not all were tried")
	}
	picture, err := t.picture(m, info, seed)
	if err != nil {
		picture = err.Error()
	}
	for _, part := range m.Partition(history) {
		if porcupine.CheckOperations(m, part) {
			continue
		}
		slices.SortFunc(part, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
		t.record.steps = nil
		for _, op := range part {
			t.record.steps = append(t.record.steps, stepOf(op))
		}
	}
	t.fail("an order in which the calls, one after the other, would have been answered so", "none; a picture is in %s", picture)
}

// histories returns the model of the API that porcupine asks about each step.
func (t *trial) histories(tr *trace) porcupine.Model {
	as, at := oracle.Scope(t.as), tr.at
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			var places []string
			parts := map[string][]porcupine.Operation{}
			for _, op := range history {
				// Names that a target may take for one belong together.
				place := strings.ToLower(strings.ReplaceAll(op.Input.(deed).place, " ", ""))
				if parts[place] == nil {
					places = append(places, place)
				}
				parts[place] = append(parts[place], op)
			}
			all := make([][]porcupine.Operation, len(places))
			for i, place := range places {
				all[i] = parts[place]
			}
			return all
		},
		Init: func() any { return tr.o.Clone() },
		Step: func(state, input, output any) (bool, any) {
			o, d, got := state.(*oracle.Oracle).Clone(), input.(deed), output.(oracle.Reply)
			if d.fact != "" {
				o.SetFact(as, d.fact, texts(d.of), d.value)
				return true, o
			}
			want := o.Call(as, at, d.op.Name, d.in)
			return o.Agree(want, got) == nil, o
		},
		Equal: func(a, b any) bool { return a.(*oracle.Oracle).Equal(b.(*oracle.Oracle)) },
		Hash:  func(state any) uint64 { return state.(*oracle.Oracle).Hash() },
		DescribeOperation: func(input, output any) string {
			return input.(deed).String() + " -> " + described(output.(oracle.Reply))
		},
		DescribeState: func(state any) string { return state.(*oracle.Oracle).String() },
	}
}

// picture writes what porcupine shows of a history that has no order, and
// returns where.
func (t *trial) picture(m porcupine.Model, info porcupine.LinearizationInfo, seed uint64) (string, error) {
	name := filepath.Join(cmp.Or(t.options.Pictures, os.TempDir()), fmt.Sprintf("history-%d.html", seed))
	return name, porcupine.VisualizePath(m, info, name)
}

// String says what is done.
func (d deed) String() string {
	if d.fact != "" {
		return fmt.Sprintf("%s(%s) = %s", d.fact, show(d.of), d.value)
	}
	return d.op.Name + "(" + show(d.in) + ")"
}

func described(r oracle.Reply) string { return cmp.Or(r.Code, show(r.Output)) }

// stepOf returns an operation of a history as a step of a counterexample.
func stepOf(op porcupine.Operation) Step {
	d := op.Input.(deed)
	s := Step{
		Call: fmt.Sprintf("client %d: ", op.ClientId),
		At:   fmt.Sprintf("%d-%dµs", op.Call/1000, op.Return/1000),
		Got:  described(op.Output.(oracle.Reply)),
	}
	if d.fact != "" {
		s.Call, s.Request = s.Call+"fact", encode(object{"fact": d.fact, "of": d.of, "value": d.value})
		return s
	}
	s.Call, s.Request = s.Call+d.op.Name, json.RawMessage(encode(d.in))
	return s
}
