// Package runtime is what the code that cmd/gen writes stands on. Tests use
// package fake, and what was generated.
//
// A generated fake is wiring and straight-line checks; what any fake needs is
// here: the collecting of every constraint that an input breaks ([Violations]),
// strict reading and quick writing of JSON ([Decoder], [Encoder]), a store for
// each account and region ([Store]) of tables in insertion order ([Table]), page
// tokens ([Cursor]), the clauses that leave a choice ([OpenClauses]), and the
// awsJson1.1 protocol over bytes with the control endpoints under /_fakesmith/
// ([Service]).
//
// It knows package fake, and neither fault profiles nor any API.
package runtime

// IsAtLeastVersion0_1_0 is named by generated code, so that code which needs
// a newer package runtime than the one it finds does not compile, and says why.
const IsAtLeastVersion0_1_0 = true
