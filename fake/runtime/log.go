package runtime

// A Log keeps the newest of what was added to it. Its zero value is empty, and keeps
// nothing: Most must be set.
type Log[T any] struct {
	// Most is how many entries are kept.
	Most int

	entries []T // a ring, as soon as there are Most
	added   int
}

// Add adds an entry, and returns its number. The oldest is forgotten when there are too
// many.
func (l *Log[T]) Add(entry T) int {
	if len(l.entries) < l.Most {
		l.entries = append(l.entries, entry)
	} else {
		l.entries[l.added%l.Most] = entry
	}
	l.added++
	return l.added - 1
}

// At returns the entry with a number, or nil if it was forgotten. What it points to is good
// until the next is added.
func (l *Log[T]) At(number int) *T {
	if number < l.added-len(l.entries) || number >= l.added {
		return nil
	}
	return &l.entries[number%l.Most]
}

// All returns the entries, oldest first, each as copy makes it.
func (l *Log[T]) All(copy func(T) T) []T {
	all := make([]T, 0, len(l.entries))
	for n := l.added - len(l.entries); n < l.added; n++ {
		all = append(all, copy(*l.At(n)))
	}
	return all
}
