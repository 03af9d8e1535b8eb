// Package conformance checks an endpoint by the contract of an API.
//
// [Judge] takes a [model.API] and a [Target], which is little more than an
// http.RoundTripper, and reports of each clause of the contract whether it
// holds there. [Run] does the same under go test, with a subtest for each
// clause.
//
// Each kind of clause has a file: a file named like the one in package model
// that explains the kind. In it stand the properties, written once for the kind and
// never for one API: they read from the clause, and from what the operations
// are said to do, which requests to make and what has to come back. A property is
// a property in the sense of pgregory.net/rapid. It is tried on generated
// cases, and the shortest case that breaks it is what the report shows. Each
// property carries its own positive control, so that a target that refuses
// everything passes as little as one that accepts everything.
//
// The suite shares no code with what it checks. It makes its requests and
// reads the replies with encoding/json, one token at a time, and notes for
// every reply whatever is not as the contract says: that is what the clauses
// of the kind protocol/reply are checked by.
//
// What the documentation asserts is asserted. Where it is silent the clause
// has choices, and the suite observes which one the target made, unless the
// target comes with a profile that says which it should be.
//
// What a property takes is set up in whatever way the target offers: by its
// powers, by the API's own operations, or with a [World] from what a person
// says there is, of which nothing is changed. [Compare] has the properties' cases
// answered by several targets, and finds the shortest way to a difference.
//
// What keeps its promises late, as a service in a cloud does, is checked by what
// they come to: with [Tolerances], a read is repeated until it shows what it
// must or the time for that is over, a fault is never evidence, and time that
// can't be moved is waited for. A failure is then shown to the target once more,
// as short as it can be made without asking it.
package conformance
