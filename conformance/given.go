package conformance

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A givenWorld is what a person's file says, as far as the target was found to
// be so. Cases choose their keys from it, and put and delete nothing else.
type givenWorld struct {
	facts []givenFact
}

// A givenFact is a fact that can't be changed, only made use of.
type givenFact struct {
	fact  string
	of    object
	value string
}

// oracle returns an oracle that knows what a person's file says there is, and
// nothing else. Where the clock can't be moved, it can't be exact about time.
func (s *session) oracle(choices map[string]string) *oracle.Oracle {
	o := oracle.New(s.api, choices)
	if s.target.Clock == nil {
		o.Slack = time.Minute
	}
	if s.given == nil {
		return o
	}
	t := s.reader()
	as := oracle.Scope(t.as)
	for _, f := range s.given.facts {
		for i := range s.api.Entities {
			e := t.on(s.api.Entities[i].Name)
			key := pick(f.of, e.about.Key)
			if e.ops.put == nil || len(key) < len(e.about.Key) || len(e.about.Partition) > 0 || t.known[e.madeID(key)] {
				continue
			}
			t.known[e.madeID(key)] = true
			o.Call(as, s.wallTime(), e.ops.put.Name, t.input(e.ops.put, with(s.example(e.about.Name), key)))
		}
		o.SetFact(as, f.fact, texts(f.of), f.value)
	}
	return o
}

// named returns what the given facts say about the trial's things, or about
// what is not guarded by any, nothing. The partitions that the case has made
// use of come last, and are left out if fresh is set.
func (t *trial) named(fresh bool) []givenFact {
	var all []givenFact
	if t.as != t.target.scope() {
		return nil
	}
	fact := t.factAbout()
	for _, f := range t.given.facts {
		if f.fact == fact && !(fresh && t.taken[keyOf(f.of, t.about.Partition)]) {
			all = append(all, f)
		}
	}
	return all
}

// factAbout returns the fact that guards the trial's thing, or that it is.
func (t *trial) factAbout() string {
	if t.about.Fact != nil {
		return t.about.Name
	}
	if t.ops.put != nil {
		if c := t.ops.put.Clause("guard"); c != nil {
			return c.Rule.(model.Guard).Fact
		}
	}
	return ""
}

// passing returns the values of the fact with which the trial's thing can be
// put.
func (t *trial) passing() []string {
	if t.about.Fact == nil && t.ops.put != nil {
		if c := t.ops.put.Clause("guard"); c != nil {
			return c.Rule.(model.Guard).Accepts
		}
	}
	if f := t.api.Fact(t.factAbout()); f != nil {
		return t.valuesOf(f)
	}
	return nil
}

// givenPlaces returns the given keys with some values, those of one partition
// together.
func (t *trial) givenPlaces(fresh bool, values []string) [][]object {
	var all [][]object
	place := map[string]int{}
	for _, f := range t.named(fresh) {
		if !slices.Contains(values, f.value) {
			continue
		}
		id := keyOf(f.of, t.about.Partition)
		if _, there := place[id]; !there {
			place[id] = len(all)
			all = append(all, nil)
		}
		all[place[id]] = append(all[place[id]], pick(f.of, t.about.Key))
	}
	return all
}

// take notes that the case makes use of a partition.
func (t *trial) take(key object) { t.taken[keyOf(key, t.about.Partition)] = true }

// givenKeys returns n given keys in one partition that the case has not used,
// with some values.
func (t *trial) givenKeys(n int, values []string) []object {
	most := 0
	for _, keys := range t.givenPlaces(true, values) {
		if len(keys) >= n {
			t.take(keys[0])
			return rapid.Permutation(keys).Draw(t.rapid, "keys")[:n]
		}
		most = max(most, len(keys))
	}
	t.skip("it takes %s in one %s%s that the case has not used; the file names %s",
		counted(n, "key"), strings.Join(t.about.Partition, ", "), t.ofValue(values), atMost(most))
	return nil
}

func atMost(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("at most %d", n)
}

// ofValue says which value the fact about a key is to have.
func (t *trial) ofValue(values []string) string {
	if fact := t.factAbout(); fact != "" && len(values) < len(t.valuesOf(t.api.Fact(fact))) {
		return fmt.Sprintf(" whose %s is %s", fact, strings.Join(values, " or "))
	}
	return ""
}

// givenSpread returns n given keys with which things can be put, in as few
// partitions as it takes.
func (t *trial) givenSpread(n int) []object {
	places := t.givenPlaces(true, t.passing())
	slices.SortStableFunc(places, func(a, b []object) int { return len(b) - len(a) })
	var all []object
	for _, keys := range places {
		if len(all) < n {
			t.take(keys[0])
			all = append(all, keys...)
		}
	}
	if len(all) < n {
		t.skip("it takes %s%s; the file names %s", counted(n, "key"), t.ofValue(t.passing()), atMost(len(all)))
	}
	return rapid.Permutation(all).Draw(t.rapid, "keys")[:n]
}

