package fake

// Failures collects the items of a request that could not be dealt with,
// grouped by the reason, each once though its key K be given twice. Its zero
// value is empty.
type Failures[K comparable, T any] struct {
	groups []Batch[T]
	seen   map[K]bool
}

// A Batch is some items that failed for one reason.
type Batch[T any] struct {
	Reason string
	Items  []T
}

// Add notes that an item failed.
func (f *Failures[K, T]) Add(key K, reason string, item T) {
	if f.seen[key] {
		return
	}
	if f.seen == nil {
		f.seen = map[K]bool{}
	}
	f.seen[key] = true
	for i := range f.groups {
		if f.groups[i].Reason == reason {
			f.groups[i].Items = append(f.groups[i].Items, item)
			return
		}
	}
	f.groups = append(f.groups, Batch[T]{reason, []T{item}})
}

// Len returns how many items failed.
func (f *Failures[K, T]) Len() int { return len(f.seen) }

// Batches returns the items by reason, in the order in which the reasons came
// up, and at most max of them in a batch.
func (f *Failures[K, T]) Batches(max int) []Batch[T] {
	var batches []Batch[T]
	for _, g := range f.groups {
		for len(g.Items) > max {
			batches = append(batches, Batch[T]{g.Reason, g.Items[:max:max]})
			g.Items = g.Items[max:]
		}
		batches = append(batches, g)
	}
	return batches
}

// Reason returns why the first item failed, or "" if none did.
func (f *Failures[K, T]) Reason() string {
	if len(f.groups) == 0 {
		return ""
	}
	return f.groups[0].Reason
}

// Only reports whether every item that failed did so for that reason.
func (f *Failures[K, T]) Only(reason string) bool {
	return len(f.groups) == 0 || len(f.groups) == 1 && f.groups[0].Reason == reason
}
