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

// instants are the times, after the beginning of a trace, at which its calls
// may be made and its things may expire.
var instants = []time.Duration{0, 10 * time.Second, 20 * time.Second}

// A move is a step that a trace may take: a call, the setting of a fact, or
// the clock's going on to the next instant.
type move struct {
	op *model.Operation
	// in makes the request, for a trace that began at a given time.
	in func(began time.Time) value.Object
	// fact, of and value are what is decided, if it is a fact.
	fact  string
	of    value.Object
	value string
	// places and keys are how many of the two partitions, and of the two keys
	// in each, the move makes use of.
	places, keys int
	// second reports that it makes use of the second of them and not of the
	// first.
	second, secondKey bool
}

// A culprit is a trace that is being tried, with the names in it.
type culprit struct {
	path []move
	cast *cast
}

// A explorer tries all traces.
type explorer struct {
	*trace
	c     *cast
	moves []move
	// path is the trace at hand, instant where in time it is.
	path    []move
	instant int
	traces  int
	depth   int
}

// AllTraces tries every trace to a depth, over two partitions, two keys in
// each, three instants and all values of the facts. Partitions, and keys, are
// alike: traces that differ in their names only are one. A trace is not gone
// on with behind a step that changes nothing.
func AllTraces(t *script.T) {
	t.Punctual()
	settled(t)
	t.Need(t.Target.Reset != nil, "a reset")
	x := &explorer{trace: newTrace(t), depth: t.Options.Exhaustive}
	if again, _ := t.Result.Memo.(*culprit); again != nil {
		// The suite has been here before, and wants to see it once more.
		x.path, x.c = again.path, again.cast
		x.replay()
		x.inspect(x.c, x.c.scopes[0])
	}
	x.c = newCast(t)
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

// explore tries all ways to go on from the trace at hand, which the target has
// just gone through if it has any steps.
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
		// The target stays where it is, so that the next move can be tried at
		// once.
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

// apt reports whether a move is to be tried: one that makes use of the second
// of two names only if the first was used before.
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

// changes reports whether a move leaves the oracle with something new.
func (x *explorer) changes(m move) bool {
	if m.op == nil && m.fact == "" {
		return true
	}
	o := x.o.Clone()
	as := oracle.Scope(x.c.scopes[0])
	if m.fact != "" {
		o.SetFact(as, m.fact, value.Texts(m.of), m.value)
	} else {
		o.Call(as, x.at, m.op.Name, m.in(x.began))
	}
	return o.String() != x.o.String()
}

// try makes a move and looks at all that there is.
func (x *explorer) try(m move) {
	if x.Ctx.Err() != nil {
		x.Skip("%v, after %s traces", context.Cause(x.Ctx), thousands(x.traces))
	}
	x.traces++
	x.Result.Memo = &culprit{append(slices.Clone(x.path), m), x.c}
	x.make(m)
	x.inspect(x.c, x.c.scopes[0])
	x.Result.Memo = nil
}

// make makes a move.
func (x *explorer) make(m move) {
	switch as := x.c.scopes[0]; {
	case m.fact != "":
		x.decide(as, m.fact, m.of, m.value)
	case m.op != nil:
		x.call(as, m.op, m.in(x.began))
	default:
		x.instant++
		x.wait(instants[x.instant] - instants[x.instant-1])
	}
}

// replay empties the target and goes through the trace at hand again.
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
	x.began, x.Since, x.instant = x.at, x.at, 0
	x.Steps = nil
	for _, m := range x.path {
		x.make(m)
	}
}
