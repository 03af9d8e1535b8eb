// Package shapes checks values against the shapes of an API, and makes valid
// values: the smallest ones, samples, and lists of a given length.
//
// It knows the shapes and their constraints. It must not know operations, nor
// draw from a case's random choices: for the same shape it returns the same
// values.
package shapes
