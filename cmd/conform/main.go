// Command conform checks an endpoint against a contract.
//
// Usage:
//
//	conform [check] [flags]
//	conform COMMAND [flags]
//
// Without -endpoint it serves the fake that was generated from the contract
// on a free port of the loopback interface, and checks that. It prints a
// report: each clause with its outcome and, for each that fails, a short
// sequence of calls that shows the failure.
//
// All clauses together are checked by random calls, and by those of several
// clients at once, whose replies are compared with an oracle's; with -exhaustive
// by every short sequence of calls as well.
//
// The command apply checks a real AWS account, and cleans up. conform -h lists
// all commands, and conform COMMAND -h prints the manual of each, with examples.
//
// The exit status is 0 if every asserted clause passes, 1 if some clause fails,
// and 2 if the command is used wrongly, or the endpoint can't be reached or
// checked.
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
)

// The exit statuses that scripts rely on.
const (
	exitPass  = 0
	exitFail  = 1
	exitError = 2
)

var errTimeUp = errors.New("the time is up")

func main() {
	// Little is kept from one case to the next, so that collecting garbage as often as
	// a server does is a sixth of the work. Large responses stay within bounds.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(48 << 20)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its surroundings as parameters: it returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, rest := chosen(args)
	return c.run(ctx, rest, stdout, stderr)
}
