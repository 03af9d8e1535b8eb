package testcase

import (
	"time"
)

// A Result is what became of one property for one clause.
type Result struct {
	Cases       int
	Reasons     []string // why cases were given up
	Observed    []string // the choices that were seen
	Remarks     []string // what else is to be said of cases that hold
	Failure     *Failure
	Unsupported string

	// thorough reports that the case is tried with all the patience that is
	// tolerated, and suspect that it has to be.
	Thorough, Inconclusive bool
	// abandoned counts the cases that were given up for what has nothing to do
	// with the clause.
	Abandoned int

	// memo is what the property keeps from one case to the next.
	Memo any

	FailedAt time.Time
	after    int // how many cases were tried since
	Shrink   time.Duration
	Limit    int
}

// Done reports whether no more cases are wanted.
func (o *Result) Done() bool {
	switch {
	case o.Unsupported != "":
		return true
	case o.Failure != nil:
		// The first case after a failure is the same once more.
		o.after++
		return o.after > 1 && time.Since(o.FailedAt) > o.Shrink
	case o.Cases == 0:
		return len(o.Reasons) >= 5
	}
	return o.Cases >= o.Limit || len(o.Reasons) >= 10*o.Limit
}
