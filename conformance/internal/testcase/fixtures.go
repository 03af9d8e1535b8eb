package testcase

import "github.com/fakesmith/fakesmith/conformance/internal/value"

// Fixtures are what a fixtures file says exists, as far as the target was found
// to agree. Cases choose their keys from them, and put and delete nothing else.
type Fixtures struct {
	Facts []Fixture
}

// A Fixture is a fact that can be used and can't be changed.
type Fixture struct {
	Fact  string
	Of    value.Object
	Value string
}
