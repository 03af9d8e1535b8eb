package endpoint

import (
	"context"
	"fmt"
)

// A Retrier decides how long to wait before a call is made again.
type Retrier interface {
	// Wait waits before the next attempt at a call that has failed attempt
	// times, the last time for a reason. An error abandons the call.
	Wait(ctx context.Context, operation string, attempt int, why error) error
}

// Withheld is the error of a transport that does not send a request because it
// might do harm. The case is skipped with the reason.
type Withheld struct {
	Reason string
}

// Error returns the reason.
func (w Withheld) Error() string { return "withheld: " + w.Reason }

// Retries counts the calls that were made again, and the cases without a
// result.
type Retries struct {
	// Throttled counts answers that the calls come too often.
	Throttled int `json:"throttled,omitempty"`
	// Faults counts calls without a complete answer, or with a status from 500
	// on.
	Faults int `json:"faults,omitempty"`
	// Busy counts calls that were rejected during a deletion.
	Busy int `json:"busy,omitempty"`
	// Polls counts reads that were repeated because they did not return the
	// expected state yet.
	Polls int `json:"polls,omitempty"`
	// Abandoned counts cases that were abandoned because the result of a write
	// is unknown.
	Abandoned int `json:"abandoned,omitempty"`
	// Withheld counts requests that the transport did not send.
	Withheld int `json:"withheld,omitempty"`
}

// A LagBin counts the writes that reads returned within some time.
type LagBin struct {
	// UpTo is the longest time of the bin, such as "500ms".
	UpTo  string `json:"upTo"`
	Count int    `json:"count"`
}

// A Skew is how far the clock of a target is ahead of ours. The Date headers of
// its answers, in whole seconds, give a lower and an upper bound.
type Skew struct {
	Least string `json:"least"`
	Most  string `json:"most"`
}

// String returns the bounds as text.
func (s Skew) String() string { return fmt.Sprintf("from %s to %s", s.Least, s.Most) }
