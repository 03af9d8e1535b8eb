package testcase

// A Finding is what was found of the replies by one rule of the wire.
type Finding struct {
	Replies int
	Worst   *Failure
}
