//go:build !race

package main

// memoryFactor is how much more memory a process may have than is promised.
const memoryFactor = 1

// timeFactor is how many times as long as usual what takes CPU may take.
const timeFactor = 1
