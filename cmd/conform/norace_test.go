//go:build !race

package main

// memoryFactor is how much more memory a process may have than is promised.
const memoryFactor = 1
