// Package raced lets tests leave to runs without the race detector what has nothing
// to do with it.
//
// Under the detector, code takes several times as long. What only one goroutine does,
// and what runs in processes of other programs, is tried by make test or make whole
// alone; of what is left, make race tries the sample of package sample. CI is make whole
// and make race.
package raced

// Whole is why a test is skipped that make race leaves to make whole.
const Whole = "make whole runs it: the race detector has nothing to find in it"
