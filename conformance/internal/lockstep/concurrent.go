package lockstep

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
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// The size of a history: few enough clients for a fast search, and enough calls
// to overlap.
const (
	clients = 4
	turns   = 15
)

// ConcurrentCalls has several clients call the target at the same time, and
// checks that the history is linearizable: that the oracle gives the same
// answers in some order of the calls. A request for several resources is one
// call, whose effect others see as a whole.
func ConcurrentCalls(t *script.T) {
	t.NeedUnrestricted()
	t.Punctual()
	settled(t)
	seed := rapid.Uint64().Draw(t.Rapid, "seed")
	if err := t.Reset(); err != nil {
		t.Skip("%v", err)
	}
	tr, c := newTrace(t), newDomain(t)
	c.apart = true
	ops := placedOperations(t)
	if len(ops) == 0 {
		t.Skip("no operation is there")
	}
	all := make([]*client, clients)
	for i := range all {
		dice := rand.New(rand.NewPCG(seed, uint64(i)))
		all[i] = &client{t: t, c: c, d: dice.IntN, at: tr.at, id: i, ops: ops}
	}
	began := time.Now()
	all[0].prepare(began)
	for _, one := range all {
		for range turns {
			one.plan = append(one.plan, one.draw())
		}
	}
	var ready, done sync.WaitGroup
	ready.Add(1)
	for _, one := range all {
		done.Go(func() {
			ready.Wait()
			for _, d := range one.plan {
				one.act(began, d)
			}
		})
	}
	ready.Done()
	done.Wait()
	var history []porcupine.Operation
	for _, one := range all {
		if one.err != nil {
			t.Skip("%v", one.err)
		}
		history = append(history, one.history...)
	}
	t.Calls += len(history)
	for _, op := range history {
		if d := op.Input.(invocation); d.op != nil && d.op.Effect.Verb == model.Puts {
			t.Of(d.op).DeferCleanup(t.KeysOf(d.op, value.Encode(d.in))...)
		}
	}
	linearize(t, history, tr, seed)
}

// linearize fails the case if a history is not linearizable.
func linearize(t *script.T, history []porcupine.Operation, tr *trace, seed uint64) {
	m := histories(t, tr)
	result, info := porcupine.CheckOperationsVerbose(m, history, 10*time.Second)
	switch result {
	case porcupine.Ok:
		return
	case porcupine.Unknown:
		t.Skip("no order of the calls was found in ten seconds, and not all were tried")
	}
	picture, err := picture(t, m, info, seed)
	if err != nil {
		picture = err.Error()
	}
	for _, part := range m.Partition(history) {
		if porcupine.CheckOperations(m, part) {
			continue
		}
		slices.SortFunc(part, func(a, b porcupine.Operation) int { return cmp.Compare(a.Call, b.Call) })
		t.Record.Steps = nil
		for _, op := range part {
			t.Record.Steps = append(t.Record.Steps, testcase.Step{Step: stepOf(op)})
		}
	}
	t.Fail("an order in which the calls, one after the other, would have been answered so", "none; a picture is in %s", picture)
}

// histories returns the model of the API for porcupine.
func histories(t *script.T, tr *trace) porcupine.Model {
	as, at := oracle.Scope(t.As), tr.at
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			if crowded(t, history) {
				return [][]porcupine.Operation{history}
			}
			var places []string
			parts := map[string][]porcupine.Operation{}
			for _, op := range history {
				// Names that a target may treat as equal belong together.
				place := strings.ToLower(strings.ReplaceAll(op.Input.(invocation).place, " ", ""))
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
			o, d, got := state.(*oracle.Oracle).Clone(), input.(invocation), output.(oracle.Reply)
			if d.fact != "" {
				o.SetFact(as, at, d.fact, value.Texts(d.of), d.value, d.with)
				return true, o
			}
			want := o.Call(as, at, d.op.Name, d.in)
			return o.Agree(want, got) == nil, o
		},
		Equal: func(a, b any) bool { return a.(*oracle.Oracle).Equal(b.(*oracle.Oracle)) },
		Hash:  func(state any) uint64 { return state.(*oracle.Oracle).Hash() },
		DescribeOperation: func(input, output any) string {
			return input.(invocation).String() + " -> " + described(output.(oracle.Reply))
		},
		DescribeState: func(state any) string { return state.(*oracle.Oracle).String() },
	}
}

// crowded reports whether a history puts more than a quota may permit which counts what is
// in several partitions: then no partition has an order of its own.
func crowded(t *script.T, history []porcupine.Operation) bool {
	for _, put := range t.API.AllOperations(model.Puts) {
		about := t.ResourceOf(put)
		keys := map[string]bool{}
		for _, op := range history {
			if d := op.Input.(invocation); d.op != nil && d.op.Effect.Verb == model.Puts && d.op.Effect.Of == about.Name {
				for i, resource := range t.Described(d.op, d.in) {
					id := value.KeyOf(resource, about.Key)
					if t.API.MadeKey(d.op) != "" {
						id = fmt.Sprint(op.ClientId, op.Call, i)
					}
					keys[id] = true
				}
			}
		}
		if slices.ContainsFunc(t.Quotas(put), func(l testcase.Limit) bool { return testcase.Shares(about, l.Quota) && len(keys) > l.Most }) {
			return true
		}
	}
	return false
}

// picture writes porcupine's visualization of a history to a file, and returns
// its name.
func picture(t *script.T, m porcupine.Model, info porcupine.LinearizationInfo, seed uint64) (string, error) {
	name := filepath.Join(cmp.Or(t.Options.Pictures, os.TempDir()), fmt.Sprintf("history-%d.html", seed))
	return name, porcupine.VisualizePath(m, info, name)
}

// String returns the invocation as text.
func (d invocation) String() string {
	if d.fact != "" {
		return fmt.Sprintf("%s(%s) = %s", d.fact, value.Show(d.of), d.value)
	}
	return d.op.Name + "(" + value.Show(d.in) + ")"
}

func described(r oracle.Reply) string {
	return cmp.Or(r.Code, excerpt.Text(value.Show(r.Output), excerpt.MostShown))
}

// stepOf returns an operation of a history as a step of a counterexample.
func stepOf(op porcupine.Operation) report.Step {
	d := op.Input.(invocation)
	s := report.Step{
		Call: fmt.Sprintf("client %d: ", op.ClientId),
		At:   fmt.Sprintf("%d-%dµs", op.Call/1000, op.Return/1000),
		Got:  described(op.Output.(oracle.Reply)),
	}
	if d.fact != "" {
		s.Call, s.Request = s.Call+"fact", value.Encode(testcase.FactRequest(d.fact, d.of, d.value, d.with))
		return s
	}
	s.Call, s.Request = s.Call+d.op.Name, json.RawMessage(value.Encode(d.in))
	return s
}
