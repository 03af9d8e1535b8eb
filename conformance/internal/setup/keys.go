package setup

import (
	"maps"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Partition returns the members by which resources are listed together, with
// names that nothing else has, or with the values of an enum in turn.
func (t *Stage) Partition() value.Object {
	if t.Fixtures != nil && len(t.Subject.Partition) > 0 {
		return fixturePartition(t)
	}
	o := value.Object{}
	for _, name := range t.Subject.Partition {
		if shape := t.KeyShape(t.Subject, name); shape.Kind == model.Enum {
			o[name] = t.InTurn(shape)
			continue
		}
		o[name] = t.KeyName(t.Subject.Name, name)
	}
	return o
}

// Keys returns n different keys in a partition where nothing exists yet, such
// that resources can be put there. Their other members are drawn from few odd
// texts.
func (t *Stage) Keys(n int) []value.Object {
	if t.Fixtures != nil && len(t.Subject.Partition) > 0 {
		return t.FixtureKeys(n, acceptedValues(t))
	}
	return t.KeysIn(t.Partition(), n)
}

// KeysIn returns n different keys in a partition. Where that can't be a new one, since
// there are only as many as an enum has values, the keys are new names.
func (t *Stage) KeysIn(partition value.Object, n int) []value.Object {
	if (len(t.Subject.Partition) == 0 || t.FixedPartitions(t.Subject)) && t.Fixtures == nil {
		keys := t.NamedKeys(n)
		for i := range keys {
			keys[i] = value.With(keys[i], partition)
		}
		return keys
	}
	if t.Fixtures != nil {
		keys := t.FixtureKeysIn(partition, acceptedValues(t))
		if len(keys) < n {
			t.Skip("it takes %s in one %s%s; the fixtures file has %s", report.Counted(n, "key"), strings.Join(t.Subject.Partition, ", "), t.FactPhrase(acceptedValues(t)), atMost(len(keys)))
		}
		return keys[:n]
	}
	all := combinationsIn(t, partition, n)
	if all.size() < n {
		t.Skip("it takes %s in one %s; here there can be %d", report.Counted(n, "key"), strings.Join(t.Subject.Partition, ", "), all.size())
	}
	keys := make([]value.Object, n)
	if n > 12 {
		// So many keys are needed for their number, not for odd names.
		for i := range keys {
			keys[i] = all.key(all.size() - n + i)
		}
		return t.OwnNames(keys)
	}
	drawn := rapid.SliceOfNDistinct(rapid.IntRange(0, all.size()-1), n, n, rapid.ID[int]).Draw(t.Rapid, "keys")
	for i, at := range drawn {
		keys[i] = all.key(at)
	}
	return t.OwnNames(keys)
}

// SpreadKeys is Keys for properties that don't need the keys in one partition.
// If only few can be set up in one, each is in its own.
func (t *Stage) SpreadKeys(n int) []value.Object {
	if len(t.Subject.Partition) > 0 && t.Fixtures != nil {
		return spreadFixtureKeys(t, n)
	}
	if len(t.Subject.Partition) > 0 && t.Capacity(n) < n {
		var keys []value.Object
		for range n {
			keys = append(keys, t.Keys(1)...)
		}
		return keys
	}
	return t.Keys(n)
}

// KeysApart returns two keys in one partition that differ in one member only, which
// is drawn from those of which the target lets two values be set up.
func (t *Stage) KeysApart() []value.Object {
	var pairs [][]value.Object
	if t.Fixtures != nil {
		pairs = fixturesApart(t)
	} else {
		all := combinationsIn(t, t.Partition(), 2)
		for m, name := range all.members {
			if values := all.values[m]; len(values) > 1 {
				key := all.key(rapid.IntRange(0, all.size()-1).Draw(t.Rapid, "key"))
				two := rapid.SliceOfNDistinct(rapid.SampledFrom(values), 2, 2, rapid.ID[string]).Draw(t.Rapid, "values of "+name)
				pairs = append(pairs, []value.Object{value.With(key, value.Object{name: two[0]}), value.With(key, value.Object{name: two[1]})})
			}
		}
	}
	if len(pairs) == 0 {
		t.Skip("it takes two keys in one %s that differ in one member only; here there are none", strings.Join(t.Subject.Partition, ", "))
	}
	two := rapid.SampledFrom(pairs).Draw(t.Rapid, "keys")
	t.UsePartition(two[0])
	return two
}

// NamedKeys returns n keys that are new names.
func (t *Stage) NamedKeys(n int) []value.Object {
	var keys []value.Object
	for range n {
		key := value.Object{}
		for _, name := range t.Subject.Key {
			key[name] = t.KeyName(t.Subject.Name, name)
		}
		keys = append(keys, key)
	}
	return keys
}

// OwnNames returns keys with a name of its own for each where the service makes a member
// of the key beside others: it gives none twice, not even to what differs in the others.
func (t *Stage) OwnNames(keys []value.Object) []value.Object {
	made := t.Made(t.Subject.Name)
	if made == nil || len(t.Subject.Key) == 1 || t.Fixtures != nil {
		return keys
	}
	for i := range keys {
		keys[i] = value.With(keys[i], value.Object{made.Member: t.KeyName(t.Subject.Name, made.Member)})
	}
	return keys
}

// A combinations is the keys that are possible in a partition: all ways to
// choose a value for each member.
type combinations struct {
	partition value.Object
	members   []string
	values    [][]string
}

// size returns how many keys there are.
func (c *combinations) size() int {
	n := 1
	for _, v := range c.values {
		n *= len(v)
	}
	return n
}

// key returns the ith key.
func (c *combinations) key(i int) value.Object {
	key := value.Clone(c.partition)
	for m, name := range c.members {
		values := c.values[m]
		key[name] = values[i%len(values)]
		i /= len(values)
	}
	return key
}

// combinationsIn returns the keys in a partition. At least n differ, if so many
// can be set up.
func combinationsIn(t *Stage, partition value.Object, n int) *combinations {
	c := &combinations{partition: partition}
	only := t.KeyLimits()
	for _, name := range t.Subject.Key {
		if slices.Contains(t.Subject.Partition, name) {
			continue
		}
		values := only[name]
		if values == nil {
			values = t.MemberValues(name, n)
		}
		c.members = append(c.members, name)
		c.values = append(c.values, values)
	}
	return c
}

// KeyLimits returns the values to which members of the key are limited by how
// the facts are set that guard the subject, or that it is.
func (t *Stage) KeyLimits() map[string][]string {
	only := map[string][]string{}
	if t.Fixtures != nil {
		for _, name := range t.Subject.Key {
			for _, f := range fixturesFor(t, false) {
				if text, isText := f.Of[name].(string); isText {
					only[name] = append(only[name], text)
				}
			}
		}
	} else if t.SetsFact() {
		maps.Copy(only, t.KeyLimitsOf(t.Op))
	} else if t.Subject.Fact != nil {
		maps.Copy(only, strategyFor(t, t.Subject.Name).only)
	} else if t.Operations.Put != nil {
		for _, want := range t.Wants(t.Operations.Put) {
			maps.Copy(only, strategyFor(t, want.Fact).only)
		}
		if t.Operations.Put.Clause("guard") == nil {
			return t.fitting(only)
		}
	}
	return only
}

// fitting returns those of the values to which members of the key are limited that the
// subject can have. If it can have none of a member, nothing is limited: it is tried
// without knowing that it is sure to succeed.
func (t *Stage) fitting(only map[string][]string) map[string][]string {
	limits := map[string][]string{}
	for name, values := range only {
		m := t.Subject.Shape.Member(name)
		if m == nil {
			continue
		}
		limits[name] = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return !t.Fits(v, t.API.Shape(m.Shape)) })
		if len(limits[name]) == 0 {
			return nil
		}
	}
	return limits
}

