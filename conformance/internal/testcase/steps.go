package testcase

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// A Sent is what a step has sent, as it went over the wire.
type Sent struct {
	wire.Request
	// at is when it was answered, by the clock of the target.
	At time.Time
}

// A Step is a [Step] with what it has sent, nil if that was no call, or nobody
// wants to make it again.
type Step struct {
	report.Step
	Sent *Sent
}

// A Failure is a [Counterexample] with what its steps have sent.
type Failure struct {
	report.Counterexample
	Steps []Step
}

// NewFailure returns a counterexample with the given steps.
func NewFailure(c report.Counterexample, steps []Step) *Failure {
	c.Steps = make([]report.Step, len(steps))
	for i := range steps {
		c.Steps[i] = steps[i].Step
	}
	return &Failure{Counterexample: c, Steps: steps}
}

// Report returns what a report shows of a failure.
func (f *Failure) Report() *report.Counterexample {
	if f == nil {
		return nil
	}
	return &f.Counterexample
}
