package runtime

// Failures collects the items of a request that could not be dealt with,
// grouped by the reason, each once though its key K be given twice. Its zero
// value is empty.
type Failures[K comparable, T any] struct {
	groups []failureGroup[K, T]
	seen   map[K]bool
}

type failureGroup[K comparable, T any] struct {
	Batch[T]
	keys []K
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
		if g := &f.groups[i]; g.Reason == reason {
			g.Items = append(g.Items, item)
			g.keys = append(g.keys, key)
			return
		}
	}
	f.groups = append(f.groups, failureGroup[K, T]{Batch[T]{reason, []T{item}}, []K{key}})
}

// Join adds what other failures hold and f does not.
func (f *Failures[K, T]) Join(others *Failures[K, T]) {
	for _, g := range others.groups {
		for i, item := range g.Items {
			f.Add(g.keys[i], g.Reason, item)
		}
	}
}

// Has reports whether the item with a key failed.
func (f *Failures[K, T]) Has(key K) bool { return f.seen[key] }

// Len returns how many items failed.
func (f *Failures[K, T]) Len() int { return len(f.seen) }

// Batches returns the items by reason, in the order in which the reasons came
// up, and at most max of them in a batch.
func (f *Failures[K, T]) Batches(max int) []Batch[T] {
	var batches []Batch[T]
	for _, g := range f.groups {
		items := g.Items
		for len(items) > max {
			batches = append(batches, Batch[T]{g.Reason, items[:max:max]})
			items = items[max:]
		}
		batches = append(batches, Batch[T]{g.Reason, items})
	}
	return batches
}

// Items returns the items that failed, those first that did for the reason that came up
// first.
func (f *Failures[K, T]) Items() []T {
	var items []T
	for _, g := range f.groups {
		items = append(items, g.Items...)
	}
	return items
}

// Reason returns why the first item failed, or "" if none did.
func (f *Failures[K, T]) Reason() string {
	if len(f.groups) == 0 {
		return ""
	}
	return f.groups[0].Reason
}
