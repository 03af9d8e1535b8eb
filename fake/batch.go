package fake

// Failures collects the items of a request that could not be dealt with,
// grouped by the reason. Its zero value is empty.
type Failures[T any] struct {
	groups []Batch[T]
	n      int
}

// A Batch is some items that failed for one reason.
type Batch[T any] struct {
	Reason string
	Items  []T
}

// Add notes that an item failed.
func (f *Failures[T]) Add(reason string, item T) {
	f.n++
	for i := range f.groups {
		if f.groups[i].Reason == reason {
			f.groups[i].Items = append(f.groups[i].Items, item)
			return
		}
	}
	f.groups = append(f.groups, Batch[T]{reason, []T{item}})
}

// Len returns how many items failed.
func (f *Failures[T]) Len() int { return f.n }

// Batches returns the items by reason, in the order in which the reasons came
// up, and at most max of them in a batch.
func (f *Failures[T]) Batches(max int) []Batch[T] {
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
