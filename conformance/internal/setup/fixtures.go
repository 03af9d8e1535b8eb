package setup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// fixturesFor returns the fixtures about the fact that guards the case's
// subject, or that it is. The fixtures of partitions that the case has used are
// left out if fresh is set.
func fixturesFor(t *Stage, fresh bool) []testcase.Fixture {
	var all []testcase.Fixture
	if t.As != t.Target.Scope() {
		return nil
	}
	fact := t.GuardingFact()
	for _, f := range t.Fixtures.Facts {
		if f.Fact == fact && !(fresh && t.UsedPartitions[value.KeyOf(f.Of, t.Subject.Partition)]) {
			all = append(all, f)
		}
	}
	return all
}

// FixturesByPartition returns the keys of fixtures with some values, those of
// one partition together.
func (t *Stage) FixturesByPartition(fresh bool, values []string) [][]value.Object {
	var all [][]value.Object
	place := map[string]int{}
	for _, f := range fixturesFor(t, fresh) {
		if !slices.Contains(values, f.Value) {
			continue
		}
		id := value.KeyOf(f.Of, t.Subject.Partition)
		if _, there := place[id]; !there {
			place[id] = len(all)
			all = append(all, nil)
		}
		all[place[id]] = append(all[place[id]], value.Pick(f.Of, t.Subject.Key))
	}
	return all
}

// UsePartition notes that the case uses a partition.
func (t *Stage) UsePartition(key value.Object) {
	t.UsedPartitions[value.KeyOf(key, t.Subject.Partition)] = true
}

// FixtureKeys returns n keys of fixtures with some values, in one partition
// that the case has not used.
func (t *Stage) FixtureKeys(n int, values []string) []value.Object {
	most := 0
	for _, keys := range t.FixturesByPartition(true, values) {
		if len(keys) >= n {
			t.UsePartition(keys[0])
			return rapid.Permutation(keys).Draw(t.Rapid, "keys")[:n]
		}
		most = max(most, len(keys))
	}
	t.Skip("it takes %s in one %s%s that the case has not used; the fixtures file has %s",
		report.Counted(n, "key"), strings.Join(t.Subject.Partition, ", "), t.FactPhrase(values), atMost(most))
	return nil
}

// FixtureKeysIn returns the keys of fixtures with some values in a partition.
func (t *Stage) FixtureKeysIn(partition value.Object, values []string) []value.Object {
	for _, keys := range t.FixturesByPartition(false, values) {
		if value.KeyOf(keys[0], t.Subject.Partition) == value.KeyOf(partition, t.Subject.Partition) {
			return keys
		}
	}
	return nil
}

// OtherFixtureKeys returns n keys of fixtures in a partition that are none of
// some.
func (t *Stage) OtherFixtureKeys(partition value.Object, n int, but []value.Object) []value.Object {
	all := t.Without(t.FixtureKeysIn(partition, t.ValuesOf(t.API.Fact(t.GuardingFact()))), but)
	if len(all) < n {
		t.Skip("it takes %s more in one %s; the fixtures file has %s", report.Counted(n, "key"), strings.Join(t.Subject.Partition, ", "), atMost(len(all)))
	}
	return rapid.Permutation(all).Draw(t.Rapid, "keys that are not there")[:n]
}

// spreadFixtureKeys returns n keys of fixtures with which the subject can be
// put, in as few partitions as possible.
func spreadFixtureKeys(t *Stage, n int) []value.Object {
	places := t.FixturesByPartition(true, acceptedValues(t))
	slices.SortStableFunc(places, func(a, b []value.Object) int { return len(b) - len(a) })
	var all []value.Object
	for _, keys := range places {
		if len(all) < n {
			t.UsePartition(keys[0])
			all = append(all, keys...)
		}
	}
	if len(all) < n {
		t.Skip("it takes %s%s; the fixtures file has %s", report.Counted(n, "key"), t.FactPhrase(acceptedValues(t)), atMost(len(all)))
	}
	return rapid.Permutation(all).Draw(t.Rapid, "keys")[:n]
}

// fixturesApart returns all pairs of keys of fixtures in partitions that the case has
// not used that differ in one member only.
func fixturesApart(t *Stage) (pairs [][]value.Object) {
	for _, keys := range t.FixturesByPartition(true, acceptedValues(t)) {
		for i, a := range keys {
			for _, b := range keys[:i] {
				differ := 0
				for _, name := range t.Subject.Key {
					if a[name] != b[name] {
						differ++
					}
				}
				if differ == 1 {
					pairs = append(pairs, []value.Object{a, b})
				}
			}
		}
	}
	return pairs
}

// fixturePartition returns a partition that the case has not used.
func fixturePartition(t *Stage) value.Object {
	for _, f := range fixturesFor(t, true) {
		t.UsePartition(f.Of)
		return value.Pick(f.Of, t.Subject.Partition)
	}
	t.Skip("it takes another %s; the fixtures file has no more", strings.Join(t.Subject.Partition, ", "))
	return nil
}

// fixtureCapacity returns how many keys of fixtures with some values there are
// in one partition that the case has not used.
func fixtureCapacity(t *Stage, values []string) int {
	most := 0
	for _, keys := range t.FixturesByPartition(true, values) {
		most = max(most, len(keys))
	}
	return most
}

