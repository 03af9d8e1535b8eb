package exempter

// The model is a copy of Fakesmith's with one clause changed: this package
// would rather be tolerant of a time that has passed, so its fake is. What is
// generated is not committed here: run go generate before go test.
//
//go:generate go tool gen -o internal model.json
