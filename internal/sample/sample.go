// Package sample lets tests try some of many alike cases where a developer waits for
// them, and all where nobody does.
//
// What go test ./... tries by default is a sample: always the same cases, and of each
// kind at least one. What FAKESMITH_WHOLE in the environment asks for is
//
//	1         everything, as make whole does
//	campaign  besides that, what takes minutes by itself: the targets of make that are
//	          no part of CI, such as make honest
//
// make race tries the sample, but for what the race detector has nothing to find in
// ([SkipRace]). CI is make whole and make race.
//
//	for i, c := range cases {
//		if !sample.Of(i) {
//			continue
//		}
//		...
//	}
package sample

import (
	"os"
	"testing"
)

// Variable is the environment variable that asks for more. Unset, empty and 0 ask for
// the sample, campaign for all there is, and anything else for the whole.
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

// Campaign reports whether that is to be tried too which takes minutes by itself.
func Campaign() bool { return os.Getenv(Variable) == "campaign" }

// SkipRace leaves a test to runs without the race detector, under which code takes
// several times as long: one of what only one goroutine does, or of what runs in
// processes of other programs.
func SkipRace(tb testing.TB) {
	tb.Helper()
	if Race {
		tb.Skip("make whole runs it: the race detector has nothing to find in it")
	}
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
