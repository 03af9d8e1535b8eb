// Package shrink makes a failed trace shorter by the oracle alone, and repeats
// it on the target to confirm it. It must not know which property failed.
package shrink
