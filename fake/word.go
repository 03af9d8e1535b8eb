package fake

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// Fold returns a name without what a comparison is to overlook: case, and
// surrounding space.
func Fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// Word returns a word of eight small letters and digits, made of a name and a
// number that together are given once. The same name and number give the same
// word.
func Word(name string, n uint64) string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s", n, name)
	sum := h.Sum64()
	// The low bits of such a sum are the poorer ones.
	sum ^= sum >> 32
	var word [8]byte
	for i := range word {
		word[i] = letters[sum%uint64(len(letters))]
		sum /= uint64(len(letters))
	}
	return string(word[:])
}
