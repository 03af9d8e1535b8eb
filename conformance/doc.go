// Package conformance checks an HTTP endpoint against the contract of an API.
//
// A contract is data: clauses that say what the operations of a [model.API]
// mean. [Check] makes generated calls of a [Target] and reports the outcome of
// each clause: pass, fail with a short sequence of calls that shows it,
// observed where the documentation leaves a choice, skip or unsupported with
// the reason. [Run] does the same under go test, with a subtest for each clause.
//
// A target needs a URL or an http.RoundTripper, and nothing else. [Discover]
// adds a clock, facts and a reset if the target offers the control protocol;
// [Fixtures] are for a target on which nothing may be created, [Tolerances] for
// one that is eventually consistent, such as a service in a cloud. [Compare]
// makes the same calls of several targets and finds where they differ.
//
// The suite shares no code with a target, and knows an API by its contract only.
package conformance
