package live

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/model"
)

// A Suite is what is checked, and how thoroughly.
type Suite struct {
	API      *model.API
	Options  conformance.Options
	Profile  map[string]string
	Fixtures *conformance.Fixtures
	// Tolerances are those for the account.
	Tolerances conformance.Tolerances
	// Observe makes the run read-only.
	Observe bool
	// Remediation is the document that remediations may execute; without it, nothing is
	// remediated.
	Remediation string
	// Divergences are clauses that the account is known to fail.
	Divergences []conformance.Divergence
}

// A Rehearsal is what a run would do, found out by doing it on the embedded
// fake.
type Rehearsal struct {
	// Calls are how often each operation was called.
	Calls map[string]int
	// Rules are the names of the rules that were made, in order, and Exceptions
	// how many exceptions were put.
	Rules      []string
	Exceptions int
	// Took is how long it takes at the rate of the run, calls and waits, and Waited
	// how much of that is spent waiting for something other than the rate.
	Took, Waited time.Duration
	// Withheld are the reasons for which requests were not sent, and how many.
	Withheld map[string]int
}

// Rehearse runs the suite on a fake in this process, as it would run on the
// account: at so many calls a second, with the waits that the tolerances ask for,
// and with no other way to set up anything than AWS has. The time of all that is
// simulated, so that nobody waits.
func Rehearse(ctx context.Context, suite Suite, run RunID, accountID, region string, rate float64) (*Rehearsal, error) {
	f := remediation.New(remediation.State{}).At(accountID, region)
	if err := stage(f, suite.Fixtures); err != nil {
		return nil, fmt.Errorf("the fixtures: %w", err)
	}
	r := &Rehearsal{Calls: map[string]int{}, Withheld: map[string]int{}}
	began := time.Now().Round(0)
	simulated := &simulation{now: began, clock: f.Clock, between: time.Duration(float64(time.Second) / rate)}
	f.Clock.Set(began)
	understudy := &understudy{
		guard: &Guard{API: suite.API, Run: run, Fixtures: suite.Fixtures, Observe: suite.Observe, Remediation: suite.Remediation},
		next:  fake.Transport(account.New(f, account.Options{Strict: true})),
		seen:  r,
		time:  simulated,

		account: accountID, region: region,
	}
	target := suite.target(run, accountID, region)
	target.Transport = understudy
	options := suite.Options
	options.Time, options.Waiting, options.Progress = simulated, nil, nil
	if _, err := conformance.Check(ctx, allowing(suite.API, suite.Remediation), target, options); err != nil {
		return nil, fmt.Errorf("the rehearsal on the embedded fake: %w", err)
	}
	r.Took, r.Waited = simulated.Now().Sub(began), simulated.waited
	slices.SortFunc(r.Rules, byLength)
	r.Rules = slices.Compact(r.Rules)
	return r, nil
}

// target returns an account as a target of the suite, without the transport.
func (s *Suite) target(run RunID, accountID, region string) conformance.Target {
	return conformance.Target{
		Region: region, Account: accountID, Prefix: run.Prefix(),
		Profile: s.Profile, Fixtures: s.Fixtures, Divergences: s.Divergences,
		Tolerances: s.Tolerances,
		Timeout:    2 * time.Minute, // it has to wait for its turn as well
		Authorize: func(req *http.Request, _ []byte, as endpoint.Scope) error {
			if as.Region != region || as.Account != accountID {
				return endpoint.Withheld{Reason: "a run stays in its account and region"}
			}
			return nil // the transport signs
		},
	}
}

// stage puts on the fake what a fixtures file says there is.
func stage(f *remediation.Fake, fixtures *conformance.Fixtures) error {
	if fixtures == nil {
		return nil
	}
	state := f.State()
	for _, name := range fixtures.Texts("ConfigRuleName") {
		state.ConfigRules = append(state.ConfigRules, remediation.ConfigRule{ConfigRuleName: &name})
	}
	f.Reset(state)
	for _, fact := range fixtures.Facts {
		err := f.SetCompliance(fact.Of["ConfigRuleName"], fact.Of["ResourceType"], fact.Of["ResourceId"], remediation.ComplianceType(fact.Value))
		if err != nil {
			return err
		}
	}
	return nil
}

// understudy stands in for the [Transport].
type understudy struct {
	guard           *Guard
	next            http.RoundTripper
	time            *simulation
	account, region string

	mu   sync.Mutex // guards what is seen: properties call from several goroutines
	seen *Rehearsal
}

func (u *understudy) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	_, operation, _ := cutTarget(req)
	if err := u.guard.Check(operation, body); err != nil {
		u.note(func(seen *Rehearsal) { seen.Withheld[err.Error()]++ })
		return nil, err
	}
	u.time.call()
	rules, keys := subjects(body)
	u.note(func(seen *Rehearsal) {
		seen.Calls[operation]++
		switch operation {
		case putRule:
			seen.Rules = append(seen.Rules, rules...)
		case putExceptions:
			seen.Exceptions += len(keys)
		}
	})
	served := req.Clone(req.Context())
	served.Body = asBody(body)
	served.Header.Set("Authorization", fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/20260101/%s/%s/aws4_request, SignedHeaders=host, Signature=0", u.account, u.region, u.guard.API.SigningName))
	return u.next.RoundTrip(served)
}

// note notes what was seen of a call.
func (u *understudy) note(what func(*Rehearsal)) {
	u.mu.Lock()
	defer u.mu.Unlock()
	what(u.seen)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// byLength puts names in order: shorter ones first, and then by their letters, so
// that what is numbered comes as it is counted.
func byLength(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) }
