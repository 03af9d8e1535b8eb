package runtime

import (
	"cmp"
	"iter"
	"slices"
)

// A Page is part of a list.
type Page[V any] struct {
	Items []V
	// Next is the place of the last item if more follow it, else 0.
	Next uint64
	// NextKey is the same by the item's key, for a list that comes by key.
	NextKey string

	last    uint64
	lastKey string
}

// Announce notes that another page follows a full one, though there be nothing
// on it.
func (p *Page[V]) Announce(limit int) {
	if len(p.Items) == limit {
		p.Next, p.NextKey = p.last, p.lastKey
	}
}

// Mark returns where the next page begins.
func (p *Page[V]) Mark() Mark { return Mark{Place: p.Next, Key: p.NextKey} }

// PageOf returns at most limit of the values that keep reports true for. A nil
// keep stands for all of them.
func PageOf[V any](values iter.Seq2[uint64, *V], limit int, keep func(*V) bool) Page[V] {
	var page Page[V]
	for place, v := range values {
		if keep != nil && !keep(v) {
			continue
		}
		if len(page.Items) == limit {
			page.Next = page.last
			break
		}
		if page.Items == nil {
			page.Items = make([]V, 0, min(limit, 32))
		}
		page.Items = append(page.Items, *v)
		page.last = place
	}
	return page
}

// PageByKey is [PageOf] for a list that comes in the order of its values' keys,
// each made into a text. The page begins after a key. No key is empty, and no
// two are the same.
func PageByKey[V any](values iter.Seq2[uint64, *V], key func(*V) string, after string, limit int, keep func(*V) bool) Page[V] {
	type keyed struct {
		key   string
		value *V
	}
	var rest []keyed
	for _, v := range values {
		if k := key(v); k > after && (keep == nil || keep(v)) {
			rest = append(rest, keyed{k, v})
		}
	}
	slices.SortFunc(rest, func(a, b keyed) int { return cmp.Compare(a.key, b.key) })
	var page Page[V]
	for _, v := range rest {
		if len(page.Items) == limit {
			page.NextKey = page.lastKey
			break
		}
		page.Items = append(page.Items, *v.value)
		page.lastKey = v.key
	}
	return page
}
