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
	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
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

// concurrentCalls has several clients call the target at the same time, and
// looks for an order in which the oracle would have answered the same, had
// the calls come one after the other. A request about several things is one
// call: others see all of what it did, or nothing.
func concurrentCalls(t *trial) {
	t.needFree()
	t.punctual()
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
			t.record.steps = append(t.record.steps, step{Step: stepOf(op)})
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

func described(r oracle.Reply) string {
	return cmp.Or(r.Code, excerpt.Text(show(r.Output), excerpt.MostShown))
}

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
