// Package value has the functions on JSON values that the suite is built on:
// reading them strictly, following paths in them, comparing and formatting
// them.
//
// It knows JSON, and of the model the shapes that give two values a meaning to
// compare. It must not know what an operation does with a value, nor how it
// travels.
package value
