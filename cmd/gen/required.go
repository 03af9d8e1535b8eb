//go:build required

package main

// What generated code imports. No build has the tag, but go mod tidy looks at all
// files: a module with gen as a tool gets the sums that its generated code takes.
import (
	_ "github.com/fakesmith/fakesmith/conformance"
	_ "github.com/fakesmith/fakesmith/fake/runtime"
)
