package endpoint

import (
	"context"
	"net/http"
	"time"

	"github.com/fakesmith/fakesmith/conformance/reproduce"
)

// A Target is an endpoint to be checked. Only the Transport is needed, or a URL
// that it can be reached at; all else are powers that a target may lack. A
// property that needs one which is not there is skipped, and the report says so.
//
// A target is checked by one suite at a time: the properties move its clock and
// reset it.
type Target struct {
	// Transport carries the requests. If nil, it is one like
	// http.DefaultTransport that bounds the headers of responses.
	Transport http.RoundTripper
	// URL is where the requests go, e.g. "http://127.0.0.1:4566". A transport
	// that leads to one place whatever the URL needs none. A user and password
	// in it are ignored: requests are signed, and reports are passed on.
	URL string
	// Region and Account say as whom the suite speaks. They are us-east-1 and
	// 123456789012 if empty.
	Region, Account string

	// Clock moves the time of the target. It may be nil.
	Clock Clock
	// Facts sets facts without asking the API. Where it is nil, the suite
	// sets them by the API's own operations as far as those allow it.
	Facts FactSetter
	// Reset removes all that is in the target. Where it is nil, the suite
	// deletes what it made.
	Reset func(context.Context) error
	// World is what a person says there is at the target. With it the suite
	// makes and deletes nothing but what the facts in it guard. It may be nil.
	Fixtures *Fixtures

	// Profile says which choice the target is meant to make in clauses that
	// leave one, by the id of the clause. What is in it is asserted.
	Profile map[string]string

	// Divergences are clauses that the target is known not to keep, by the
	// reason.
	Divergences []Divergence

	// Authorize signs a request. Where it is nil, requests carry the header
	// of a signature with the account as its access key and no valid
	// signature, which is what emulators read account and region from.
	Authorize func(req *http.Request, body []byte, as Scope) error
	// Prefix begins the name of each thing that the suite makes, so that what a
	// run leaves behind can be told from what was there before. If empty the
	// suite makes one up.
	Prefix string
	// Timeout is how long an answer may take: ten seconds if zero.
	Timeout time.Duration
	// MaxResponse is how many bytes of a response body are read, after it was
	// decompressed: 1 MiB if zero. A call with a larger response has failed.
	MaxResponse int64

	// Tolerances say how far the target may fall short of its promises for a
	// while. The zero value tolerates nothing.
	Tolerances Tolerances
	// Retry decides how long to wait before a call is made again that was
	// throttled, or that met a fault which is tolerated. Where it is nil, the
	// suite waits longer each time.
	Retry Retrier
}

// A Scope is an account in a region.
type Scope struct {
	Account, Region string
}

// A Clock is the time that a target goes by.
type Clock interface {
	// Now returns the time.
	Now(context.Context) (time.Time, error)
	// Set sets the time. The clock then stands still.
	Set(context.Context, time.Time) error
}

// A FactSetter decides facts.
type FactSetter interface {
	// SetFacts gives facts of one kind a value each, all at once.
	SetFacts(ctx context.Context, as Scope, fact string, values []FactValue) error
}

// A FactValue is what is to be known about one key.
type FactValue struct {
	// Of holds the members of the fact's key.
	Of    map[string]string
	Value string
}

// Scope returns as whom the suite speaks unless a property says otherwise.
func (t *Target) Scope() Scope {
	s := Scope{Account: t.Account, Region: t.Region}
	if s.Account == "" {
		s.Account = "123456789012"
	}
	if s.Region == "" {
		s.Region = "us-east-1"
	}
	return s
}

// Url returns where the API's requests go, as it may also stand in a report.
func (t *Target) Url() string {
	if t.URL == "" {
		return "http://localhost"
	}
	return reproduce.WithoutUserinfo(t.URL)
}
