// Package script is the language that properties are written in: draw keys,
// call, put, list, delete, expect, skip, wait for time to pass. It knows cases
// and how their preconditions are set up; it must not know any property.
package script
