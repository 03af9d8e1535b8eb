// Package model describes an API as plain data: its shapes, its operations,
// and what they mean.
//
// An [API] is what a front end such as package model/openapi makes of a
// document, and what everything else works from: the generator turns it into
// a fake, the conformance suite into properties. It holds no pointers between its
// parts. A part refers to another by name, so that an API can be printed,
// compared, written as a Go literal and read back; [API.Shape],
// [API.Operation] and their like look the names up.
//
// Names are resolved here, once: each part carries its name on the wire and
// its name in Go, and nothing downstream changes the case of a letter.
//
// What a clause kind means stands in one file named after it: expiry.go,
// pagination.go and so on. The table in kind.go lists them all.
//
// The package imports nothing but the standard library, so that a generated
// conformance suite can carry its contract without carrying a front end.
package model
