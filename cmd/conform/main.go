// Command conform judges an endpoint by a contract.
//
// Usage:
//
//	conform [-endpoint URL] [-region R] [-profile FILE] [-profile-out FILE] [-run REGEXP] [-checks N] [-seed N] [-exhaustive DEPTH] [-pictures FOLDER] [-report FILE] [-timeout D] [-model FILE] [-v]
//	conform ledger [-format terminal|markdown|json] [-v]
//
// Without -endpoint it serves the fake that was generated from the contract
// on a free port of the loopback interface, and judges that. It prints a
// ledger: each clause with its verdict and, for each that is violated, the
// shortest sequence of calls that shows it.
//
// All clauses together are judged by random calls, and by those of several
// clients at once, which an oracle answers in lock-step; with -exhaustive by
// every short sequence of calls as well.
//
// With the word ledger it judges nothing, and prints the account of the
// contract: what is known of each clause, and from where.
//
// The exit status is 0 if every asserted clause holds, 1 if some clause is
// violated, and 2 if the command is used wrongly, or the endpoint can't be
// reached or judged.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/fakesmith/fakesmith/conformance"
)

// The exit statuses that scripts rely on.
const (
	allHold  = 0
	violated = 1
	failed   = 2
)

var errTimeUp = errors.New("the time is up")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the command: it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "ledger" {
		return runLedger(args[1:], stdout, stderr)
	}
	s, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return allHold
	case err != nil:
		fmt.Fprintf(stderr, "conform: %v\n", err)
		return failed
	}
	if s.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, s.timeout, errTimeUp)
		defer cancel()
	}
	report, err := s.judge(ctx, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "conform: %v\n", err)
		return failed
	}
	if err := errors.Join(s.show(report, stdout, stderr), s.learn(report, stderr)); err != nil {
		fmt.Fprintf(stderr, "conform: %v\n", err)
		return failed
	}
	return status(ctx, report, stderr)
}

// status returns the exit status that a report asks for.
func status(ctx context.Context, report *conformance.Report, stderr io.Writer) int {
	if report.Count(conformance.Violated) > 0 {
		return violated
	}
	if err := context.Cause(ctx); err != nil {
		fmt.Fprintf(stderr, "conform: not all was judged: %v\n", err)
		return failed
	}
	if n := report.Count(conformance.Unreachable); n > 0 {
		fmt.Fprintf(stderr, "conform: %s lacks what %d clauses are about\n", report.Target, n)
		return failed
	}
	if report.Count(conformance.Holds)+report.Count(conformance.Observed) == 0 {
		fmt.Fprintf(stderr, "conform: nothing could be judged at %s\n", report.Target)
		return failed
	}
	return allHold
}
