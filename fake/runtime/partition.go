package runtime

import "sort"

// A partition is the values of a [Table] that are listed together: an index, and
// slots in the order of their places. The slots lie in blocks, so that a large
// partition does not have to be copied to grow: beyond the first block, no value
// moves while others come.
type partition[V any] struct {
	index  index
	blocks [][]slot[V]
	length int // of all blocks
	dead   int
	// next is the slot after the one that was found last, and row how many in a row
	// were found like that.
	next, row int
}

// likely returns the slot that is asked for next if they are asked for in order, and
// whether they are.
func (p *partition[V]) likely() (slot int, likely bool) {
	return p.next, p.row > 0 && p.next < p.length
}

// found notes which slot was found, -1 for none.
func (p *partition[V]) found(slot int) {
	if slot == p.next {
		p.row++
	} else {
		p.row = 0
	}
	p.next = slot + 1
}

// A block has 1<<blockBits slots, except that the first grows until it has them.
const (
	blockBits = 7
	blockSize = 1 << blockBits
)

type slot[V any] struct {
	// at is twice the place, and one more once the value is deleted. A dead slot
	// keeps its place so that slots stay sorted.
	at    uint64
	value V
}

func (s *slot[V]) place() uint64 { return s.at >> 1 }
func (s *slot[V]) dead() bool    { return s.at&1 != 0 }

// slot returns the slot with a number, counted from 0.
func (p *partition[V]) slot(i int) *slot[V] {
	return &p.blocks[uint(i)>>blockBits][i&(blockSize-1)]
}

// append adds a slot, and returns its number.
func (p *partition[V]) append(place uint64, v V) int {
	n := p.length
	if n%blockSize == 0 {
		var block []slot[V]
		if n > 0 {
			block = make([]slot[V], 0, blockSize)
		}
		p.blocks = append(p.blocks, block)
	}
	last := &p.blocks[len(p.blocks)-1]
	*last = append(*last, slot[V]{at: place << 1, value: v})
	p.length++
	return n
}

// kill empties a slot.
func (p *partition[V]) kill(s *slot[V]) {
	var none V
	s.at |= 1
	s.value = none
	p.dead++
}

// live returns how many slots are not dead.
func (p *partition[V]) live() int { return p.length - p.dead }

// after returns the number of the first slot after a place.
func (p *partition[V]) after(place uint64) int {
	if place == 0 {
		return 0
	}
	return sort.Search(p.length, func(i int) bool { return p.slot(i).place() > place })
}

// An index finds the numbers of slots by the hashes of their keys. It is a table
// with open addressing and linear probing. It knows no keys: several entries may
// have one hash.
type index struct {
	// entries are a hash in the upper half, and a slot's number plus 1 in the
	// lower, or 0. Their number is a power of two, or 0.
	entries []uint64
	used    int
}

func (x *index) first(hash uint32) int { return int(hash) & (len(x.entries) - 1) }
func (x *index) next(at int) int       { return (at + 1) & (len(x.entries) - 1) }

// look returns the slot of the entry at a place, -1 if there is none, and
// whether its hash is the given one.
func (x *index) look(at int, hash uint32) (slot int, same bool) {
	if uint(at) >= uint(len(x.entries)) {
		return -1, false // there are no entries at all
	}
	e := x.entries[at]
	return int(uint32(e)) - 1, uint32(e>>32) == hash
}

// add adds an entry.
func (x *index) add(hash uint32, slot int) {
	if x.used >= len(x.entries)/4*3 {
		old := x.entries
		x.entries = make([]uint64, max(8, 2*len(old)))
		for _, e := range old {
			if e != 0 {
				x.entries[x.free(uint32(e>>32))] = e
			}
		}
	}
	x.entries[x.free(hash)] = uint64(hash)<<32 | uint64(uint32(slot+1))
	x.used++
}

// free returns the place for another entry with a hash.
func (x *index) free(hash uint32) int {
	at := x.first(hash)
	for x.entries[at] != 0 {
		at = x.next(at)
	}
	return at
}

// remove removes the entry of a slot, if there is one.
func (x *index) remove(hash uint32, slot int) {
	at := x.first(hash)
	for {
		i, same := x.look(at, hash)
		if i < 0 {
			return
		}
		if same && i == slot {
			break
		}
		at = x.next(at)
	}
	// Entries that come later in the same run, and would not be found across the
	// gap, close it.
	for later := x.next(at); x.entries[later] != 0; later = x.next(later) {
		home := x.first(uint32(x.entries[later] >> 32))
		if (later-home)&(len(x.entries)-1) >= (later-at)&(len(x.entries)-1) {
			x.entries[at] = x.entries[later]
			at = later
		}
	}
	x.entries[at] = 0
	x.used--
}
