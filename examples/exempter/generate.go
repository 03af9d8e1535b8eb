package exempter

// The model is a copy of Fakesmith's with one clause changed: this package
// would rather be tolerant of a time that has passed, so its fake is.
//
//go:generate go tool gen -o internal model.json
