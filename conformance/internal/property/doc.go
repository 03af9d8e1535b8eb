// Package property has a file for each kind of clause, with the properties that
// check the kind for any API. It knows the language of package script and the
// rules of the contract; it must not know how properties are selected, shrunk
// or reported.
package property
