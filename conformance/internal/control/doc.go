// Package control is a client of the control protocol, by which a target lets
// the suite set its clock, set facts, and reset it.
//
// It knows how a target offers these powers over HTTP. It must not know what
// the suite uses them for.
package control
