//go:build !race

package main

// memoryFactor is how much more memory a process may have than is promised.
const memoryFactor = 1

// raced reports that the tests run under the race detector.
const raced = false
