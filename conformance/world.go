package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// now is the time of the suite itself.
func now() time.Time { return time.Now() }

// arrange brings about what an operation needs for its input: the entities
// that the input refers to exist, and the facts that guard it have accepted
// values, unless the case has set them otherwise.
func (t *trial) arrange(op *model.Operation, in object, things []object) {
	t.arrangeReferences(op, in)
	for _, c := range op.Clauses {
		guard, ok := c.Rule.(model.Guard)
		if !ok {
			continue
		}
		var open []object
		for _, thing := range things {
			if _, known := t.facts[t.factID(guard.Fact, thing)]; !known {
				open = append(open, thing)
			}
		}
		t.setFacts(guard.Fact, guard.Accepts[0], open...)
	}
}

// arrangeReferences makes the entities that an input refers to.
func (t *trial) arrangeReferences(op *model.Operation, in object) {
	for _, c := range op.Clauses {
		ref, ok := c.Rule.(model.Reference)
		if !ok {
			continue
		}
		for _, key := range referenced(ref, in) {
			t.on(ref.Entity).exists(key, ref.Where)
		}
	}
}

// referenced returns the keys of the entities that an input refers to.
func referenced(ref model.Reference, in object) []object {
	var keys []object
	for i, b := range ref.From {
		for j, v := range at(in, b.Path) {
			if i == 0 {
				keys = append(keys, object{})
			}
			if j < len(keys) {
				keys[j][b.Member] = v
			}
		}
	}
	return slices.DeleteFunc(keys, func(k object) bool { return len(k) < len(ref.From) })
}

// exists makes the entity with that key unless the case has made it already.
func (t *trial) exists(key object, where []model.Condition) {
	for _, m := range t.made {
		if m.as == t.as && m.thing == t.about.Name && keyOf(m.key, t.about.Key) == keyOf(key, t.about.Key) {
			return
		}
	}
	put := t.ops.put
	if put == nil {
		t.unsure = "no operation puts a " + t.about.Name
		return
	}
	for i := range t.api.Facts {
		t.wayTo(t.api.Facts[i].Name)
	}
	thing := with(t.example(), key)
	for _, c := range append(slices.Clone(where), t.wanted()...) {
		set(thing, c.Path, c.Value)
	}
	in := t.input(put, thing)
	t.arrange(put, in, []object{thing})
	r := t.ask(put, encode(in), nil)
	if r == nil {
		t.unsure = put.Name + " is not there: " + t.missing[put.Name]
		return
	}
	if !r.ok() {
		t.skip("a %s could not be arranged: %v", t.about.Name, r)
	}
	t.makes(key)
}

// makes notes that a thing exists.
func (t *trial) makes(keys ...object) {
	for _, key := range keys {
		t.made = append(t.made, made{t.as, t.about.Name, pick(key, t.about.Key)})
	}
}

// example returns the entity that the model gives as an example, or the least
// one.
func (t *trial) example() object {
	e := t.api.Entity(t.about.Name)
	if e != nil && e.Example != "" {
		if v, _, err := readJSON([]byte(e.Example)); err == nil {
			if o, ok := v.(object); ok {
				return o
			}
		}
	}
	o, _ := t.least(t.about.Shape).(object)
	return o
}

// wanted returns what the operation that sets facts asks of an entity, so
// that facts can be set about all that the case arranges.
func (t *trial) wanted() []model.Condition {
	var all []model.Condition
	for _, w := range t.ways {
		if w.op == nil {
			continue
		}
		for _, c := range w.op.Clauses {
			if ref, ok := c.Rule.(model.Reference); ok && ref.Entity == t.about.Name {
				all = append(all, ref.Where...)
			}
		}
	}
	return all
}

// cleanUp removes what the case has made, the last first. With a reset, the
// session does it for many cases at once.
func (t *trial) cleanUp() {
	if t.target.Reset != nil {
		return
	}
	for _, m := range slices.Backward(t.made) {
		del := t.operations(m.thing).del
		if del == nil || t.missing[del.Name] != "" {
			continue
		}
		t.calls++
		// It may be gone already, and there is nothing to be done if it can't
		// be removed.
		_, _ = t.target.send(t.ctx, t.api, request{operation: del.Name, body: encode(t.input(del, m.key)), as: m.as})
	}
}

