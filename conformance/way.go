package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A way is how a fact is set.
type way struct {
	// op is the operation that does it, nil if the target has the power.
	op *model.Operation
	// only are the values that members of the key are limited to.
	only map[string][]string
	// none says why there is no way.
	none string
	// file reports that facts are as a person's file says, and can't be set.
	file bool
	// instead are the reasons why no better way is taken.
	instead []string
	// unread reports that no operation shows what was set, so that it is not
	// known for certain.
	unread bool
}

// mostTries is how often a way is tried again that met a fault.
const mostTries = 5

// wayTo returns how a fact is set on this target: by its power, or else by
// the first of the API's operations that does it when tried, those first that
// limit least what can be set.
func (t *trial) wayTo(fact string) *way {
	if w := t.setup.ways[fact]; w != nil {
		return w
	}
	if t.given != nil {
		t.setup.ways[fact] = &way{file: true}
		return t.setup.ways[fact]
	}
	if t.target.Facts != nil {
		t.setup.ways[fact] = &way{}
		return t.setup.ways[fact]
	}
	var candidates []*way
	for i := range t.api.Operations {
		op := &t.api.Operations[i]
		if op.Effect.Verb == model.Sets && op.Effect.Of == fact {
			candidates = append(candidates, &way{op: op, only: t.limits(op)})
		}
	}
	slices.SortStableFunc(candidates, func(a, b *way) int { return len(a.only) - len(b.only) })
	var reasons []string
	for _, w := range candidates {
		// While the way is tried it is taken for granted.
		t.setup.ways[fact] = w
		why, abandoned := t.tryWay(w)
		for again := 0; abandoned && again < mostTries; again++ {
			// A fault says nothing of the way, and all facts hang on it.
			why, abandoned = t.tryWay(w)
		}
		if why == "" {
			w.instead = reasons
			return w
		}
		reasons = append(reasons, why)
	}
	if len(reasons) == 0 {
		reasons = append(reasons, "no operation sets it")
	}
	t.setup.ways[fact] = &way{none: strings.Join(reasons, "; ")}
	return t.setup.ways[fact]
}

// setter returns the operation by which a fact is set on this target, nil if
// that takes none, or can't be done.
func (t *trial) setter(fact string) *model.Operation { return t.wayTo(fact).op }

// setsDirectly reports whether a fact can be set without asking the API.
func (t *trial) setsDirectly(fact string) bool {
	w := t.wayTo(fact)
	return w.op == nil && w.none == ""
}

// limits returns the values to which an operation limits members of the key.
func (t *trial) limits(op *model.Operation) map[string][]string {
	only := map[string][]string{}
	for _, c := range op.Clauses {
		allowed, ok := c.Rule.(model.Allowed)
		if !ok {
			continue
		}
		for _, member := range t.thing(op).Key {
			if op.Effect.Bound(member) != allowed.Path {
				continue
			}
			only[member] = allowed.Values
			if allowed.Account {
				only[member] = []string{t.as.Account}
			}
		}
	}
	return only
}

// tryWay sets a fact about something new and says what is wrong if that does
// not work. The steps don't count as part of the case, and nothing is drawn,
// so that the case is the same when it is tried again.
func (t *trial) tryWay(w *way) (why string, abandoned bool) {
	view := t.on(w.op.Effect.Of).view()
	view.record = newRecord()
	view.since = t.since
	view.outcome = &outcome{limit: 1, thorough: true}
	view.probing = true
	defer func() {
		abandoned = view.record.over
		view.cleanUp()
		reasons := append(view.outcome.reasons, why, view.outcome.unreachable)
		why = strings.Join(slices.DeleteFunc(reasons, func(r string) bool { return r == "" }), ", ")
		if p := recover(); p != nil && why == "" {
			panic(p)
		}
	}()
	fact := view.about.Fact
	of := view.combinations(view.partition(), 1).key(0)
	for _, v := range view.values(w.op) {
		if v == fact.Initially {
			continue
		}
		view.setFacts(fact.Name, v, of)
		if view.unsure != "" || view.ops.list == nil {
			return view.unsure, false
		}
		in := view.input(view.ops.list, pick(of, view.about.Partition))
		view.arrangeReferences(view.ops.list, in)
		if view.ask(view.ops.list, encode(in), nil) == nil {
			w.unread = true
			return "", false
		}
		for _, found := range view.list(pick(of, view.about.Partition)) {
			if keyOf(found, fact.Key) == keyOf(of, fact.Key) && found[fact.Value] == v {
				return "", false
			}
		}
		return w.op.Name + " sets nothing", false
	}
	return w.op.Name + " sets no value", false
}

