package script

import (
	"slices"

	"pgregory.net/rapid"
)

// Some draws a few of the keys, in an order that is drawn, each once.
func Some[V any](t *T, all []V, low, high int) []V {
	n := rapid.IntRange(low, min(high, len(all))).Draw(t.Rapid, "how many")
	return slices.Clone(rapid.Permutation(all).Draw(t.Rapid, "which")[:n])
}
