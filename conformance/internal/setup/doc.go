// Package setup brings about the preconditions of a case: entities exist and
// facts have values, by the target's powers, by the API's own operations, or as
// a fixtures file has them.
//
// It knows what an operation needs in order to succeed, and finds out which
// strategy works on a target. It must not know properties: what it expects is
// what any property relies on, that puts, deletions and listings succeed.
package setup