// values returns the values that an operation may set a fact to.
func (s *contract) values(op *model.Operation) []string {
	fact := s.thing(op).Fact
	for _, c := range op.Clauses {
		if allowed, ok := c.Rule.(model.Allowed); ok && op.Effect.Bound(fact.Value) == allowed.Path {
			return allowed.Values
		}
	}
	return s.valuesOf(fact)
}

// valuesOf returns the values of a fact.
func (s *contract) valuesOf(fact *model.Fact) []string { return s.api.FactValues(fact) }

func (t *trial) factID(fact string, of object) string {
	return fmt.Sprint(t.as, fact, keyOf(of, t.api.Fact(fact).Key))
}

// setFacts gives a fact the same value for some keys. If the target offers no
// way, it goes on, and notes that what depends on the fact is unsure.
func (t *trial) setFacts(fact, value string, of ...object) {
	f := t.api.Fact(fact)
	of = slices.DeleteFunc(slices.Clone(of), func(key object) bool {
		current, known := t.facts[t.factID(fact, key)]
		return known && current == value || !known && value == f.Initially && t.given == nil || len(pick(key, f.Key)) < len(f.Key)
	})
	if len(of) == 0 {
		return
	}
	switch w := t.wayTo(fact); {
	case w.file:
		t.mustBe(f, value, of)
	case w.none != "":
		t.unsure = fmt.Sprintf("%s can't be set: %s", fact, w.none)
		return
	case w.op == nil:
		var values []FactValue
		var keys []any
		for _, key := range of {
			key = pick(key, f.Key)
			keys = append(keys, key)
			values = append(values, FactValue{Of: texts(key), Value: value})
		}
		if err := t.target.Facts.SetFacts(t.ctx, t.as, fact, values); err != nil {
			t.skip("%s can't be set: %v", fact, err)
		}
		t.exchanger().decided(t, t.as, fact, values)
		t.calls++
		t.did("fact", object{"fact": fact, "of": keys, "value": value}, "set")
	default:
		t.setOverWire(w.op, f, value, of)
		if w.unread {
			t.unsure = "nothing shows whether " + fact + " was set"
		}
	}
	for _, key := range of {
		t.facts[t.factID(fact, key)] = value
	}
}

// setOverWire gives a fact a value by an operation of the API.
func (t *trial) setOverWire(op *model.Operation, f *model.Fact, value string, of []object) {
	if !slices.Contains(t.values(op), value) {
		t.skip("%s can't be set to %s by %s", f.Name, value, op.Name)
	}
	things := make([]object, len(of))
	for i, key := range of {
		things[i] = with(pick(key, f.Key), object{f.Value: value})
		for _, m := range t.api.Shape(f.Shape).Members {
			if t.api.Shape(m.Shape).Kind == model.Timestamp {
				things[i][m.Name] = epoch(t.now().Truncate(time.Second))
			}
		}
	}
	for _, some := range t.on(f.Name).requests(op, things) {
		in := t.input(op, some...)
		t.arrangeReferences(op, in)
		r := t.ask(op, encode(in), nil)
		if r == nil {
			t.unsure = fmt.Sprintf("%s can't be set: %s is not there", f.Name, op.Name)
			return
		}
		if !r.ok() || len(t.failed(op, r.out)) > 0 {
			t.noteUngiven(op, r)
			t.skip("%s can't be set: %v", f.Name, r)
		}
		t.awaitFacts(f, some[0])
	}
}

// awaitFacts waits until facts read as they were set, where that may take its
// time and some operation reads them. Whether they do is for others to judge.
func (t *trial) awaitFacts(f *model.Fact, like object) {
	view := t.on(f.Name)
	if !t.follows() || view.ops.list == nil || t.probing || t.missing[view.ops.list.Name] != "" {
		return
	}
	before := len(t.steps)
	view.ask(view.ops.list, encode(view.input(view.ops.list, pick(like, view.about.Partition))), nil)
	t.steps = t.steps[:before]
}

// changes reports whether a fact can be given one value after another.
func (t *trial) changes(fact string) bool {
	w := t.wayTo(fact)
	return w.none == "" && !w.file
}

// needChange skips the case if a fact can't be given another value.
func (t *trial) needChange(fact string) {
	t.needFact(fact)
	if !t.changes(fact) {
		t.skip("it takes that %s changes, and the file says only what it is", fact)
	}
}

// needFact skips the case if a fact can't be set.
func (t *trial) needFact(fact string) {
	if w := t.wayTo(fact); w.none != "" {
		t.skip("%s can't be set: %s", fact, w.none)
	}
}
