package testcase

// A finding is what was found of the replies by one rule of the wire.
type finding struct {
	Replies int
	Worst   *Failure
}
