// Package eventual makes the calls of cases on a target whose reads may lag
// behind its writes: it repeats a read until its answer counts, and a write that
// the target rejects for what it does not know yet.
//
// It knows the target's tolerances, and asks an oracle how long there is a
// reason to wait. It must not know properties, nor decide outcomes: whether an
// answer is right is not its business.
package eventual
