// Package wire makes requests of a target and reads the replies strictly. It
// retries what the target's tolerances allow, and estimates how far the
// target's clock is off.
//
// It knows the protocol, and the shapes of what an operation sends and returns.
// It must not know what an operation does, nor what a clause requires: of
// clauses it knows only which errors and lists they speak for.
package wire
