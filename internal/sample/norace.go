//go:build !race

package sample

// Race reports that the program was built with the race detector.
const Race = false
