package setup

import (
	"net/http"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
)

// How long a process is watched that is to end by itself, on a target that is no fake.
const (
	processLook = 250 * time.Millisecond
	longProcess = 3 * time.Second
)

// Process returns how the subject goes on by itself once it is put, or nil if it does
// not.
func (t *Stage) Process() *model.Process {
	_, p := t.API.ProcessOf(t.Subject.Name)
	return p
}

// startOf returns the operation that starts the process whose end a fact decides, or nil.
func startOf(api *model.API, fact string) *model.Operation {
	for _, op := range api.AllOperations(model.Puts) {
		if c := op.Clause("process"); c != nil && c.Rule.(model.Process).Outcome == fact {
			return op
		}
	}
	return nil
}

// AwaitEnds waits while reads return processes that have not ended, and reports whether
// all have.
func (t *Stage) AwaitEnds(keys ...value.Object) bool {
	before := len(t.Steps)
	return t.Wait(func() bool {
		t.Steps = t.Steps[:before]
		ended := !t.going(keys)
		if ended {
			t.Steps = t.Steps[:before]
		}
		return ended
	})
}

// Wait waits a while for something to be so that comes by itself. Where it once did not
// come, nothing is waited for again.
func (t *Stage) Wait(so func() bool) bool {
	for waited := time.Duration(0); !so(); waited += processLook {
		if waited >= longProcess || t.Setup.endless {
			t.Setup.endless = true
			return false
		}
		if err := t.Sleep(processLook); err != nil {
			t.Skip("%v", err)
		}
	}
	return true
}

// going reports whether one of some processes has not ended, as far as it is returned.
func (t *Stage) going(keys []value.Object) bool {
	p := t.Process()
	seen := map[string]bool{}
	for _, key := range keys {
		partition := value.Pick(key, t.Subject.Partition)
		if id := value.KeyOf(partition, t.Subject.Partition); seen[id] {
			continue
		} else {
			seen[id] = true
		}
		for _, row := range t.List(partition) {
			state, _ := row[p.State].(string)
			if !p.Final(state) && slices.ContainsFunc(keys, func(key value.Object) bool {
				return value.KeyOf(key, t.Subject.Key) == value.KeyOf(row, t.Subject.Key)
			}) {
				return true
			}
		}
	}
	return false
}

// CallBody is [testcase.Case.CallBody], after what the case has set and what was started
// may have changed is set again. It may change once more, also if nothing new was started:
// what was started before may go on.
func (t *Stage) CallBody(op *model.Operation, body []byte, change func(*http.Request)) *wire.Reply {
	var again []string
	for _, c := range op.Clauses {
		rule, ok := c.Rule.(model.ProcessSuccess)
		if !ok || len(t.Outdated) == 0 {
			continue
		}
		for _, key := range t.KeysOf(op, body) {
			id := t.FactID(rule.Fact, key)
			val, outdated := t.Outdated[id]
			if !outdated {
				continue
			}
			if again = append(again, id); t.Facts[id] == "" {
				t.SetFacts(rule.Fact, val, key)
			}
		}
	}
	r := t.Case.CallBody(op, body, change)
	for _, id := range again {
		delete(t.Facts, id)
	}
	return r
}

// Call is [testcase.Case.Call], by [Stage.CallBody].
func (t *Stage) Call(op *model.Operation, in value.Object) *wire.Reply {
	return t.CallBody(op, value.Encode(t.OwnToken(op, in)), nil)
}

// awaitPut waits until what was put has ended, where it goes on by itself and the target
// may take its time: the same can't be put again before.
func (t *Stage) awaitPut(resources []value.Object) {
	list := t.Operations.List
	if t.Target.Exact || t.Process() == nil || list == nil || t.Missing[list.Name] != "" {
		return
	}
	if !t.AwaitEnds(resources...) {
		t.NotSetUp = "a " + t.Subject.Name + " has not ended after " + longProcess.String()
	}
}
