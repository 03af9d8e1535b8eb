// Package generate runs properties on generated cases by rapid, outside of the
// testing package: several at a time, with settings of their own.
//
// It knows rapid and its flags. It must not know what a property is about.
package generate
