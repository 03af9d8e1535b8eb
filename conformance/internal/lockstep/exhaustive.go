package lockstep

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// instants are the times, after the beginning of a trace, at which calls are
// made and resources expire.
var instants = []time.Duration{0, 10 * time.Second, 20 * time.Second}

// A move is a possible step of a trace: a call, a change of a fact, or an
// advance of the clock to the next instant.
type move struct {
	op *model.Operation
	// in returns the request, for a trace that began at a given time.
	in func(began time.Time) value.Object
	// fact, of, value and with are the fact that is set, if any, and what is told
	// beside its value.
	fact  string
	of    value.Object
	value string
	with  map[string]int64
	// places and keys are how many of the two partitions, and of the two keys
	// in each, the move uses.
	places, keys int
	// second and secondKey report that the move uses the second of them and not
	// the first.
	second, secondKey bool
}

// A failed is the trace that was being tried when the property failed.
type failed struct {
	path   []move
	domain *domain
}

// An explorer tries all traces.
type explorer struct {
	*trace
	c     *domain
	moves []move
	// path is the current trace, and instant its time.
	path    []move
	instant int
	traces  int
	depth   int
}

// AllTraces tries every trace to a depth, over two partitions, two keys in
// each, three instants and all values of the facts. Traces that differ only in
// the names of partitions or keys are tried once. A step without an effect is
// always the last of its trace.
func AllTraces(t *script.T) {
	t.Punctual()
	settled(t)
	t.Need(t.Target.Reset != nil, "a reset")
	x := &explorer{trace: newTrace(t), depth: t.Options.Exhaustive}
	if again, _ := t.Result.Memo.(*failed); again != nil {
		// The trace that failed is to be tried once more.
		x.path, x.c = again.path, again.domain
		x.replay()
		x.inspect(x.c, x.c.scopes[0])
	}
	x.c = newDomain(t)
	x.path, x.moves = nil, x.allMoves()
	x.explore()
	t.Result.Cases += x.traces - 1
	t.Result.Remarks = []string{fmt.Sprintf("all %s traces to depth %d pass", thousands(x.traces), x.depth)}
}

// thousands writes a number with commas.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// explore tries all extensions of the current trace, whose steps the target has
// just taken.
func (x *explorer) explore() {
	if len(x.path) == 0 {
		x.replay()
	}
	var changing []move
	for _, m := range x.moves {
		if !x.apt(m) {
			continue
		}
		if x.changes(m) {
			changing = append(changing, m)
			continue
		}
		// The target does not change, so the next move can be tried at once.
		x.try(m)
	}
	for i, m := range changing {
		if i > 0 {
			x.replay()
		}
		before := x.instant
		x.try(m)
		if len(x.path)+1 < x.depth {
			x.path = append(x.path, m)
			x.explore()
			x.path = x.path[:len(x.path)-1]
		}
		x.instant = before
	}
}

// apt reports whether to try a move. One that uses the second of two names is
// tried only if the first was used before.
func (x *explorer) apt(m move) bool {
	place, key := 0, 0
	for _, before := range x.path {
		place, key = max(place, before.places), max(key, before.keys)
	}
	if m.second && place == 0 || m.secondKey && key == 0 {
		return false
	}
	return m.op != nil || m.fact != "" || x.instant+1 < len(instants)
}

// changes reports whether a move changes the state of the oracle.
func (x *explorer) changes(m move) bool {
	if m.op == nil && m.fact == "" {
		return true
	}
	o := x.o.Clone()
	as := oracle.Scope(x.c.scopes[0])
	if m.fact != "" {
		o.SetFact(as, x.at, m.fact, value.Texts(m.of), m.value, m.with)
	} else {
		o.Call(as, x.at, m.op.Name, m.in(x.began))
	}
	return o.String() != x.o.String()
}

// try makes a move and reads the whole state.
func (x *explorer) try(m move) {
	if x.Ctx.Err() != nil {
		x.Skip("%v, after %s traces", context.Cause(x.Ctx), thousands(x.traces))
	}
	x.traces++
	x.Result.Memo = &failed{append(slices.Clone(x.path), m), x.c}
	x.make(m)
	x.inspect(x.c, x.c.scopes[0])
	x.Result.Memo = nil
}

// make makes a move.
func (x *explorer) make(m move) {
	switch as := x.c.scopes[0]; {
	case m.fact != "":
		x.decide(as, m.fact, m.of, m.value, m.with)
	case m.op != nil:
		x.call(as, m.op, m.in(x.began))
	default:
		x.instant++
		x.wait(instants[x.instant] - instants[x.instant-1])
	}
}

// replay resets the target and repeats the current trace.
func (x *explorer) replay() {
	if err := x.Reset(); err != nil {
		x.Skip("%v", err)
	}
	x.o = x.Oracle(x.Choices())
	if x.Target.Clock != nil {
		x.at = x.at.Add(time.Hour)
		x.SetClock(x.at)
	} else {
		x.at = x.WallTime()
	}
	x.began, x.Began, x.instant = x.at, x.at, 0
	x.Steps = nil
	for _, m := range x.path {
		x.make(m)
	}
}
