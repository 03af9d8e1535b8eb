// Package effectiveness measures what each property of the suite is worth: it
// reports the result of every property by itself, for servers with a known
// defect. It must not know the defects; to check an endpoint, use package
// conformance.
package effectiveness
