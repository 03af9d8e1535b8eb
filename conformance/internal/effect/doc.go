// Package effect says what the operations of an API do: which resources an
// input is about, what an output returns of them, and which operations set,
// read and guard a fact.
//
// It knows the model's effects, and the clauses that say where something
// stands in a request or a reply. It must not know a target: it makes no
// calls, and says nothing of whether a reply is right.
package effect
