package fake

import (
	"context"
	"fmt"
	"hash/fnv"
	"strings"
)

// Do has an operation done for a caller in the same process: it checks the
// context and the input, and calls do. A nil input is an empty one.
func Do[I, O any, PI Input[I]](ctx context.Context, in *I, do func(*I) (*O, error)) (*O, error) {
	in, err := checked[I, PI](ctx, in)
	if err != nil {
		return nil, err
	}
	return do(in)
}

// DoSilent is [Do] for an operation that has no output.
func DoSilent[I any, PI Input[I]](ctx context.Context, in *I, do func(*I) error) error {
	in, err := checked[I, PI](ctx, in)
	if err != nil {
		return err
	}
	return do(in)
}

func checked[I any, PI Input[I]](ctx context.Context, in *I) (*I, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if in == nil {
		in = new(I)
	}
	return in, PI(in).Validate()
}

// Copy returns a pointer to a copy of what p points to, or nil.
func Copy[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// Value returns what p points to, or the zero value if it is nil.
func Value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// ClonePtr returns a pointer to a copy, made with clone, of what p points to, or
// nil.
func ClonePtr[T any](p *T, clone func(T) T) *T {
	if p == nil {
		return nil
	}
	v := clone(*p)
	return &v
}

// Convert returns a pointer to what p points to as another type of string, or
// nil.
func Convert[T, F ~string](p *F) *T {
	if p == nil {
		return nil
	}
	v := T(*p)
	return &v
}

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
