// Package fake is the runtime beneath the fakes that cmd/gen writes.
//
// A generated fake is wiring and straight-line checks; what any fake needs
// is here: an injected [Clock], timestamps as they travel ([Time]), errors
// that are told apart by their [Code], the collecting of every constraint
// that an input breaks ([Violations]), strict reading and quick writing of
// JSON ([Decoder], [Encoder]), stores in insertion order ([Table]), page
// tokens, choices where a contract leaves some ([Silences]), the awsJson1.1
// protocol over bytes ([Service]), and the ways in: a
// handler ([ServeHTTP]), a transport without a socket ([Transport]), a
// loopback server for a test ([NewServer]) and the control endpoints under
// /_fakesmith/.
//
// For tests of programs that call an API there is what goes wrong with calls:
// [Faults], which strike where they are planned, and [Weather], under which any
// fake behaves as badly as a cloud does.
//
// Nothing here runs in the background, reads the wall clock unless asked to
// through a Clock, or knows any API by name.
package fake

// IsAtLeastVersion0_1_0 is named by generated code, so that code which needs
// a newer package fake than the one it finds does not compile, and says why.
const IsAtLeastVersion0_1_0 = true
