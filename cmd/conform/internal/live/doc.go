// Package live checks a real AWS account, and cleans up after itself.
//
// The requests of the suite go through a [Transport], which rejects what could harm
// anybody, writes down what it is about to create before it does, signs, and
// keeps to a rate. What the command asks by itself, to find out where it is and
// to clean up, goes through clients of the SDK. Both go through one [Gate].
//
// No account was at hand when this was written: it has been tried on the
// stand-in of package fake/account, under fault profiles, and nowhere else.
package live