// givenPartition returns a partition that the case has not used.
func (t *trial) givenPartition() object {
	for _, f := range t.named(true) {
		t.take(f.of)
		return pick(f.of, t.about.Partition)
	}
	t.skip("it takes another %s; the file names no more", strings.Join(t.about.Partition, ", "))
	return nil
}

// givenIn returns the given keys in a partition, with some values.
func (t *trial) givenIn(partition object, values []string) []object {
	for _, keys := range t.givenPlaces(false, values) {
		if keyOf(keys[0], t.about.Partition) == keyOf(partition, t.about.Partition) {
			return keys
		}
	}
	return nil
}

// givenCapacity returns how many keys with some values there are in one
// partition that the case has not used.
func (t *trial) givenCapacity(values []string) int {
	most := 0
	for _, keys := range t.givenPlaces(true, values) {
		most = max(most, len(keys))
	}
	return most
}

// givenStrangers returns n given keys in a partition that are none of some.
func (t *trial) givenStrangers(partition object, n int, but []object) []object {
	all := t.without(t.givenIn(partition, t.valuesOf(t.api.Fact(t.factAbout()))), but)
	if len(all) < n {
		t.skip("it takes %s more in one %s; the file names %s", counted(n, "key"), strings.Join(t.about.Partition, ", "), atMost(len(all)))
	}
	return rapid.Permutation(all).Draw(t.rapid, "keys that are not there")[:n]
}

// needNew skips the case if it takes a new thing of a sort that the file lets
// nobody make.
func (t *trial) needNew(entity string) {
	if t.given != nil {
		t.skip("it takes a new %s, and with a file of what there is none is made", entity)
	}
}

// needFree skips the case if not all calls may be made.
func (t *trial) needFree() {
	if t.given != nil {
		t.skip("it takes that any call may be made, and with a file of what there is few are")
	}
}

// existsAlready makes sure that a thing is there which nobody may make: the
// file names it.
func (t *trial) existsAlready(key object) {
	for _, f := range t.given.facts {
		if t.as == t.target.scope() && keyOf(pick(f.of, t.about.Key), t.about.Key) == keyOf(key, t.about.Key) {
			return
		}
	}
	t.skip("it takes a new %s, and with a file of what there is none is made", t.about.Name)
}

// mustBe makes sure that a fact has a value that can't be set: it must have it.
func (t *trial) mustBe(fact *model.Fact, value string, of []object) {
	for _, key := range of {
		i := slices.IndexFunc(t.given.facts, func(f givenFact) bool {
			return f.fact == fact.Name && keyOf(f.of, fact.Key) == keyOf(key, fact.Key)
		})
		switch {
		case t.as != t.target.scope() || i < 0:
			t.skip("the file says nothing about %s", keyOf(key, fact.Key))
		case t.given.facts[i].value != value:
			t.skip("%s of %s is %s, as the file says, and can't be made %s", fact.Name, keyOf(key, fact.Key), t.given.facts[i].value, value)
		}
	}
}

// withheld says why a request must not be sent where a person's file says what
// may be touched, or "": it would put, delete or set something else.
func (t *trial) withheld(op *model.Operation, body []byte) string {
	if t.given == nil || op.Effect.Verb == model.Lists || op.Effect.Verb == model.Reads {
		return ""
	}
	view := t.on(op.Effect.Of)
	if view.about.Fact != nil || view.ops.put == nil || view.ops.put.Clause("guard") == nil || !op.Modelled() {
		return fmt.Sprintf("with a file of what there is, %s is not called", op.Name)
	}
	v, _, err := readJSON(body)
	in, isObject := v.(object)
	if err != nil || !isObject {
		return "" // it names nothing
	}
	outside, elems := object{}, []any{object{}}
	if op.Effect.Each != "" {
		elems = listAt(in, op.Effect.Each)
	}
	for _, name := range view.about.Key {
		if _, each := op.Effect.Bound(name).Within(op.Effect.Each); !each {
			outside[name] = one(in, op.Effect.Bound(name))
		}
	}
	if !view.isNamed(outside, true) {
		return fmt.Sprintf("with a file of what there is, %s is not called for what it does not name", op.Name)
	}
	for _, e := range elems {
		key := clone(outside)
		o, _ := e.(object)
		for _, name := range view.about.Key {
			if rest, each := op.Effect.Bound(name).Within(op.Effect.Each); each {
				if v := one(o, rest); v != nil {
					key[name] = v
				}
			}
		}
		if _, isObject := e.(object); !isObject && e != nil || !view.isNamed(key, false) {
			return fmt.Sprintf("with a file of what there is, %s is not called for what it does not name", op.Name)
		}
	}
	return ""
}

// isNamed reports whether a key, or what there is of it, is that of a given
// fact. All of it has to be text, and where whole is set, to be there.
func (t *trial) isNamed(key object, whole bool) bool {
	return slices.ContainsFunc(t.named(false), func(f givenFact) bool {
		for name, v := range key {
			if v != f.of[name] || whole && v == nil {
				return false
			}
		}
		return true
	})
}
