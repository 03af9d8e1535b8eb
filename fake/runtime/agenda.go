package runtime

import "time"

// An Agenda is what becomes due, in the order of the instants at which it does. What
// becomes due at one instant comes in the order of What, and of that in the order of the
// keys. The zero value is empty; Compare must be set before the second thing is added.
type Agenda[K any] struct {
	// Compare tells which of two keys comes first, as cmp.Compare does.
	Compare func(a, b K) int

	heap []Due[K] // each is before those at 2i+1 and 2i+2
}

// Due is something that becomes due.
type Due[K any] struct {
	At time.Time
	// What tells one sort of things from another, and Key what it is about.
	What int
	Key  K
}

// Add notes that something becomes due.
func (a *Agenda[K]) Add(due Due[K]) {
	due.At = due.At.Round(0) // what is compared is the date
	a.heap = append(a.heap, due)
	for i := len(a.heap) - 1; i > 0; {
		up := (i - 1) / 2
		if !a.before(i, up) {
			break
		}
		a.heap[i], a.heap[up] = a.heap[up], a.heap[i]
		i = up
	}
}

// Next takes what becomes due first, if it is due by now.
func (a *Agenda[K]) Next(now time.Time) (Due[K], bool) {
	if len(a.heap) == 0 || a.heap[0].At.After(now) {
		return Due[K]{}, false
	}
	first, last := a.heap[0], len(a.heap)-1
	a.heap[0] = a.heap[last]
	a.heap[last] = Due[K]{} // it may hold on to a key
	a.heap = a.heap[:last]
	for i := 0; ; {
		least := i
		for _, below := range [2]int{2*i + 1, 2*i + 2} {
			if below < last && a.before(below, least) {
				least = below
			}
		}
		if least == i {
			return first, true
		}
		a.heap[i], a.heap[least] = a.heap[least], a.heap[i]
		i = least
	}
}

// Clear forgets all that becomes due.
func (a *Agenda[K]) Clear() {
	clear(a.heap) // it may hold on to keys
	a.heap = a.heap[:0]
}

// Len returns how many things become due.
func (a *Agenda[K]) Len() int { return len(a.heap) }

func (a *Agenda[K]) before(i, j int) bool {
	one, other := &a.heap[i], &a.heap[j]
	if c := one.At.Compare(other.At); c != 0 {
		return c < 0
	}
	if one.What != other.What {
		return one.What < other.What
	}
	return a.Compare(one.Key, other.Key) < 0
}
