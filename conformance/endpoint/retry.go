package endpoint

import (
	"context"
	"fmt"
)

// A Retrier decides how long to wait before a call is made again.
type Retrier interface {
	// Wait waits before the next attempt at a call that has been made attempt
	// times, in vain for the given reason. An error gives the call up.
	Wait(ctx context.Context, operation string, attempt int, why error) error
}

// Withheld is what a transport answers with a request that it refuses to send,
// because it might do harm. The case is skipped with the reason: what was not
// asked shows nothing.
type Withheld struct {
	Reason string
}

// Error returns the reason.
func (w Withheld) Error() string { return "withheld: " + w.Reason }

// Retries counts what stood in the way of a check.
type Retries struct {
	// Throttled are answers that said that the target is asked too often.
	Throttled int `json:"throttled,omitempty"`
	// Faults are calls that brought no answer, half of one, or one with a
	// status from 500 on.
	Faults int `json:"faults,omitempty"`
	// Busy are calls that were refused while something was being deleted.
	Busy int `json:"busy,omitempty"`
	// Polls are reads that were asked again because they did not show yet what
	// they had to.
	Polls int `json:"polls,omitempty"`
	// Abandoned are cases that were given up because it is not known whether a
	// write has happened.
	Abandoned int `json:"abandoned,omitempty"`
	// Withheld are requests that the transport refused to send.
	Withheld int `json:"withheld,omitempty"`
}

// A LagBin counts the writes that reads showed within some time.
type LagBin struct {
	// UpTo is the longest time that is counted here, such as "500ms".
	UpTo  string `json:"upTo"`
	Count int    `json:"count"`
}

// A Skew is how far the clock of a target is ahead of ours, as far as the
// dates of its answers tell: they know whole seconds only.
type Skew struct {
	Least string `json:"least"`
	Most  string `json:"most"`
}

// String says it in a few words.
func (s Skew) String() string { return fmt.Sprintf("from %s to %s", s.Least, s.Most) }