// A way is how a fact is set.
type way struct {
	// op is the operation that does it, nil if the target has the power.
	op *model.Operation
	// only are the values that members of the key are limited to.
	only map[string][]string
	// none says why there is no way.
	none string
}

// wayTo returns how a fact is set on this target: by its power, or else by
// the first of the API's operations that does it when tried, those first that
// limit least what can be set.
func (t *trial) wayTo(fact string) *way {
	if w := t.ways[fact]; w != nil {
		return w
	}
	if t.target.Facts != nil {
		t.ways[fact] = &way{}
		return t.ways[fact]
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
		t.ways[fact] = w
		why := t.tryWay(w)
		if why == "" {
			return w
		}
		reasons = append(reasons, why)
	}
	if len(reasons) == 0 {
		reasons = append(reasons, "no operation sets it")
	}
	t.ways[fact] = &way{none: strings.Join(reasons, "; ")}
	return t.ways[fact]
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
func (t *trial) tryWay(w *way) (why string) {
	view := *t.on(w.op.Effect.Of)
	view.record = &record{facts: map[string]string{}}
	view.outcome = &outcome{limit: 1}
	view.probing = true
	defer func() {
		view.cleanUp()
		why = strings.Join(append(view.outcome.reasons, why+view.outcome.unreachable), ", ")
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
			return view.unsure
		}
		for _, found := range view.list(pick(of, view.about.Partition)) {
			if keyOf(found, fact.Key) == keyOf(of, fact.Key) && found[fact.Value] == v {
				return ""
			}
		}
		return w.op.Name + " sets nothing"
	}
	return w.op.Name + " sets no value"
}

// values returns the values that an operation may set a fact to.
func (s *session) values(op *model.Operation) []string {
	fact := s.thing(op).Fact
	for _, c := range op.Clauses {
		if allowed, ok := c.Rule.(model.Allowed); ok && op.Effect.Bound(fact.Value) == allowed.Path {
			return allowed.Values
		}
	}
	return s.valuesOf(fact)
}

// valuesOf returns the values of a fact.
func (s *session) valuesOf(fact *model.Fact) []string {
	var all []string
	for _, v := range s.api.Shape(s.api.Shape(fact.Shape).Member(fact.Value).Shape).Enum {
		all = append(all, v.Value)
	}
	return all
}

func (t *trial) factID(fact string, of object) string {
	return fmt.Sprint(t.as, fact, keyOf(of, t.api.Fact(fact).Key))
}

// setFacts gives a fact the same value for some keys. If the target offers no
// way, it goes on, and notes that what depends on the fact is unsure.
func (t *trial) setFacts(fact, value string, of ...object) {
	f := t.api.Fact(fact)
	of = slices.DeleteFunc(slices.Clone(of), func(key object) bool {
		current, known := t.facts[t.factID(fact, key)]
		return known && current == value || !known && value == f.Initially || len(pick(key, f.Key)) < len(f.Key)
	})
	if len(of) == 0 {
		return
	}
	switch w := t.wayTo(fact); {
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
		t.calls++
		t.did("fact", object{"fact": fact, "of": keys, "value": value}, "set")
	default:
		t.setOverWire(w.op, f, value, of)
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
			t.skip("%s can't be set: %v", f.Name, r)
		}
	}
}

// needFact skips the case if a fact can't be set.
func (t *trial) needFact(fact string) {
	if w := t.wayTo(fact); w.none != "" {
		t.skip("%s can't be set: %s", fact, w.none)
	}
}

// now returns the time of the target, as far as it can be known.
func (t *trial) now() time.Time {
	if t.target.Clock == nil {
		return now()
	}
	at, err := t.target.Clock.Now(t.ctx)
	if err != nil {
		t.skip("the clock can't be read: %v", err)
	}
	return at
}

// setClock sets the time of the target.
func (t *trial) setClock(at time.Time) {
	t.need(t.target.Clock != nil, "a clock that can be set")
	if err := t.target.Clock.Set(t.ctx, at); err != nil {
		t.skip("the clock can't be set: %v", err)
	}
	t.did("clock", object{"set": at.UTC().Format(time.RFC3339Nano), "epoch": epoch(at)}, "set")
}

// freeze stops the clock of the target, at a whole second, and returns the
// time that it shows.
func (t *trial) freeze() time.Time {
	t.need(t.target.Clock != nil, "a clock that can be set")
	at := t.now().Truncate(time.Second).Add(time.Second)
	t.setClock(at)
	return at
}
