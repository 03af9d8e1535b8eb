// Command conform judges an endpoint by a contract.
//
// Usage:
//
//	conform [judge] [flags]
//	conform COMMAND [flags]
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
// The command apply judges a real AWS account, and cleans up. conform -h lists
// all commands, and conform COMMAND -h prints the manual of each, with examples.
//
// The exit status is 0 if every asserted clause holds, 1 if some clause is
// violated, and 2 if the command is used wrongly, or the endpoint can't be
// reached or judged.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
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

// run is main with its surroundings as parameters: it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, rest := chosen(args)
	return c.run(ctx, rest, stdout, stderr)
}
