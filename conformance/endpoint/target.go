package endpoint

import (
	"context"
	"net/http"
	"time"

	"github.com/fakesmith/fakesmith/conformance/reproduce"
)

// A Target is an endpoint to check. Only its Transport or its URL is required.
// The Clock, Facts, Reset and State are optional powers: a clause that needs one which
// is missing is skipped, with that reason.
//
// A target is checked by one suite at a time, because checks set its clock and
// reset it.
type Target struct {
	// Transport makes the requests. If it is nil, a transport like
	// http.DefaultTransport is used that bounds the headers of responses.
	Transport http.RoundTripper
	// URL is where the requests go, e.g. "http://127.0.0.1:4566". It may be
	// empty if the Transport ignores it. A user and password in it are ignored:
	// requests are signed, and reports are passed on.
	URL string
	// Region and Account are those of the requests: us-east-1 and 123456789012
	// if empty.
	Region, Account string

	// Clock sets the time of the target. It may be nil.
	Clock Clock
	// Facts sets facts without the API. If it is nil, the suite sets them by
	// operations of the API, as far as these allow it.
	Facts FactSetter
	// Reset removes all resources of the target. If it is nil, the suite
	// deletes what it has created.
	Reset func(context.Context) error
	// State replaces what the target holds, so that something can exist that no
	// caller of the API may create, such as what a service has made for itself. It
	// may be nil.
	State StateSetter
	// Fixtures are resources that exist at the target. With them, the suite
	// creates and deletes only what the facts in them guard. It may be nil.
	Fixtures *Fixtures

	// Profile is the choices that the target is meant to make, by clause id.
	// They are asserted; other choices are observed.
	Profile map[string]string

	// Exact reports that the target is meant to do as the generated fake does, also
	// where the documents leave room that no clause has choices for: what has
	// expired is gone at the very instant, and failures are grouped as far as they
	// fit. It has no meaning with tolerances.
	Exact bool

	// Divergences are the clauses that are known to fail.
	Divergences []Divergence

	// Authorize signs a request. If it is nil, requests have an Authorization
	// header with the account as access key and an invalid signature, from
	// which emulators read the account and the region.
	Authorize func(req *http.Request, body []byte, as Scope) error
	// Prefix is the prefix of all names that the suite makes, by which they can
	// be told from others. If it is empty, each run has one of its own.
	Prefix string
	// Timeout is how long an answer may take: ten seconds if zero.
	Timeout time.Duration
	// MaxResponse is how many bytes a response body may have after
	// decompression: 1 MiB if zero. A call with a larger response fails.
	MaxResponse int64

	// Tolerances are for targets that are eventually consistent or unreliable.
	// The zero value tolerates nothing.
	Tolerances Tolerances
	// Retry decides how long to wait before a call is repeated that was
	// throttled, or that met a tolerated fault. If it is nil, the suite backs
	// off exponentially.
	Retry Retrier
}

// A Scope is an account and a region.
type Scope struct {
	Account, Region string
}

// A Clock is the clock of a target.
type Clock interface {
	// Now returns the time.
	Now(context.Context) (time.Time, error)
	// Set sets the time and stops the clock.
	Set(context.Context, time.Time) error
}

// A FactSetter sets facts: what the API depends on and does not set itself,
// such as the result of an evaluation.
type FactSetter interface {
	// SetFacts sets the values of one fact for several keys at once.
	SetFacts(ctx context.Context, as Scope, fact string, values []FactValue) error
}

// A StateSetter reads and replaces the state of a target.
type StateSetter interface {
	// State returns what an account has in a region, as JSON: an object with lists of
	// resources, in which each has its members by their names in the API.
	State(ctx context.Context, as Scope) ([]byte, error)
	// SetState replaces it.
	SetState(ctx context.Context, as Scope, state []byte) error
}

// A FactValue is the value of a fact for one key.
type FactValue struct {
	// Of holds the members of the fact's key.
	Of    map[string]string
	Value string
	// With holds members that are told with the value, as far as the contract says
	// that they may be. It may be nil.
	With map[string]int64
}

// Scope returns the account and region of requests, unless a property uses
// others.
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

// Url returns where the requests go, without a user and password.
func (t *Target) Url() string {
	if t.URL == "" {
		return "http://localhost"
	}
	return reproduce.WithoutUserinfo(t.URL)
}
