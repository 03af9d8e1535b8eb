package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/fakesmith/fakesmith/conformance"
)

// A Job is a run against a real account.
type Job struct {
	Suite
	Access
	// AccountID is the account that the user has typed.
	AccountID string
	Run       RunID
	// MaxCalls and MaxTime bound the run; cleaning up is never cut short.
	MaxCalls int
	MaxTime  time.Duration
	// Journal is the name of the file.
	Journal string
	// Wait and Grace are those of the [Sweep] at the end.
	Wait, Grace time.Duration
	// Log receives what is going on, a line at a time.
	Log io.Writer
}

// An Outcome is what became of a job.
type Outcome struct {
	// Report is what was found out. It is nil if nothing was.
	Report *conformance.Report
	// Cut is why not all was checked, or nil.
	Cut error
	// Leftovers are what is left behind.
	Leftovers []Leftover
	// Calls is how many requests were made.
	Calls int
}

// errTime ends a run that has taken as long as it may.
var errTime = errors.New("the run has taken as long as it may (-max-minutes)")

// Apply checks the account and cleans up. An error means that nothing was
// checked: either nothing was done, or the outcome says what is left behind.
// When the context ends, what is not checked by then is skipped, and the
// cleaning up goes on.
func (j *Job) Apply(ctx context.Context) (*Outcome, error) {
	rehearsal, err := Rehearse(ctx, j.Suite, j.Run, j.AccountID, j.Region, j.Rate)
	if err != nil {
		return &Outcome{}, err
	}
	account, err := Open(ctx, j.Access)
	if err != nil {
		return &Outcome{}, err
	}
	outcome := &Outcome{}
	defer func() { outcome.Calls = account.Gate.Calls() }()
	if err := j.examine(ctx, account); err != nil {
		return outcome, err
	}
	var journal *Journal
	if !j.Observe {
		journal, err = NewJournal(j.Journal, Header{
			Run: j.Run, Account: account.ID, Region: account.Region, Endpoint: account.Override, Started: time.Now().UTC().Truncate(time.Second),
		})
		if err != nil {
			return outcome, err
		}
		defer journal.Close()
	}
	outcome.Report, outcome.Cut, err = j.check(ctx, account, journal, rehearsal)
	if journal == nil {
		return outcome, err
	}
	left, unknown := j.sweep(context.WithoutCancel(ctx), account, journal)
	outcome.Leftovers = left
	if unknown != nil {
		outcome.Leftovers = append(outcome.Leftovers, Leftover{"any other rule named " + j.Run.Prefix() + "*", unknown.Error()})
	}
	return outcome, err
}

// examine rejects accounts in which the run could do harm, or nothing at all.
func (j *Job) examine(ctx context.Context, account *Account) error {
	if err := account.Identify(ctx, j.AccountID); err != nil {
		return err
	}
	if err := account.Recorded(ctx); err != nil {
		return err
	}
	s := &Sweep{Account: account}
	found, err := s.find(ctx)
	if err != nil {
		return fmt.Errorf("can't list the rules: %w", err)
	}
	others := map[RunID]int{}
	for _, rule := range found {
		others[RunOf(*rule.ConfigRuleName)]++
	}
	if n := others[j.Run]; n > 0 && !j.Observe {
		return fmt.Errorf("there are rules of a run %s already, %d of them: sweep them, or choose another -run-id", j.Run, n)
	}
	for _, run := range sortedKeys(others) {
		fmt.Fprintf(j.Log, "note: %s of the earlier run %s left; to remove: conform sweep -aws -region %s -account %s -run-id %s\n",
			count(others[run], "rule is", "rules are"), run, account.Region, account.ID, run)
	}
	return j.unused(ctx, s)
}

// unused rejects keys of the fixtures file that have exceptions already: the run
// would overwrite them, and clear them in the end.
func (j *Job) unused(ctx context.Context, s *Sweep) error {
	var taken []string
	for _, rule := range j.Fixtures.Texts("ConfigRuleName") {
		there, err := s.exceptions(ctx, rule)
		if err != nil {
			return fmt.Errorf("can't list the exceptions of the rule %s: %w", rule, err)
		}
		for _, f := range j.Fixtures.Facts {
			k := exception{f.Of["ResourceType"], f.Of["ResourceId"]}
			if f.Of["ConfigRuleName"] == rule && slices.Contains(there, k) {
				taken = append(taken, fmt.Sprintf("%s %s of the rule %s has an exception already", k.ResourceType, k.ResourceID, rule))
			}
		}
	}
	if taken == nil || j.Observe {
		return nil
	}
	slices.Sort(taken)
	return fmt.Errorf("%s: this run would replace it; leave such keys out of the fixtures file", strings.Join(taken, "\n"))
}

// check runs the suite against the account. A suite that panics leaves the
// cleaning up to be done like any other.
func (j *Job) check(ctx context.Context, account *Account, journal *Journal, rehearsal *Rehearsal) (report *conformance.Report, cut, err error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	if j.MaxTime > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, j.MaxTime, errTime)
		defer cancel()
	}
	m := &meter{Budget: rehearsal.Allow(j.MaxCalls), gate: account.Gate, journal: journal, stop: stop, used: map[string]int{}}
	transport := &Transport{
		signer: v4.NewSigner(), Guard: &Guard{API: j.API, Run: j.Run, Fixtures: j.Fixtures, Observe: j.Observe, Remediation: j.Remediation},
		Journal: journal, Gate: account.Gate, Credentials: account.credentials, Region: account.Region, retryer: account.retryer,
		Budget: m.spend, Stop: stop,
	}
	target := j.target(j.Run, account.ID, account.Region)
	target.URL, target.Transport, target.Retry = account.Endpoint, transport, account.retryer
	target.MaxResponse = j.MaxResponse
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the suite panicked: %v\n%s", p, debug.Stack())
		}
		if cut = context.Cause(ctx); cut != nil {
			fmt.Fprintf(j.Log, "the run is incomplete: %v\n", cut)
		}
	}()
	report, err = conformance.Check(ctx, allowing(j.API, j.Remediation), target, j.Options)
	return report, nil, err
}

// sweep cleans up.
func (j *Job) sweep(ctx context.Context, account *Account, journal *Journal) ([]Leftover, error) {
	owed := journal.owed()
	rules, exceptions := owed.count()
	if rules+exceptions > 0 {
		fmt.Fprintf(j.Log, "cleaning up: %s and %s may be left\n", count(rules, "rule", "rules"), count(exceptions, "exception", "exceptions"))
	}
	s := &Sweep{Account: account, Run: j.Run, Fixtures: j.Fixtures, Wait: j.Wait, Grace: j.Grace, Lag: j.Tolerances.Visible, Log: j.Log, owed: owed}
	if rules+exceptions == 0 && owed.last().IsZero() {
		s.Lag = 0 // the account has confirmed that all is deleted: there is nothing that a read might not show yet
	}
	return s.Do(ctx)
}
