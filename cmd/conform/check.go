package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/printable"
	"github.com/fakesmith/fakesmith/internal/terminal"
)

// checking is the name of the command that runs where none is named.
const checking = "check"

func checkCommand() command {
	return command{
		name:    checking,
		summary: "check an endpoint against a contract (the default command)",
		usage:   "[flags]",
		about: `Checks an endpoint against a contract, and prints a report: each clause with its
outcome and, for each that fails, a short sequence of calls that shows it.
Without -endpoint it checks the fake of the contract, which it serves on a free port
of the loopback interface, with a new state. Without -model that is the embedded
fake; with -model the fake is generated from the model and built first, which takes
the go command.
`,
		examples: `
# check the embedded fake
conform
# check an endpoint in any language, and keep the report
conform -endpoint http://127.0.0.1:4599 -report report.json
# learn the choices of an endpoint, for fake -profile
conform -endpoint http://127.0.0.1:4599 -profile-out profile.json
# check the fake of your own model
conform -model secretsmanager.json -contract contract.json
# use rules and resources that exist already, and create none
conform -endpoint http://127.0.0.1:4599 -fixtures fixtures.json
# tolerate the known divergences of an emulator
conform -endpoint http://127.0.0.1:4566 -divergences known.json
# check an endpoint that is eventually consistent, throttles and drops answers
conform -endpoint http://127.0.0.1:4599 -tolerances cloud -checks 2
# check a third of the clauses; two other machines check 1/3 and 2/3
conform -endpoint http://127.0.0.1:4599 -seed 7 -shard 0/3 -report shard-0.json
# check one clause again, with the same cases
conform -endpoint http://127.0.0.1:4599 -run '^expiry$' -seed 7
`,
		flags: func(flags *flag.FlagSet) action {
			s := &settings{}
			s.declare(flags)
			return func(ctx context.Context, _ []string, stdout, stderr io.Writer) int {
				if err := s.complete(flags); err != nil {
					fmt.Fprintf(stderr, "conform: %v\n", err)
					return exitError
				}
				return s.do(ctx, stdout, stderr)
			}
		},
	}
}

// do checks the target, and writes the report in all forms that are asked for.
func (s *settings) do(ctx context.Context, stdout, stderr io.Writer) int {
	ctx, cancel := s.limited(ctx)
	defer cancel()
	return inTime(ctx, stderr, func() int { return s.checkAndShow(ctx, stdout, stderr) })
}

// checkAndShow does what do says, however long it takes.
func (s *settings) checkAndShow(ctx context.Context, stdout, stderr io.Writer) int {
	rep, err := s.check(ctx, stderr)
	if err == nil && rep.Absent != "" {
		// There is nothing to print of a target that is something else.
		err = errors.Join(s.reports.write(rep, stdout), notAnEndpoint(rep.Target, s.api.Name, rep.Absent))
	} else if err == nil {
		err = errors.Join(s.show(rep, stdout, stderr), s.learn(rep, stderr))
	}
	if err != nil {
		fmt.Fprintf(stderr, "conform: %v\n", err)
		return exitError
	}
	return status(ctx, rep, stderr)
}

// notAnEndpoint says that a target implements no operation of an API.
func notAnEndpoint(target, api, seen string) error {
	article := "a"
	if api != "" && strings.Contains("AEIOU", api[:1]) {
		article = "an"
	}
	return fmt.Errorf("%s is not %s %s endpoint: %s", printable.Text(target), article, api, printable.Text(seen))
}