// FactPhrase says, for a message, which values the fact about a key has to
// have.
func (t *Stage) FactPhrase(values []string) string {
	if fact := t.GuardingFact(); fact != "" && len(values) < len(t.ValuesOf(t.API.Fact(fact))) {
		return fmt.Sprintf(" whose %s is %s", fact, strings.Join(values, " or "))
	}
	return ""
}

// atMost says, for a message, how many keys there are.
func atMost(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("at most %d", n)
}

// requireFixture makes sure that the fixtures have an entity, which can't be
// created.
func requireFixture(t *Stage, key value.Object) {
	for _, f := range t.Fixtures.Facts {
		if t.As == t.Target.Scope() && value.KeyOf(value.Pick(f.Of, t.Subject.Key), t.Subject.Key) == value.KeyOf(key, t.Subject.Key) && isThere(t, key) {
			return
		}
	}
	t.Skip("it takes a new %s, and with a fixtures file nothing is created", t.Subject.Name)
}

// isThere reports whether an entity exists of which the fixtures file has the key: another
// with the same key may be all that it speaks of. What nothing lists is taken for there.
func isThere(t *Stage, key value.Object) bool {
	if t.Operations.List == nil {
		return true
	}
	id := t.ResourceID(key)
	if _, known := t.Setup.there[id]; !known {
		t.Setup.there[id] = quietly(t, func(q *Stage) {
			q.Record = testcase.NewRecord()
			q.Began = t.Began
			if !slices.ContainsFunc(q.List(value.Pick(key, t.Subject.Partition)), func(found value.Object) bool {
				return value.KeyOf(found, t.Subject.Key) == value.KeyOf(key, t.Subject.Key)
			}) {
				q.Skip("it is not there")
			}
		}) == ""
	}
	return t.Setup.there[id]
}

// requireFixtureValue makes sure that a fact has a value in the fixtures, which
// can't be changed.
func requireFixtureValue(t *Stage, fact *model.Fact, val string, of []value.Object) {
	for _, key := range of {
		i := slices.IndexFunc(t.Fixtures.Facts, func(f testcase.Fixture) bool {
			return f.Fact == fact.Name && value.KeyOf(f.Of, fact.Key) == value.KeyOf(key, fact.Key)
		})
		switch {
		case t.As != t.Target.Scope() || i < 0:
			t.Skip("the fixtures file says nothing about %s", value.KeyOf(key, fact.Key))
		case t.Fixtures.Facts[i].Value != val:
			t.Skip("%s of %s is %s in the fixtures file, and can't be made %s", fact.Name, value.KeyOf(key, fact.Key), t.Fixtures.Facts[i].Value, val)
		}
	}
}

// MayCall reports whether an operation may be called at all: with fixtures in use, one
// that lists or reads, or that puts or deletes what the facts of the fixtures guard.
func (t *Stage) MayCall(op *model.Operation) bool {
	if t.Fixtures == nil || op.Effect.Verb == model.Lists || op.Effect.Verb == model.Reads {
		return true
	}
	of := t.On(op.Effect.Of)
	return of.Subject.Fact == nil && of.Operations.Put != nil && of.Operations.Put.Clause("guard") != nil && op.Modelled()
}

// withheld says why a request must not be sent if fixtures are in use, or
// returns "": it would put, delete or set something that they do not have.
func withheld(t *Stage, op *model.Operation, body []byte) string {
	if t.Fixtures == nil || op.Effect.Verb == model.Lists || op.Effect.Verb == model.Reads {
		return ""
	}
	if !t.MayCall(op) {
		return fmt.Sprintf("with a fixtures file, %s is not called", op.Name)
	}
	view := t.On(op.Effect.Of)
	v, _, err := value.ReadJSON(body)
	in, isObject := v.(value.Object)
	if err != nil || !isObject {
		return "" // it names nothing
	}
	outside, elems := value.Object{}, []any{value.Object{}}
	if op.Effect.Each != "" {
		elems = value.ListAt(in, op.Effect.Each)
	}
	for _, name := range view.Subject.Key {
		if _, each := op.Effect.Bound(name).Within(op.Effect.Each); !each {
			outside[name] = value.One(in, op.Effect.Bound(name))
		}
	}
	if !isFixture(view, outside, true) {
		return fmt.Sprintf("with a fixtures file, %s is not called for what the file does not name", op.Name)
	}
	for _, e := range elems {
		key := value.Clone(outside)
		o, _ := e.(value.Object)
		for _, name := range view.Subject.Key {
			if rest, each := op.Effect.Bound(name).Within(op.Effect.Each); each {
				if v := value.One(o, rest); v != nil {
					key[name] = v
				}
			}
		}
		if _, isObject := e.(value.Object); !isObject && e != nil || !isFixture(view, key, false) {
			return fmt.Sprintf("with a fixtures file, %s is not called for what the file does not name", op.Name)
		}
	}
	return ""
}

// isFixture reports whether the fixtures have a key, or what there is of it.
// All of it has to be text. If whole is set, no member may be missing.
func isFixture(t *Stage, key value.Object, whole bool) bool {
	return slices.ContainsFunc(fixturesFor(t, false), func(f testcase.Fixture) bool {
		for name, v := range key {
			if v != f.Of[name] || whole && v == nil {
				return false
			}
		}
		return true
	})
}
