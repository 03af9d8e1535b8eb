package conformance

import "time"

// An outcome is what became of one law for one clause.
type outcome struct {
	cases       int
	reasons     []string // why cases were given up
	seen        []string // the choices that were seen
	remarks     []string // what else is to be said of cases that hold
	failure     *failure
	unreachable string

	// thorough reports that the case is tried with all the patience that is
	// tolerated, and suspect that it has to be.
	thorough, suspect bool
	// abandoned counts the cases that were given up for what has nothing to do
	// with the clause.
	abandoned int

	// memo is what the property keeps from one case to the next.
	memo any

	failedAt time.Time
	after    int // how many cases were tried since
	shrink   time.Duration
	limit    int
}

// over reports whether no more cases are wanted.
func (o *outcome) over() bool {
	switch {
	case o.unreachable != "":
		return true
	case o.failure != nil:
		// The first case after a failure is the same once more.
		o.after++
		return o.after > 1 && time.Since(o.failedAt) > o.shrink
	case o.cases == 0:
		return len(o.reasons) >= 5
	}
	return o.cases >= o.limit || len(o.reasons) >= 10*o.limit
}
