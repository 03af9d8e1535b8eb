package runtime

import (
	"iter"

	"github.com/fakesmith/fakesmith/fake"
)

// A Summary is a group of values, summed up.
type Summary[V any, T comparable] struct {
	// First is a copy of the first value of the group.
	First V
	// Value is what the group amounts to, and Count how many of the group
	// have it.
	Value T
	Count int
}

// Summarize groups values by a key. A group amounts to the one of ranked that
// comes first and that a value of the group has, or to otherwise if none of
// them does. The groups come in the order of their first values, each with
// that value's place.
func Summarize[K, T comparable, V any](
	values iter.Seq2[uint64, *V], key func(*V) K, value func(*V) T, ranked []T, otherwise T,
) iter.Seq2[uint64, *Summary[V, T]] {
	type group struct {
		Summary[V, T]
		place uint64
		rank  int
	}
	index := map[K]int{}
	var groups []group
	for place, v := range values {
		k := key(v)
		i, ok := index[k]
		if !ok {
			i = len(groups)
			index[k] = i
			groups = append(groups, group{Summary[V, T]{First: *v, Value: otherwise}, place, len(ranked)})
		}
		g := &groups[i]
		has := value(v)
		for rank, r := range ranked[:g.rank] {
			if has == r {
				// It outranks what the group amounted to so far.
				g.rank, g.Value, g.Count = rank, r, 0
				break
			}
		}
		if has == g.Value {
			g.Count++
		}
	}
	return func(yield func(uint64, *Summary[V, T]) bool) {
		for i := range groups {
			if !yield(groups[i].place, &groups[i].Summary) {
				return
			}
		}
	}
}

// Amount returns the one of ranked that comes first and that a value has, and how many
// have it; or otherwise if none of them does, and how many have that.
func Amount[T comparable, V any](values iter.Seq2[uint64, *V], value func(*V) T, ranked []T, otherwise T) (amount T, count int) {
	one := func(*V) struct{} { return struct{}{} }
	for _, group := range Summarize(values, one, value, ranked, otherwise) {
		return group.Value, group.Count
	}
	return otherwise, 0
}

// Latest returns the latest of the times that values have, or nil if none has one.
func Latest[V any](values iter.Seq2[uint64, *V], at func(*V) *fake.Time) *fake.Time {
	var latest *fake.Time
	for _, v := range values {
		latest = LaterOf(latest, at(v))
	}
	return latest
}

// LaterOf returns the later of two times, or the one that is there.
func LaterOf(a, b *fake.Time) *fake.Time {
	if a == nil || b != nil && b.After(a.Time) {
		return b
	}
	return a
}

// Any reports whether there are values.
func Any[V any](values iter.Seq2[uint64, *V]) bool {
	for range values {
		return true
	}
	return false
}

// First returns the first of some values, or nil if there are none.
func First[V any](values iter.Seq2[uint64, *V]) *V {
	for _, v := range values {
		return v
	}
	return nil
}

// After returns the values with places after the given one.
func After[V any](values iter.Seq2[uint64, *V], place uint64) iter.Seq2[uint64, *V] {
	return func(yield func(uint64, *V) bool) {
		for p, v := range values {
			if p > place && !yield(p, v) {
				return
			}
		}
	}
}

// Where returns the values that keep reports true for.
func Where[V any](values iter.Seq2[uint64, *V], keep func(*V) bool) iter.Seq2[uint64, *V] {
	return func(yield func(uint64, *V) bool) {
		for p, v := range values {
			if keep(v) && !yield(p, v) {
				return
			}
		}
	}
}

// Count returns how many values there are.
func Count[V any](values iter.Seq2[uint64, *V]) int {
	n := 0
	for range values {
		n++
	}
	return n
}
