// Package sample lets tests try some of many alike cases where a developer waits for
// them, and all where nobody does.
//
// What go test ./... tries by default, with the race detector or without it, is a
// sample: always the same cases, and of each kind at least one. With
// FAKESMITH_WHOLE=1 in the environment, everything is tried. make test and make race
// run the sample, make whole runs everything, and CI is make race and make whole.
//
//	for i, c := range cases {
//		if !sample.Of(i) {
//			continue
//		}
//		...
//	}
//
// What the race detector has nothing to find in is the matter of package raced.
package sample

import "os"

// Variable is the environment variable that asks for everything. Unset, empty and 0
// ask for the sample.
const Variable = "FAKESMITH_WHOLE"

// Reason is why a test is skipped that is no part of the sample.
const Reason = "make whole runs it"

// Whole reports whether everything is to be tried.
//
// The variable is read at each call: of what is read before the tests start, go test
// does not know that a result depends on it, and would show one from its cache.
func Whole() bool {
	value := os.Getenv(Variable)
	return value != "" && value != "0"
}

// Of reports whether the nth of many alike cases, counted from 0, is to be tried: one
// in eight in the sample, always the same ones and the first among them, and all in
// the whole.
func Of(n int) bool { return OneIn(8, n) }

// OneIn reports whether the nth of many alike cases is to be tried, where the sample
// has one in every.
func OneIn(every, n int) bool { return n%every == 0 || Whole() }

// Cases returns how many cases to try: some in the sample, and whole in the whole.
func Cases(whole, some int) int {
	if Whole() {
		return whole
	}
	return some
}
