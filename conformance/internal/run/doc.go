// Package run checks a target: it selects clauses, tries the properties of each
// in order, decides the outcomes and collects the report. It must not know what
// a property does, nor how a call is made.
package run
