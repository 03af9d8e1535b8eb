// Package lockstep has the properties of the contract as a whole: calls that the
// target and the oracle answer in lock-step, at random, exhaustively or from
// concurrent clients. It must not know the properties of single clauses.
package lockstep
