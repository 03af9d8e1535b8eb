package conformance

import "time"

// A sent is what a step has sent, as it went over the wire.
type sent struct {
	request
	// at is when it was answered, by the clock of the target.
	at time.Time
}

// A step is a [Step] with what it has sent, nil if that was no call, or nobody
// wants to make it again.
type step struct {
	Step
	sent *sent
}

// A failure is a [Counterexample] with what its steps have sent.
type failure struct {
	Counterexample
	steps []step
}

// newFailure returns a counterexample with the given steps.
func newFailure(c Counterexample, steps []step) *failure {
	c.Steps = make([]Step, len(steps))
	for i := range steps {
		c.Steps[i] = steps[i].Step
	}
	return &failure{Counterexample: c, steps: steps}
}

// counterexample returns what a report shows of a failure.
func (f *failure) counterexample() *Counterexample {
	if f == nil {
		return nil
	}
	return &f.Counterexample
}
