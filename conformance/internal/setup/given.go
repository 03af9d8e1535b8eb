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

// named returns what the given facts say about the case's things, or about
// what is not guarded by any, nothing. The partitions that the case has made
// use of come last, and are left out if fresh is set.
func named(t *Stage, fresh bool) []testcase.Fixture {
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

// GuardingFact returns the fact that guards the case's thing, or that it is.
func (t *Stage) GuardingFact() string {
	if t.Subject.Fact != nil {
		return t.Subject.Name
	}
	if t.Operations.Put != nil {
		if c := t.Operations.Put.Clause("guard"); c != nil {
			return c.Rule.(model.Guard).Fact
		}
	}
	return ""
}

// passing returns the values of the fact with which the case's thing can be
// put.
func passing(t *Stage) []string {
	if t.Subject.Fact == nil && t.Operations.Put != nil {
		if c := t.Operations.Put.Clause("guard"); c != nil {
			return c.Rule.(model.Guard).Accepts
		}
	}
	if f := t.API.Fact(t.GuardingFact()); f != nil {
		return t.ValuesOf(f)
	}
	return nil
}

// FixturesByPartition returns the given keys with some values, those of one partition
// together.
func (t *Stage) FixturesByPartition(fresh bool, values []string) [][]value.Object {
	var all [][]value.Object
	place := map[string]int{}
	for _, f := range named(t, fresh) {
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

// UsePartition notes that the case makes use of a partition.
func (t *Stage) UsePartition(key value.Object) {
	t.UsedPartitions[value.KeyOf(key, t.Subject.Partition)] = true
}

// FixtureKeys returns n given keys in one partition that the case has not used,
// with some values.
func (t *Stage) FixtureKeys(n int, values []string) []value.Object {
	most := 0
	for _, keys := range t.FixturesByPartition(true, values) {
		if len(keys) >= n {
			t.UsePartition(keys[0])
			return rapid.Permutation(keys).Draw(t.Rapid, "keys")[:n]
		}
		most = max(most, len(keys))
	}
	t.Skip("it takes %s in one %s%s that the case has not used; the file names %s",
		report.Counted(n, "key"), strings.Join(t.Subject.Partition, ", "), t.FactPhrase(values), atMost(most))
	return nil
}

func atMost(n int) string {
	if n == 0 {
		return "none"
	}
	return fmt.Sprintf("at most %d", n)
}

// FactPhrase says which value the fact about a key is to have.
func (t *Stage) FactPhrase(values []string) string {
	if fact := t.GuardingFact(); fact != "" && len(values) < len(t.ValuesOf(t.API.Fact(fact))) {
		return fmt.Sprintf(" whose %s is %s", fact, strings.Join(values, " or "))
	}
	return ""
}

// givenSpread returns n given keys with which things can be put, in as few
// partitions as it takes.
func givenSpread(t *Stage, n int) []value.Object {
	places := t.FixturesByPartition(true, passing(t))
	slices.SortStableFunc(places, func(a, b []value.Object) int { return len(b) - len(a) })
	var all []value.Object
	for _, keys := range places {
		if len(all) < n {
			t.UsePartition(keys[0])
			all = append(all, keys...)
		}
	}
	if len(all) < n {
		t.Skip("it takes %s%s; the file names %s", report.Counted(n, "key"), t.FactPhrase(passing(t)), atMost(len(all)))
	}
	return rapid.Permutation(all).Draw(t.Rapid, "keys")[:n]
}

// givenPartition returns a partition that the case has not used.
func givenPartition(t *Stage) value.Object {
	for _, f := range named(t, true) {
		t.UsePartition(f.Of)
		return value.Pick(f.Of, t.Subject.Partition)
	}
	t.Skip("it takes another %s; the file names no more", strings.Join(t.Subject.Partition, ", "))
	return nil
}

// FixtureKeysIn returns the given keys in a partition, with some values.
func (t *Stage) FixtureKeysIn(partition value.Object, values []string) []value.Object {
	for _, keys := range t.FixturesByPartition(false, values) {
		if value.KeyOf(keys[0], t.Subject.Partition) == value.KeyOf(partition, t.Subject.Partition) {
			return keys
		}
	}
	return nil
}

// givenCapacity returns how many keys with some values there are in one
// partition that the case has not used.
func givenCapacity(t *Stage, values []string) int {
	most := 0
	for _, keys := range t.FixturesByPartition(true, values) {
		most = max(most, len(keys))
	}
	return most
}

// OtherFixtureKeys returns n given keys in a partition that are none of some.
func (t *Stage) OtherFixtureKeys(partition value.Object, n int, but []value.Object) []value.Object {
	all := t.Without(t.FixtureKeysIn(partition, t.ValuesOf(t.API.Fact(t.GuardingFact()))), but)
	if len(all) < n {
		t.Skip("it takes %s more in one %s; the file names %s", report.Counted(n, "key"), strings.Join(t.Subject.Partition, ", "), atMost(len(all)))
	}
	return rapid.Permutation(all).Draw(t.Rapid, "keys that are not there")[:n]
}

// NeedCreatable skips the case if it takes a new thing of a sort that the file lets
// nobody make.
func (t *Stage) NeedCreatable(entity string) {
	if t.Fixtures != nil {
		t.Skip("it takes a new %s, and with a file of what there is none is made", entity)
	}
}

// NeedUnrestricted skips the case if not all calls may be made.
func (t *Stage) NeedUnrestricted() {
	if t.Fixtures != nil {
		t.Skip("it takes that any call may be made, and with a file of what there is few are")
	}
}

// existsAlready makes sure that a thing is there which nobody may make: the
// file names it.
func existsAlready(t *Stage, key value.Object) {
	for _, f := range t.Fixtures.Facts {
		if t.As == t.Target.Scope() && value.KeyOf(value.Pick(f.Of, t.Subject.Key), t.Subject.Key) == value.KeyOf(key, t.Subject.Key) {
			return
		}
	}
	t.Skip("it takes a new %s, and with a file of what there is none is made", t.Subject.Name)
}

// mustBe makes sure that a fact has a value that can't be set: it must have it.
func mustBe(t *Stage, fact *model.Fact, val string, of []value.Object) {
	for _, key := range of {
		i := slices.IndexFunc(t.Fixtures.Facts, func(f testcase.Fixture) bool {
			return f.Fact == fact.Name && value.KeyOf(f.Of, fact.Key) == value.KeyOf(key, fact.Key)
		})
		switch {
		case t.As != t.Target.Scope() || i < 0:
			t.Skip("the file says nothing about %s", value.KeyOf(key, fact.Key))
		case t.Fixtures.Facts[i].Value != val:
			t.Skip("%s of %s is %s, as the file says, and can't be made %s", fact.Name, value.KeyOf(key, fact.Key), t.Fixtures.Facts[i].Value, val)
		}
	}
}

// withheld says why a request must not be sent where a fixtures file says what
// may be touched, or "": it would put, delete or set something else.
func withheld(t *Stage, op *model.Operation, body []byte) string {
	if t.Fixtures == nil || op.Effect.Verb == model.Lists || op.Effect.Verb == model.Reads {
		return ""
	}
	view := t.On(op.Effect.Of)
	if view.Subject.Fact != nil || view.Operations.Put == nil || view.Operations.Put.Clause("guard") == nil || !op.Modelled() {
		return fmt.Sprintf("with a file of what there is, %s is not called", op.Name)
	}
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
	if !isNamed(view, outside, true) {
		return fmt.Sprintf("with a file of what there is, %s is not called for what it does not name", op.Name)
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
		if _, isObject := e.(value.Object); !isObject && e != nil || !isNamed(view, key, false) {
			return fmt.Sprintf("with a file of what there is, %s is not called for what it does not name", op.Name)
		}
	}
	return ""
}

// isNamed reports whether a key, or what there is of it, is that of a given
// fact. All of it has to be text, and where whole is set, to be there.
func isNamed(t *Stage, key value.Object, whole bool) bool {
	return slices.ContainsFunc(named(t, false), func(f testcase.Fixture) bool {
		for name, v := range key {
			if v != f.Of[name] || whole && v == nil {
				return false
			}
		}
		return true
	})
}