// MemberValues returns values for a member of the subject's key, of which at least n differ if
// its shape lets them. Where the service makes it, they are names that stand for nothing
// else in a request.
func (t *Stage) MemberValues(name string, n int) []string {
	made := t.Made(t.Subject.Name)
	if made == nil || made.Member != name {
		return t.KeyValues(t.KeyShape(t.Subject, name), n)
	}
	all := make([]string, n)
	for i := range all {
		all[i] = t.KeyName(t.Subject.Name, name)
	}
	return all
}

// KeyValues returns values for a member of a key, of which at least n differ if
// the shape lets them.
func (t *Stage) KeyValues(shape *model.Shape, n int) []string {
	var all []string
	if shape.Kind == model.Enum {
		for _, v := range shape.Enum {
			all = append(all, v.Value)
		}
		return all
	}
	if n <= 12 {
		if all = t.TextsFor(shape); len(all) >= n {
			return all
		}
	}
	for i := range n {
		if text, ok := t.Numbered(shape, "n", i).(string); ok {
			all = append(all, text)
		}
	}
	return all
}

// Room returns for how many of n resources there is room, wherever they are put.
func (t *Stage) Room(n int) int {
	return t.within(n, func(l testcase.Limit) bool {
		return l.CountsPartition(t.Subject) && testcase.Shares(t.Subject, l.Quota)
	})
}

// within returns n, or as many resources as the quotas permit for which a condition holds.
func (t *Stage) within(n int, holds func(testcase.Limit) bool) int {
	if t.Operations.Put == nil {
		return n
	}
	for _, limit := range t.Quotas(t.Operations.Put) {
		if holds(limit) {
			n = min(n, limit.Most)
		}
	}
	return n
}

// Capacity returns how many of n keys can be set up in one partition.
func (t *Stage) Capacity(n int) int {
	n = t.within(n, func(l testcase.Limit) bool { return l.CountsPartition(t.Subject) })
	if len(t.Subject.Partition) == 0 {
		return n
	}
	if t.Fixtures != nil {
		return min(n, fixtureCapacity(t, acceptedValues(t)))
	}
	only, keys := t.KeyLimits(), 1
	for _, name := range t.Subject.Key {
		if slices.Contains(t.Subject.Partition, name) {
			continue
		}
		if values, limited := only[name]; limited {
			keys *= len(values)
		} else {
			keys *= len(t.KeyValues(t.KeyShape(t.Subject, name), n))
		}
	}
	return min(n, keys)
}
