package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/internal/printable"
)

// judging is the name of the command that is meant where none is named.
const judging = "judge"

func judgeCommand() command {
	return command{
		name:    judging,
		summary: "judge an endpoint by a contract: what conform does unless told otherwise",
		usage:   "[judge] [flags]",
		about: `Judges an endpoint by a contract, and prints a ledger: each clause with its verdict
and, for each that is violated, the shortest sequence of calls that shows it.
Without -endpoint it serves the fake that was generated from the contract on a
free port of the loopback interface, and judges that.
`,
		examples: `
# judge the embedded fake
conform
# judge an endpoint in any language, and keep the report
conform -endpoint http://127.0.0.1:4599 -report report.json
# learn the choices of an endpoint, for fake -profile
conform -endpoint http://127.0.0.1:4599 -profile-out profile.json
# judge by rules and resources that are there already, and make none
conform -endpoint http://127.0.0.1:4599 -world world.json
# expect what an emulator is known to do otherwise
conform -endpoint http://127.0.0.1:4566 -divergences known.json
# judge what answers late, is throttled and drops answers, as a cloud does
conform -endpoint http://127.0.0.1:4599 -tolerances cloud -checks 2
# look at one clause again, on the same cases
conform -endpoint http://127.0.0.1:4599 -run '^expiry$' -seed 7
`,
		flags: func(flags *flag.FlagSet) action {
			s := &settings{}
			s.declare(flags)
			return func(ctx context.Context, _ []string, stdout, stderr io.Writer) int {
				if err := s.complete(flags); err != nil {
					fmt.Fprintf(stderr, "conform: %v\n", err)
					return failed
				}
				return s.do(ctx, stdout, stderr)
			}
		},
	}
}

// do judges the target, and tells what was found in all ways that are asked
// for.
func (s *settings) do(ctx context.Context, stdout, stderr io.Writer) int {
	ctx, cancel := s.limited(ctx)
	defer cancel()
	return inTime(ctx, stderr, func() int { return s.judgeAndShow(ctx, stdout, stderr) })
}

// judgeAndShow does what do says, however long it takes.
func (s *settings) judgeAndShow(ctx context.Context, stdout, stderr io.Writer) int {
	rep, err := s.judge(ctx, stderr)
	if err == nil && rep.Absent != "" {
		// There is nothing to print of a target that is something else.
		err = errors.Join(s.reports.write(rep, stdout), notAnEndpoint(rep.Target, s.api.Name, rep.Absent))
	} else if err == nil {
		err = errors.Join(s.show(rep, stdout, stderr), s.learn(rep, stderr))
	}
	if err != nil {
		fmt.Fprintf(stderr, "conform: %v\n", err)
		return failed
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
		return violated
	}
	if rep.Ended != "" && ctx.Err() == nil {
		fmt.Fprintf(stderr, "conform: not all was judged: %s\n", rep.Ended)
		return failed
	}
	if err := context.Cause(ctx); err != nil {
		fmt.Fprintf(stderr, "conform: not all was judged: %v\n", err)
		return failed
	}
	if n := rep.Count(report.Unsupported); n > 0 {
		fmt.Fprintf(stderr, "conform: %s lacks what %d clauses are about\n", rep.Target, n)
		return failed
	}
	if rep.Count(report.Pass)+rep.Count(report.Observed) == 0 {
		fmt.Fprintf(stderr, "conform: nothing could be judged at %s\n", rep.Target)
		return failed
	}
	return allHold
}

// judge judges the endpoint, or the embedded fake if none is given.
func (s *settings) judge(ctx context.Context, stderr io.Writer) (*conformance.Report, error) {
	target := conformance.Target{URL: s.endpoint, Region: s.region, Profile: s.profile, Fixtures: s.world, Divergences: s.divergences, Tolerances: s.tolerances, MaxResponse: s.maxResponse}
	if s.world != nil {
		target.Account, target.Region = s.world.Account, cmp.Or(s.region, s.world.Region)
	}
	if s.endpoint == "" {
		address, stop, err := serve()
		if err != nil {
			return nil, err
		}
		defer stop()
		target.URL = address
	}
	progress := newProgress(stderr)
	target.Transport = progress.listening(s.bounded(nil), s.trace(stderr))
	if _, err := conformance.Discover(ctx, &target); err != nil {
		return nil, err
	}
	options := s.options
	options.Progress, options.Waiting = progress.show, progress.waiting
	defer progress.clear()
	return conformance.Check(ctx, s.api, target, options)
}

// serve serves a new fake on the loopback interface until stop is called.
func serve() (address string, stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := fake.Access{}.Server(remediation.New(remediation.State{}))
	go func() { _ = server.Serve(listener) }()
	return "http://" + listener.Addr().String(), func() { _ = server.Close() }, nil
}

// show prints the ledger, and writes what is to be kept where it is asked for.
func (s *settings) show(r *conformance.Report, stdout, stderr io.Writer) error {
	to := stdout
	if s.reports.toStandard() {
		to = stderr
	}
	ledger := report.Text{All: s.all, Quiet: s.quiet, Width: width(to), Paint: painter(to)}
	err := errors.Join(s.reports.write(r, stdout), ledger.Write(printable.Unwrap(to), r))
	if s.repro == "" {
		if r.Failures() > 0 && !s.quiet {
			fmt.Fprintln(to, "To see a violation without the suite: -repro FOLDER, or -report FILE.html.")
		}
		return err
	}
	n, problem := writeReproductions(s.repro, r)
	fmt.Fprintf(to, "%d files in %s show what is violated.\n", n, s.repro)
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
		fmt.Fprintf(stderr, "conform: not in %s, because no fake can choose it: %s\n", s.profileOut, seen)
	}
	return os.WriteFile(s.profileOut, append(text, '\n'), 0o666)
}
