package live

import (
	"context"
	"fmt"
	"io"
	"time"
)

// A Cleaning is a sweep of what other runs have left, which has to find its own
// way to the account.
type Cleaning struct {
	Access
	AccountID string
	// Header says whose things are swept: with no run in it, everybody's.
	Header      Header
	Wait, Grace time.Duration
	DryRun      bool
	Log         io.Writer

	owed *debts
}

// Swept says what was done.
type Swept struct {
	Rules, Exceptions, Calls int
}

// String says it in a few words.
func (s Swept) String() string {
	return fmt.Sprintf("%s and %s deleted, in %s", count(s.Rules, "rule", "rules"), count(s.Exceptions, "exception", "exceptions"), count(s.Calls, "call", "calls"))
}

// Read reads the journal of a run. [ErrEmpty] means that there is nothing to be
// swept.
func (c *Cleaning) Read(journal string) (err error) {
	c.Header, c.owed, err = readJournal(journal)
	return err
}

// Do sweeps, and returns what is left.
func (c *Cleaning) Do(ctx context.Context) (Swept, []Leftover, error) {
	account, err := Open(ctx, c.Access)
	if err != nil {
		return Swept{}, nil, err
	}
	if err := account.Identify(ctx, c.AccountID); err != nil {
		return Swept{}, nil, err
	}
	s := &Sweep{Account: account, Run: c.Header.Run, DryRun: c.DryRun, Wait: c.Wait, Grace: c.Grace, Log: c.Log, owed: c.owed}
	left, err := s.Do(ctx)
	return Swept{s.Rules, s.Exceptions, account.Gate.Calls()}, left, err
}
