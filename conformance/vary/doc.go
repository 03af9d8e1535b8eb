// Package vary makes variants: implementations of a contract that differ from
// another one in a place in which they may. A suite that is worth its name fails
// none of them, as it fails every mutant of package mutate.
//
// A [Variant] is derived from the contract and is written for no API. It is one
// of three things: a choice in a clause that leaves one, which the implementation
// is told to make; a [Layer] in front of the implementation, which answers as
// another one might; or a form of the wire, for which [Serve] has a server. A
// [Mixture] is an implementation that differs in several places at once.
//
// Each variant says why it is permitted, and where that can be looked up.
package vary
