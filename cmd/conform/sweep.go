package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/live"
	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
)

func sweepCommand() command {
	return command{
		name:    "sweep",
		summary: "remove what runs of apply have left behind",
		usage:   "-journal FILE [flags]\n  conform sweep -aws -region R -account DIGITS [-run-id ID | -all] [flags]",
		about: `Removes what runs of "conform apply" have left behind: exceptions, then rules, and
then it waits until they are gone. With -journal it removes what the journal names,
and then whatever else bears the name of that run. Without it, it looks in the
account for rules with the name of any run, and lists them; with -run-id it removes
those of one run, and with -all those of all. Sweeping twice does no harm.

Nothing is deleted but process checks with the name of a run, their exceptions, and
the exceptions that a file given with -fixtures lists. A journal that names anything
else is rejected as a whole, and so is one with lines that cannot be read: they are
listed, and nothing is deleted. -skip-bad-lines sweeps by the other lines.

It reports that nothing is left only when several reads in a row return nothing, the
last of them so long after the run that reads return all that it created (-lag).
`,
		examples: `
# after a run that was interrupted
conform sweep -journal fakesmith-k3j9x2.journal
# what is left of any run?
conform sweep -aws -region eu-west-1 -account 123456789012
# remove all of it
conform sweep -aws -region eu-west-1 -account 123456789012 -all
`,
		flags: func(flags *flag.FlagSet) action {
			l := &liveFlags{}
			l.declareAccount(flags)
			l.declareCleaning(flags)
			flags.StringVar(&l.journal, "journal", "", "remove what `FILE` names; account and region stand in it")
			flags.StringVar(&l.runID, "run-id", "", "remove what the run with that `ID` has left")
			flags.StringVar(&l.fixturesFile, "fixtures", "", "delete also the exceptions that the journal names and that `FILE` lists, with which the run was started")
			flags.DurationVar(&l.lag, "lag", conformance.CloudTolerances().Visible, "assume that a read may not yet return what was created less than a `duration` ago")
			skip := flags.Bool("skip-bad-lines", false, "use a journal even if some of its lines are damaged or name resources of other runs; list them and exit with 1")
			all := flags.Bool("all", false, "remove what all runs have left")
			dry := flags.Bool("dry-run", false, "only print what would be removed")
			return func(ctx context.Context, _ []string, stdout, stderr io.Writer) int {
				cleaning, err := l.cleaning(*all, *dry, *skip)
				if err != nil {
					fmt.Fprintf(stderr, "conform sweep: %v\n", err)
					return exitError
				}
				return l.sweep(ctx, cleaning, stdout, stderr)
			}
		},
	}
}

// cleaning checks the flags, and returns what is to be done.
func (l *liveFlags) cleaning(all, dry, skip bool) (*live.Cleaning, error) {
	c := &live.Cleaning{Wait: l.wait, Grace: l.grace, Lag: l.lag, DryRun: dry, SkipBadLines: skip}
	switch {
	case l.journal != "" && (all || l.runID != ""):
		return nil, errors.New("-journal names the run: leave out -run-id and -all")
	case all && l.runID != "":
		return nil, errors.New("-run-id and -all exclude each other")
	case l.journal == "" && (skip || l.fixturesFile != ""):
		return nil, errors.New("-skip-bad-lines and -fixtures need -journal")
	case l.journal != "":
		if err := l.read(c); err != nil {
			return nil, err
		}
		l.aws, l.region, l.endpoint = true, cmp.Or(l.region, c.Header.Region), cmp.Or(l.endpoint, c.Header.Endpoint)
		if l.account = cmp.Or(l.account, c.Header.Account); l.account != c.Header.Account {
			return nil, fmt.Errorf("%s is of the account %s, not of %s (-account)", l.journal, c.Header.Account, l.account)
		}
		if l.region != c.Header.Region {
			return nil, fmt.Errorf("%s is of the region %s, not of %s (-region)", l.journal, c.Header.Region, l.region)
		}
	case l.runID != "":
		run, err := live.ParseRunID(l.runID)
		if err != nil {
			return nil, fmt.Errorf("-run-id: %w", err)
		}
		c.Header.Run = run
	case !all:
		c.DryRun = true
	}
	if err := l.completeAccount(true); err != nil {
		return nil, err
	}
	c.AccountID = l.account
	c.Access = live.Access{Region: l.region, Endpoint: l.endpoint, Rate: l.rate}
	return c, nil
}

// read reads the journal, and the fixtures file that its run was started with. An
// endpoint that the journal names gets signed requests, so that one beyond this
// machine has to be confirmed.
func (l *liveFlags) read(c *live.Cleaning) (err error) {
	if l.fixturesFile != "" {
		if c.Fixtures, err = readFixtures(l.fixturesFile, &remediationtest.Contract); err != nil {
			return err
		}
	}
	if err := c.Read(l.journal); err != nil {
		return err
	}
	if to := c.Header.Endpoint; to != "" && l.endpoint == "" && !live.IsLoopback(to) {
		return fmt.Errorf("%s:1: the run was at %q, which is not AWS: if requests signed with your credentials may be sent there, write -endpoint %s", l.journal, to, quoted(to))
	}
	return nil
}

// sweep removes what is left, and reports what could not be removed.
func (l *liveFlags) sweep(ctx context.Context, c *live.Cleaning, stdout, stderr io.Writer) int {
	c.Log, c.Base = stdout, carriedBy(ctx)
	swept, left, err := c.Do(ctx)
	if err != nil {
		fmt.Fprintf(stderr, "conform sweep: %v\n", err)
	}
	for _, leftover := range left {
		fmt.Fprintf(stdout, "left: %v\n", leftover)
	}
	switch {
	case len(left) > 0 && c.DryRun && l.journal == "" && l.runID == "":
		fmt.Fprintln(stdout, "to remove them: the same with -run-id ID, or with -all")
	case len(left) == 0 && err == nil:
		fmt.Fprintf(stdout, "nothing is left; %v\n", swept)
		return exitPass
	}
	if len(left) > 0 {
		return exitFail
	}
	return exitError
}
