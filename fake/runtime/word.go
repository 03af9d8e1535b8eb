package runtime

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// Fold returns a name without what a comparison is to overlook: case, and
// surrounding space.
func Fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// Rooted returns a name with a slash before it, unless it has one.
func Rooted(name string) string { return "/" + strings.TrimPrefix(name, "/") }

// Words gives out words that name resources once and for all: no two are the same,
// though one goes and another comes under its name. The zero value has given
// none.
//
// What word a name gets depends on that name alone, and on how often it was
// given one: fakes that do the same for each name agree, in whatever order they
// do it.
type Words struct {
	given map[string]uint64
	used  map[string]bool
}

// Next returns a word of six small letters and digits for the resource of a name.
func (w *Words) Next(name string) string {
	return w.Spelled("abcdefghijklmnopqrstuvwxyz0123456789", 6, name)
}

// Spelled returns a word of n of some letters for the resource of a name.
func (w *Words) Spelled(letters string, n int, name string) string {
	if w.given == nil {
		w.given, w.used = map[string]uint64{}, map[string]bool{}
	}
	for {
		w.given[name]++
		if next := word(letters, n, name, w.given[name]); !w.used[next] {
			w.used[next] = true
			return next
		}
	}
}

// word returns a word made of a name and a number.
func word(letters string, n int, name string, number uint64) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", number, name)
	word := make([]byte, n)
	var sum uint64
	for i := range word {
		if i%8 == 0 { // a sum has no more in it
			sum = h.Sum64()
			// The low bits of such a sum are the poorer ones.
			sum ^= sum >> 32
			h.Write([]byte{'.'})
		}
		word[i] = letters[sum%uint64(len(letters))]
		sum /= uint64(len(letters))
	}
	return string(word)
}
