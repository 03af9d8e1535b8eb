package testcase

import (
	"fmt"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
)

// A Result is the outcome of one property for one clause.
type Result struct {
	// Cases counts the cases that were tried to the end, of Limit.
	Cases, Limit int
	// Reasons are why cases were skipped.
	Reasons []string
	// Unsupported says which operation is missing that the clause needs, or is "".
	Unsupported string
	// Abandoned counts the cases that were given up for what has nothing to do
	// with the clause.
	Abandoned int
	// Observed are the choices that were observed.
	Observed []string
	// Stray is the first fault that a call met which the clause is not about, or "".
	Stray string
	// AbsentCodes are the errors with which operations on one resource are answered for
	// a key that nothing ever had, "" for another answer. They are asked for anew for
	// each result, so that a shard makes the calls that the whole makes.
	AbsentCodes map[string]string
	// Remarks are what else there is to say of cases that pass.
	Remarks []string

	Failure *Failure
	// FailedAt is when the first case failed. A shorter one is looked for as long
	// as Shrink says.
	FailedAt time.Time
	Shrink   time.Duration
	after    int // how many cases were tried since

	// Thorough reports that the case waits for as long as is tolerated.
	Thorough bool
	// Inconclusive reports that the case fails without being thorough, so that it
	// has to be tried again.
	Inconclusive bool

	// Memo is what the property keeps from one case to the next.
	Memo any
}

// Done reports whether no more cases are wanted.
func (r *Result) Done() bool {
	switch {
	case r.Unsupported != "":
		return true
	case r.Failure != nil:
		// The first case after a failure is the same once more.
		r.after++
		return r.after > 1 && time.Since(r.FailedAt) > r.Shrink
	case r.Cases == 0:
		return len(r.Reasons) >= 5
	}
	return r.Cases >= r.Limit || len(r.Reasons) >= 10*r.Limit
}

// Aside makes calls that the case's clause is not about: see [Case.Probing].
func (t *Case) Aside(calls func()) {
	before := t.Probing
	t.Probing = true
	defer func() { t.Probing = before }()
	calls()
}

// Skip ends the case: it shows nothing, for the reason given.
func (t *Case) Skip(why string, args ...any) {
	why = excerpt.Text(fmt.Sprintf(why, args...), excerpt.MostShown)
	if !slices.Contains(t.Result.Reasons, why) || t.Result.Cases == 0 {
		t.Result.Reasons = append(t.Result.Reasons, why)
	}
	t.Rapid.SkipNow()
}

// Unsupported ends the case, and the clause with it, for lack of an operation
// that it needs. A clause of the whole API is tried on the other operations.
func (t *Case) Unsupported(name string) {
	reason := t.NotImplemented(name)
	if t.everywhere && len(t.Missing) < len(t.API.Operations) {
		t.Skip("%s", reason)
	}
	t.Result.Unsupported = reason
	t.Rapid.SkipNow()
}

// Inconclusive reports whether the outcome of the case may come from a stale
// reply, so that the case has to be tried again.
func (t *Case) Inconclusive() bool { return t.Record.Stale && !t.Result.Thorough }

// Need skips the case if the target lacks a power.
func (t *Case) Need(there bool, power string) {
	if !there {
		t.Skip("it takes %s", power)
	}
}
