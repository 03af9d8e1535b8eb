//go:build race

package main

// memoryFactor is how much more memory a process may have under the race
// detector, which keeps books on all of it.
const memoryFactor = 8
