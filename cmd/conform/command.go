package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// A command is one thing that conform does.
type command struct {
	// name is the word that selects the command.
	name string
	// summary says in a line what it does, for the list of all commands.
	summary string
	// usage is what may follow the name, and operands is the part of it that is
	// no flag: empty for a command that takes flags alone.
	usage, operands string
	// about is the description of the command, in lines that end in "\n".
	about string
	// examples are lines of a shell, each of which begins with "conform" or
	// is a comment on the next one.
	examples string
	// flags declares the flags, and returns what is done once they are read.
	flags func(*flag.FlagSet) action
}

// An action does what a command is for with its operands, and returns the exit
// status. It prints its own errors, except for those in how it is used, for which it
// calls [misused].
type action func(ctx context.Context, operands []string, stdout, stderr io.Writer) int

// commands are all that conform does. The first one is the default.
func commands() []command {
	return []command{
		checkCommand(),
		compareCommand(),
		traceCommand(),
		showCommand(),
		mergeCommand(),
		matrixCommand(),
		replayCommand(),
		planCommand(),
		applyCommand(),
		sweepCommand(),
	}
}

// chosen returns the command that the arguments name, and what is left of
// them.
func chosen(args []string) (command, []string) {
	all := commands()
	if len(args) > 0 {
		for _, c := range all {
			if c.name == args[0] {
				return c, args[1:]
			}
		}
	}
	return all[0], args
}

// run does what the command is for, and returns the exit status.
func (c *command) run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	stdout, stderr = escaping(stdout), escaping(stderr)
	flags := flag.NewFlagSet(c.title(), flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	do := c.flags(flags)
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.manual(stdout, flags)
		return exitPass
	case err != nil:
		return c.misused(stderr, err)
	case c.operands == "" && flags.NArg() > 0:
		return c.misused(stderr, fmt.Errorf("unexpected argument %q: this command takes flags only", flags.Arg(0)))
	}
	return do(ctx, flags.Args(), stdout, stderr)
}

// misused says what is wrong with how a command is used, and returns the exit
// status for that.
func (c *command) misused(stderr io.Writer, err error) int {
	fmt.Fprintf(stderr, "%s: %v; for help: %s -h\n", c.title(), err, c.title())
	return exitError
}

// title is what the command is called by.
func (c *command) title() string {
	if c.name == checking {
		return "conform"
	}
	return "conform " + c.name
}

// manual prints the help of the command.
func (c *command) manual(w io.Writer, flags *flag.FlagSet) {
	fmt.Fprintf(w, "USAGE\n  %s %s\n\n%s", c.title(), c.usage, c.about)
	if c.name == checking {
		fmt.Fprintf(w, "\nCOMMANDS\n")
		for _, other := range commands() {
			fmt.Fprintf(w, "  %-8s  %s\n", other.name, other.summary)
		}
		fmt.Fprintf(w, "\n  conform COMMAND -h prints the help of each.\n")
	}
	fmt.Fprintf(w, "\nFLAGS\n")
	flags.SetOutput(w)
	flags.PrintDefaults()
	fmt.Fprintf(w, "\nEXAMPLES\n")
	for line := range strings.Lines(strings.TrimSpace(c.examples)) {
		fmt.Fprintf(w, "  %s\n", strings.TrimSpace(line))
	}
	fmt.Fprintf(w, `
EXIT STATUS
  0 if every asserted clause passes, or the command succeeds
  1 if some clause fails, or there is something to fix
  2 if the command is used wrongly, or the endpoint can't be reached or checked
`)
}
