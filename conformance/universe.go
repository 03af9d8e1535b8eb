package conformance

import (
	"maps"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// partition returns the members by which things are listed together, with
// names that nothing else has.
func (t *trial) partition() object {
	if t.given != nil && len(t.about.Partition) > 0 {
		return t.givenPartition()
	}
	o := object{}
	for _, name := range t.about.Partition {
		o[name] = t.name()
	}
	return o
}

// keys returns n keys that differ, in a partition where nothing is yet, such
// that things can be put there. Their other members are drawn from a small
// universe of odd texts.
func (t *trial) keys(n int) []object {
	if t.given != nil && len(t.about.Partition) > 0 {
		return t.givenKeys(n, t.passing())
	}
	return t.keysIn(t.partition(), n)
}

// keysIn returns n keys that differ, in a given partition.
func (t *trial) keysIn(partition object, n int) []object {
	if len(t.about.Partition) == 0 {
		return t.namedKeys(n)
	}
	if t.given != nil {
		keys := t.givenIn(partition, t.passing())
		if len(keys) < n {
			t.skip("it takes %s in one %s%s; the file names %s", counted(n, "key"), strings.Join(t.about.Partition, ", "), t.ofValue(t.passing()), atMost(len(keys)))
		}
		return keys[:n]
	}
	all := t.combinations(partition, n)
	if all.size() < n {
		t.skip("it takes %s in one %s; here there can be %d", counted(n, "key"), strings.Join(t.about.Partition, ", "), all.size())
	}
	keys := make([]object, n)
	if n > 12 {
		// So many keys are there to be counted, not to be odd.
		for i := range keys {
			keys[i] = all.key(all.size() - n + i)
		}
		return keys
	}
	drawn := rapid.SliceOfNDistinct(rapid.IntRange(0, all.size()-1), n, n, rapid.ID[int]).Draw(t.rapid, "keys")
	for i, at := range drawn {
		keys[i] = all.key(at)
	}
	return keys
}

// spread is keys for laws that don't need them in one partition: where only
// few can be arranged in one, each is in its own.
func (t *trial) spread(n int) []object {
	if len(t.about.Partition) > 0 && t.given != nil {
		return t.givenSpread(n)
	}
	if len(t.about.Partition) > 0 && t.capacity(n) < n {
		var keys []object
		for range n {
			keys = append(keys, t.keys(1)...)
		}
		return keys
	}
	return t.keys(n)
}

// combinations are the keys that can be had in a partition: all ways to
// choose a value for each member.
type combinations struct {
	partition object
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

// key returns one of the keys.
func (c *combinations) key(i int) object {
	key := clone(c.partition)
	for m, name := range c.members {
		values := c.values[m]
		key[name] = values[i%len(values)]
		i /= len(values)
	}
	return key
}

// combinations returns the keys in a partition, of which n differ if so many
// can be arranged.
func (t *trial) combinations(partition object, n int) *combinations {
	c := &combinations{partition: partition}
	only := t.onlyKeys()
	for _, name := range t.about.Key {
		if slices.Contains(t.about.Partition, name) {
			continue
		}
		values := only[name]
		if values == nil {
			values = t.universe(t.api.Shape(t.about.Shape.Member(name).Shape), n)
		}
		c.members = append(c.members, name)
		c.values = append(c.values, values)
	}
	return c
}

// namedKeys returns n keys that are new names.
func (t *trial) namedKeys(n int) []object {
	var keys []object
	for range n {
		key := object{}
		for _, name := range t.about.Key {
			key[name] = t.name()
		}
		keys = append(keys, key)
	}
	return keys
}

// sets reports whether the trial is of an operation that sets a fact.
func (t *trial) sets() bool {
	return t.op != nil && t.op.Effect.Verb == model.Sets && t.op.Effect.Of == t.about.Name
}

// onlyKeys returns the values to which members of the key are limited by the
// way in which the facts are set that guard the thing, or that it is.
func (t *trial) onlyKeys() map[string][]string {
	only := map[string][]string{}
	if t.given != nil {
		for _, name := range t.about.Key {
			for _, f := range t.named(false) {
				if text, isText := f.of[name].(string); isText {
					only[name] = append(only[name], text)
				}
			}
		}
	} else if t.sets() {
		maps.Copy(only, t.limits(t.op))
	} else if t.about.Fact != nil {
		maps.Copy(only, t.wayTo(t.about.Name).only)
	} else if t.ops.put != nil {
		for _, c := range t.ops.put.Clauses {
			if guard, ok := c.Rule.(model.Guard); ok {
				maps.Copy(only, t.wayTo(guard.Fact).only)
			}
		}
	}
	return only
}

// universe returns values of which n can differ, for a member of a key.
func (t *trial) universe(shape *model.Shape, n int) []string {
	var all []string
	if shape.Kind == model.Enum {
		for _, v := range shape.Enum {
			all = append(all, v.Value)
		}
		return all
	}
	if n <= 12 {
		if all = t.textsFor(shape); len(all) >= n {
			return all
		}
	}
	for i := range n {
		if text, ok := t.numbered(shape, "n", i).(string); ok {
			all = append(all, text)
		}
	}
	return all
}
