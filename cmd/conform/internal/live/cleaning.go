package live

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
)

// A Cleaning is a sweep of what other runs have left, which has to find its own
// way to the account.
type Cleaning struct {
	Access
	AccountID string
	// Header says whose things are swept: with no run in it, everybody's.
	Header Header
	// Fixtures lists the exceptions that the run was allowed to put beside its own
	// rules, and that the sweep may delete. It may be nil.
	Fixtures *conformance.Fixtures
	// SkipBadLines sweeps by a journal although some lines can't be read, or name
	// what is not of the run. They are reported as left.
	SkipBadLines     bool
	Wait, Grace, Lag time.Duration
	DryRun           bool
	Log              io.Writer

	owed    *debts
	note    string // of the journal, printed before anything is done
	skipped []Leftover
}

// Swept says what was done.
type Swept struct {
	Rules, Exceptions, Calls int
}

// String says it in a few words.
func (s Swept) String() string {
	return fmt.Sprintf("%s and %s deleted, in %s", count(s.Rules, "rule", "rules"), count(s.Exceptions, "exception", "exceptions"), count(s.Calls, "call", "calls"))
}

// Read reads the journal of a run. It is an error if some line can't be read or
// names what is not of the run, unless such lines are to be skipped.
func (c *Cleaning) Read(journal string) error {
	r, err := readJournal(journal, c.Fixtures)
	if err != nil {
		return err
	}
	if len(r.bad) > 0 && !c.SkipBadLines {
		return r.complaint(journal)
	}
	if r.torn > 0 {
		c.note = fmt.Sprintf("note: %s:%d: the last line is incomplete, as after a crash while it was written; the request that it announces was never sent, so it is ignored", journal, r.torn)
	}
	for _, bad := range r.bad {
		c.skipped = append(c.skipped, Leftover{fmt.Sprintf("what %s:%d names", journal, bad.number), bad.why})
	}
	if len(r.bad) > 0 {
		// Nobody knows when the last request was made.
		r.owed.latest = time.Now()
	}
	c.Header, c.owed = r.header, r.owed
	return nil
}

// Do sweeps, and returns what is left.
func (c *Cleaning) Do(ctx context.Context) (Swept, []Leftover, error) {
	if c.note != "" {
		fmt.Fprintln(c.Log, c.note)
	}
	account, err := Open(ctx, c.Access)
	if err != nil {
		return Swept{}, nil, err
	}
	if err := account.Identify(ctx, c.AccountID); err != nil {
		return Swept{}, nil, err
	}
	s := &Sweep{
		Account: account, Run: c.Header.Run, Fixtures: c.Fixtures, DryRun: c.DryRun,
		Wait: c.Wait, Grace: c.Grace, Lag: c.Lag, Log: c.Log, owed: c.owed,
	}
	left, err := s.Do(ctx)
	return Swept{s.Rules, s.Exceptions, account.Gate.Calls()}, append(left, c.skipped...), err
}