// status returns the exit status that a report asks for.
func status(ctx context.Context, rep *conformance.Report, stderr io.Writer) int {
	for _, wrong := range rep.Unexpected {
		fmt.Fprintf(stderr, "conform: %s\n", wrong)
	}
	if rep.Failures() > 0 {
		return exitFail
	}
	if rep.Ended != "" && ctx.Err() == nil {
		fmt.Fprintf(stderr, "conform: the run is incomplete: %s\n", rep.Ended)
		return exitError
	}
	if err := context.Cause(ctx); err != nil {
		fmt.Fprintf(stderr, "conform: the run is incomplete: %v\n", err)
		return exitError
	}
	if n := rep.Count(report.Unsupported); n > 0 {
		fmt.Fprintf(stderr, "conform: %s does not implement the operations that %d clauses need\n", rep.Target, n)
		return exitError
	}
	if rep.Count(report.Pass)+rep.Count(report.Observed) == 0 && rep.Shard == nil {
		fmt.Fprintf(stderr, "conform: nothing could be checked at %s\n", rep.Target)
		return exitError
	}
	return exitPass
}

// check checks the endpoint, or if none is given the fake of the model.
func (s *settings) check(ctx context.Context, stderr io.Writer) (*conformance.Report, error) {
	progress := terminal.NewProgress(stderr)
	defer progress.End()
	if n := s.parts(); n > 1 {
		return s.checkParts(ctx, stderr, progress, n)
	}
	return s.checkAlone(ctx, stderr, progress, s.options)
}

// checkAlone checks the endpoint, or if none is given a fake of its own.
func (s *settings) checkAlone(ctx context.Context, stderr io.Writer, progress *terminal.Progress, options conformance.Options) (*conformance.Report, error) {
	target := conformance.Target{URL: s.endpoint, Region: s.region, Profile: s.profile, Fixtures: s.fixtures, Divergences: s.divergences, Tolerances: s.tolerances, MaxResponse: s.maxResponse}
	if s.fixtures != nil {
		target.Account, target.Region = s.fixtures.Account, cmp.Or(s.region, s.fixtures.Region)
	}
	if options.Progress == nil {
		options.Progress = progress.Show
	}
	options.Waiting = progress.Waiting
	carrier := s.bounded(nil)
	if s.endpoint == "" {
		own, err := serve(ctx, s.api, stderr)
		if err != nil {
			return nil, err
		}
		defer own.stop()
		target.URL = own.address
		target.Exact = !target.Tolerances.Any()
		// Tolerances are for what only a network has.
		if own.inPlace != nil && !target.Tolerances.Any() {
			carrier, options.Progress = s.bounded(own), own.heeding(options.Progress)
		}
	}
	target.Transport = listening(progress, carrier, s.trace(stderr))
	if _, err := conformance.Discover(ctx, &target); err != nil {
		return nil, err
	}
	return conformance.Check(ctx, s.api, target, options)
}

// show prints the report, and writes it to the files that are asked for.
func (s *settings) show(r *conformance.Report, stdout, stderr io.Writer) error {
	to := stdout
	if s.reports.toStandard() {
		to = stderr
	}
	text := report.Text{All: s.all, Quiet: s.quiet, Width: terminal.Width(to), Paint: painter(to)}
	err := errors.Join(s.reports.write(r, stdout), text.Write(printable.Unwrap(to), r))
	if s.repro == "" {
		if r.Failures() > 0 && !s.quiet {
			fmt.Fprintln(to, "To reproduce a failure without the suite: -repro FOLDER, or -report FILE.html.")
		}
		return err
	}
	n, problem := writeReproductions(s.repro, r)
	fmt.Fprintf(to, "%d files in %s reproduce the failures.\n", n, s.repro)
	return errors.Join(err, problem)
}

// trace returns where the requests and their answers are written, or nil.
func (s *settings) trace(stderr io.Writer) io.Writer {
	if s.verbose {
		return stderr
	}
	return nil
}

// learn writes the choices that were seen where they are asked for, and says
// which of them a fake can't make.
func (s *settings) learn(rep *conformance.Report, stderr io.Writer) error {
	if s.profileOut == "" {
		return nil
	}
	choices, strange := rep.Learned(s.api)
	text, err := json.MarshalIndent(choices, "", "  ")
	if err != nil {
		return err
	}
	for _, seen := range strange {
		fmt.Fprintf(stderr, "conform: not written to %s, since it is not a choice of the contract: %s\n", s.profileOut, seen)
	}
	return os.WriteFile(s.profileOut, append(text, '\n'), 0o666)
}
