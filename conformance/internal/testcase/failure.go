package testcase

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// A Failure is a counterexample with what its steps have sent.
type Failure struct {
	report.Counterexample
	Steps []Step
	// Undisputed names what is documented and contradicted whatever the target
	// chooses where it has a choice. It is "" for a failure that some choice may
	// explain.
	Undisputed string
}

// NewFailure returns a failure with the given steps.
func NewFailure(c report.Counterexample, steps []Step) *Failure {
	c.Steps = make([]report.Step, len(steps))
	for i := range steps {
		c.Steps[i] = steps[i].Step
	}
	return &Failure{Counterexample: c, Steps: steps}
}

// Report returns the failure as a report has it. It returns nil for a nil
// failure.
func (f *Failure) Report() *report.Counterexample {
	if f == nil {
		return nil
	}
	return &f.Counterexample
}

// failure returns a failure of the case that these steps show.
func (t *Case) failure(property string, steps []Step) *Failure {
	return NewFailure(report.Counterexample{Began: t.beginning(), Reset: t.reset, Property: property, Reproduce: t.Reproduce(t.Clause.ID)}, steps)
}

// Fail ends the case as one that fails: the last step has not brought what was
// expected.
func (t *Case) Fail(expected, got string, args ...any) {
	steps := t.Shown()
	if len(steps) == 0 {
		steps = append(steps, Step{})
	}
	last := &steps[len(steps)-1]
	last.Expected = excerpt.Text(expected, excerpt.MostKept)
	if got != "" {
		last.Got = excerpt.Text(fmt.Sprintf(got, args...), excerpt.MostKept)
	}
	if t.Comparison != nil && !t.Comparison.Differs() {
		t.Skip("the first target differs: expected %s, got %s", last.Expected, last.Got)
	}
	if t.Probing && t.Comparison == nil {
		t.Skip("expected %s, got %s", last.Expected, last.Got)
	}
	if stray := t.strayFault(last); stray != "" {
		t.Result.Stray = cmp.Or(t.Result.Stray, stray)
		t.Skip("%s, which the clause is not about, met a fault: %s", last.Call, last.Got)
	}
	if t.Inconclusive() {
		t.Result.Inconclusive = true
		t.Rapid.Fatal("the property " + t.Property + " may fail")
	}
	if t.Result.Failure == nil {
		t.Result.FailedAt = time.Now()
	}
	f := t.failure(t.Property, steps)
	f.Undisputed = t.undisputed
	t.FailWith(f)
}

// strayFault returns what is wrong with a call that the clause is not about, if
// it met a fault of the server: that is no evidence against the clause, and a
// clause of the operation that was called fails for it. It returns "" for any
// other step.
func (t *Case) strayFault(last *Step) string {
	about := t.about
	if about == nil {
		about = t.Op
	}
	op := t.API.Operation(last.Call)
	if op == nil || about == nil || op.Name == about.Name || last.Status < 500 && !strings.HasPrefix(last.Got, noAnswer) {
		return ""
	}
	return op.Name + " met a fault: " + last.Got
}

// Contradict ends the case like [Case.Fail], with what no choice explains: the
// clause fails even if it leaves a choice. The documented rule that is
// contradicted is said in a few words.
func (t *Case) Contradict(rule, expected, got string, args ...any) {
	t.undisputed = rule
	t.Fail(expected, got, args...)
}

// FailWith ends the case with a failure. One that a choice may explain does not
// take the place of one that no choice explains.
func (t *Case) FailWith(f *Failure) {
	if t.Result.Failure == nil || t.Result.Failure.Undisputed == "" || f.Undisputed != "" {
		t.Result.Failure = f
	}
	// The message is the same for all cases that fail in the same way, for rapid
	// takes a failure with another message for another failure.
	message := "the property " + t.Property + " fails"
	if f.Undisputed != "" {
		message += ", whatever is chosen"
	}
	if n := len(f.Steps); n > 0 && f.Steps[n-1].Status >= 300 {
		// A smaller case must fail in the same way.
		message += fmt.Sprintf(", with status %d", f.Steps[n-1].Status)
	}
	t.Rapid.Fatal(message)
}

// ExpectError expects one of some errors.
func (t *Case) ExpectError(r *wire.Reply, codes ...string) {
	if r.Ok() || !slices.Contains(codes, r.Code) {
		t.Fail(strings.Join(codes, " or "), "%v", r)
	}
}

// ExpectNotError expects anything but one of some errors.
func (t *Case) ExpectNotError(r *wire.Reply, codes ...string) {
	if !r.Ok() && slices.Contains(codes, r.Code) {
		t.Fail("anything but "+strings.Join(codes, " or "), "%v", r)
	}
}
