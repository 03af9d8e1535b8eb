// Package fake is what a test needs of the fakes that cmd/gen writes.
//
// A fake is an [net/http.Handler]. [Transport] gives it to any client without a
// socket, [NewServer] puts it on a loopback port until a test ends, and package
// fake/sdkv2 wires clients of aws-sdk-go-v2 to it.
//
// A fake gives the time by a [Clock] that a test moves. It answers each [Scope],
// an account in a region, by itself. It has a log of each [Call] that came over
// the wire. [Faults] strike at the calls for which they are planned, and package
// fake/faults has profiles of services at which many things go wrong.
//
// Nothing here runs in the background, reads the wall clock unless asked to
// through a Clock, or knows any API by name. Generated code stands on package
// fake/runtime, which tests need not know.
package fake
