// Package testcase has the case of a property and the session that cases share:
// what was sent and answered, what was created, which choices were observed, and
// how the case ended.
//
// It knows one target and the clause that is tried. It must not know how
// preconditions are set up, how long an answer is waited for, or in which order
// clauses are checked: others hand it an [Exchanger] and the like for that.
package testcase
