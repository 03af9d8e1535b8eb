package runtime

import (
	"cmp"
	"hash/maphash"
	"iter"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// A Table keeps values of one kind, one to a key, in the order in which they
// were first put. Values that are listed together are a partition.
//
// A value's place is named by a number that only grows, so that a list can be
// read page by page: whatever is put or deleted between two pages, a value
// that is there all the while is seen exactly once. Replacing a value keeps
// its place. A page costs the same however large the table is.
//
// A value that has expired is gone, and costs nothing until it is met. Time
// is set with [Table.At] before each use. A Table is not safe for concurrent
// use. Key must be set before the first use.
type Table[P, K comparable, V any] struct {
	// Key returns a value's partition, and its key within the partition.
	Key func(*V) (P, K)
	// Expires returns the time from which on a value is gone, or nil if it is
	// to stay. Expires itself is nil if nothing expires.
	Expires func(*V) *fake.Time

	partitions map[P]*partition[V]
	// recent is the partition that was used last, for the items of a request are
	// mostly of one. It is nil if it may be gone.
	recent   *partition[V]
	recentOf P
	// put is the value that is being put. It lies here because its address is
	// given to Key, which would move it to the heap.
	put V
	now time.Time
	// soonest is before which no value expires, if follows, which says that somebody
	// asks what has expired.
	soonest time.Time
	follows bool
	seed    maphash.Seed // set with the first partition
	last    uint64       // the place most recently given
	live    int
}

// At sets the time of the table. If it runs backwards, whatever had expired at
// the later time stays gone.
func (t *Table[P, K, V]) At(now time.Time) {
	if t.Expires == nil {
		return
	}
	if now.Before(t.now) {
		t.DeleteFunc(t.expired)
	}
	t.now = now
}

// Advance sets the time of the table, takes away what has expired by then, and returns
// that in no particular order: for values with which something else goes. It costs as much
// as there are values, if any may have expired, and nothing else.
func (t *Table[P, K, V]) Advance(now time.Time) []V {
	gone := t.takeExpired() // what has expired before time ran backwards
	t.At(now)
	return append(gone, t.takeExpired()...)
}

// takeExpired takes away what has expired.
func (t *Table[P, K, V]) takeExpired() []V {
	if t.follows && (t.soonest.IsZero() || t.now.Before(t.soonest)) {
		return nil
	}
	var gone []V
	t.soonest, t.follows = time.Time{}, true
	t.DeleteFunc(func(v *V) bool {
		expired := t.expired(v)
		if expired {
			gone = append(gone, *v)
		} else {
			t.expect(v)
		}
		return expired
	})
	return gone
}

// expect notes when a value expires.
func (t *Table[P, K, V]) expect(v *V) {
	if at := t.Expires(v); at != nil && (t.soonest.IsZero() || at.Before(t.soonest)) {
		t.soonest = at.Time
	}
}

func (t *Table[P, K, V]) expired(v *V) bool {
	if t.Expires == nil {
		return false
	}
	at := t.Expires(v)
	return at != nil && !t.now.Before(at.Time)
}

// partition returns a partition, or nil if there is none of that name.
func (t *Table[P, K, V]) partition(p P) *partition[V] {
	if t.recent != nil && t.recentOf == p {
		return t.recent
	}
	part := t.partitions[p]
	t.recent, t.recentOf = part, p
	return part
}

// drop drops a partition.
func (t *Table[P, K, V]) drop(p P) {
	delete(t.partitions, p)
	t.recent = nil
}

// hash returns what a key is looked up by.
func (t *Table[P, K, V]) hash(k K) uint32 { return uint32(maphash.Comparable(t.seed, k)) }

// find returns where the value with a key lies in a partition, or -1.
func (t *Table[P, K, V]) find(part *partition[V], k K) int {
	// What is listed together is mostly asked for in the same order again, so that a
	// look at the next one spares the hash.
	if i, likely := part.likely(); likely && t.lies(part, i, k) {
		part.found(i)
		return i
	}
	i := t.search(part, t.hash(k), k)
	part.found(i)
	return i
}

// search is find by a key's hash.
func (t *Table[P, K, V]) search(part *partition[V], hash uint32, k K) int {
	for at := part.index.first(hash); ; at = part.index.next(at) {
		i, same := part.index.look(at, hash)
		if i < 0 || same && t.lies(part, i, k) {
			return i
		}
	}
}

// lies reports whether a slot has the value with a key.
func (t *Table[P, K, V]) lies(part *partition[V], i int, k K) bool {
	s := part.slot(i)
	if s.dead() {
		return false
	}
	_, other := t.Key(&s.value)
	return other == k
}

// Put adds a value, or replaces the one with the same key.
func (t *Table[P, K, V]) Put(v V) {
	t.put = v
	if t.follows {
		t.expect(&t.put)
	}
	p, k := t.Key(&t.put)
	part := t.partition(p)
	if part == nil {
		if t.partitions == nil {
			t.partitions, t.seed = map[P]*partition[V]{}, maphash.MakeSeed()
		}
		part = new(partition[V])
		t.partitions[p] = part
		t.recent = part
	}
	if i := t.find(part, k); i >= 0 {
		if s := part.slot(i); !t.expired(&s.value) {
			s.value = v
			return
		}
		t.kill(part, i)
		t.compact(part) // even if no value is left, for one comes
	}
	t.last++
	part.index.add(t.hash(k), part.append(t.last, v))
	t.live++
}

// Get returns the value with that key, or nil. What it points to is good until
// the next change of the table.
func (t *Table[P, K, V]) Get(p P, k K) *V {
	part := t.partition(p)
	if part == nil {
		return nil
	}
	i := t.find(part, k)
	if i < 0 {
		return nil
	}
	if s := part.slot(i); !t.expired(&s.value) {
		return &s.value
	}
	t.kill(part, i)
	t.tidy(p, part)
	return nil
}

// Delete deletes the value with that key, and reports whether there was one.
func (t *Table[P, K, V]) Delete(p P, k K) bool {
	if t.Get(p, k) == nil {
		return false
	}
	part := t.partitions[p]
	t.kill(part, t.find(part, k))
	t.tidy(p, part)
	return true
}

// DeletePartition deletes all values of a partition.
func (t *Table[P, K, V]) DeletePartition(p P) {
	if part := t.partitions[p]; part != nil {
		t.live -= part.live()
		t.drop(p)
	}
}

// Trim deletes the first values of a partition, until no more than most are left.
func (t *Table[P, K, V]) Trim(p P, most int) {
	part := t.partitions[p]
	if part == nil {
		return
	}
	if part.live() <= most {
		return
	}
	for i := range part.length {
		if s := part.slot(i); !s.dead() && t.expired(&s.value) {
			t.kill(part, i)
		}
	}
	for i := 0; i < part.length && part.live() > most; i++ {
		if !part.slot(i).dead() {
			t.kill(part, i)
		}
	}
	t.tidy(p, part)
}

// DeletePartitions deletes all values of the partitions for which drop reports
// true.
func (t *Table[P, K, V]) DeletePartitions(drop func(P) bool) {
	for p := range t.partitions {
		if drop(p) {
			t.DeletePartition(p)
		}
	}
}

// DeleteFunc deletes the values for which drop reports true.
func (t *Table[P, K, V]) DeleteFunc(drop func(*V) bool) {
	for p, part := range t.partitions {
		for i := range part.length {
			if s := part.slot(i); !s.dead() && drop(&s.value) {
				t.kill(part, i)
			}
		}
		t.tidy(p, part)
	}
}

// Rekey puts each value where its key is now, after Key has come to
// distinguish values otherwise. Where that makes the keys of several the same, the
// one that came last is kept, in the place of the first.
func (t *Table[P, K, V]) Rekey() {
	type placed struct {
		place uint64
		value V
	}
	var all []placed
	for place, v := range t.All(0) {
		all = append(all, placed{place, *v})
	}
	last := t.last
	t.partitions, t.recent, t.live = nil, nil, 0
	for _, v := range all {
		t.last = v.place - 1
		t.Put(v.value)
	}
	t.last = last
}

// Repeats returns the places in a list of values whose keys others before them
// have, each with the place of the first that has it.
func (t *Table[P, K, V]) Repeats(values []V) [][2]int {
	type key struct {
		p P
		k K
	}
	var repeats [][2]int
	first := make(map[key]int, len(values))
	for i := range values {
		p, k := t.Key(&values[i])
		if j, ok := first[key{p, k}]; ok {
			repeats = append(repeats, [2]int{j, i})
		} else {
			first[key{p, k}] = i
		}
	}
	return repeats
}

// Ordered returns values in the order in which they are given, but those of a partition
// among themselves in the order of a number that they have.
func (t *Table[P, K, V]) Ordered(values []V, number func(*V) int64) []V {
	places := map[P][]int{}
	for i := range values {
		p, _ := t.Key(&values[i])
		places[p] = append(places[p], i)
	}
	ordered := slices.Clone(values)
	for _, at := range places {
		byNumber := slices.Clone(at)
		slices.SortStableFunc(byNumber, func(i, j int) int { return cmp.Compare(number(&values[i]), number(&values[j])) })
		for i, from := range byNumber {
			ordered[at[i]] = values[from]
		}
	}
	return ordered
}

// Holds reports whether there is a value in a partition.
func (t *Table[P, K, V]) Holds(p P) bool {
	return Any(t.Partition(p, 0))
}

// Any reports whether a condition holds for some value.
func (t *Table[P, K, V]) Any(holds func(*V) bool) bool {
	for p := range t.partitions {
		for _, v := range t.Partition(p, 0) {
			if holds(v) {
				return true
			}
		}
	}
	return false
}

// Len returns how many values there are, counting those that have expired and
// were not met since.
func (t *Table[P, K, V]) Len() int { return t.live }

// Written reports whether a value was ever put.
func (t *Table[P, K, V]) Written() bool { return t.last > 0 }

// kill empties a slot.
func (t *Table[P, K, V]) kill(part *partition[V], i int) {
	s := part.slot(i)
	_, k := t.Key(&s.value)
	part.index.remove(t.hash(k), i)
	part.kill(s)
	t.live--
}

// tidy drops a partition that has become empty, and compacts another.
func (t *Table[P, K, V]) tidy(p P, part *partition[V]) {
	if part.live() == 0 {
		t.drop(p)
		return
	}
	t.compact(part)
}

// compact closes the gaps in a partition that consists mostly of dead slots.
func (t *Table[P, K, V]) compact(part *partition[V]) {
	if part.dead <= 32 || part.dead <= part.length/2 {
		return
	}
	var kept partition[V]
	for i := range part.length {
		if s := part.slot(i); !s.dead() {
			_, k := t.Key(&s.value)
			kept.index.add(t.hash(k), kept.append(s.place(), s.value))
		}
	}
	*part = kept
}

// Partition returns the values of a partition with their places, in order,
// from the first place after the given one. The values must not be changed,
// and neither must the table while they are read.
func (t *Table[P, K, V]) Partition(p P, after uint64) iter.Seq2[uint64, *V] {
	return func(yield func(uint64, *V) bool) {
		part := t.partitions[p]
		if part == nil {
			return
		}
		defer t.tidy(p, part)
		for i := part.after(after); i < part.length; i++ {
			s := part.slot(i)
			if s.dead() {
				continue
			}
			if t.expired(&s.value) {
				t.kill(part, i)
				continue
			}
			if !yield(s.place(), &s.value) {
				return
			}
		}
	}
}

// All returns all values with their places, in order, from the first place
// after the given one. Unlike a partition's, its cost grows with the table.
func (t *Table[P, K, V]) All(after uint64) iter.Seq2[uint64, *V] {
	return func(yield func(uint64, *V) bool) {
		if len(t.partitions) == 1 {
			for p := range t.partitions {
				t.Partition(p, after)(yield)
			}
			return
		}
		type placed struct {
			place uint64
			value *V
		}
		all := make([]placed, 0, t.live)
		for p := range t.partitions {
			for place, v := range t.Partition(p, after) {
				all = append(all, placed{place, v})
			}
		}
		slices.SortFunc(all, func(a, b placed) int { return cmp.Compare(a.place, b.place) })
		for _, v := range all {
			if !yield(v.place, v.value) {
				return
			}
		}
	}
}

// Values returns all values in order.
func (t *Table[P, K, V]) Values() []V {
	all := make([]V, 0, t.live)
	for _, v := range t.All(0) {
		all = append(all, *v)
	}
	return all
}
