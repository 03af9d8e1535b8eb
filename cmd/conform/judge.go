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

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"golang.org/x/term"
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
	report, err := s.judge(ctx, stderr)
	if err == nil {
		err = errors.Join(s.show(report, stdout, stderr), s.learn(report, stderr))
	}
	if err != nil {
		fmt.Fprintf(stderr, "conform: %v\n", err)
		return failed
	}
	return status(ctx, report, stderr)
}

// limited returns the context in which is judged, which ends when the time is up
// that -timeout gives.
func (s *settings) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.timeout <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, s.timeout, errTimeUp)
}

// status returns the exit status that a report asks for.
func status(ctx context.Context, report *conformance.Report, stderr io.Writer) int {
	for _, wrong := range report.Unexpected {
		fmt.Fprintf(stderr, "conform: %s\n", wrong)
	}
	if report.Failures() > 0 {
		return violated
	}
	if report.Ended != "" && ctx.Err() == nil {
		fmt.Fprintf(stderr, "conform: not all was judged: %s\n", report.Ended)
		return failed
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

// judge judges the endpoint, or the embedded fake if none is given.
func (s *settings) judge(ctx context.Context, stderr io.Writer) (*conformance.Report, error) {
	target := conformance.Target{URL: s.endpoint, Region: s.region, Profile: s.profile, World: s.world, Divergences: s.divergences, Tolerances: s.tolerances}
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
	target.Transport = progress.listening(nil, s.trace(stderr))
	if _, err := conformance.Discover(ctx, &target); err != nil {
		return nil, err
	}
	options := s.options
	options.Progress = progress.show
	defer progress.clear()
	return conformance.Judge(ctx, s.api, target, options)
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
	ledger := conformance.Ledger{All: s.all, Quiet: s.quiet, Width: width(to), Paint: painter(to)}
	err := errors.Join(s.reports.write(r, stdout), ledger.Write(to, r))
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
func (s *settings) learn(report *conformance.Report, stderr io.Writer) error {
	if s.profileOut == "" {
		return nil
	}
	choices, strange := report.Learned(s.api)
	text, err := json.MarshalIndent(choices, "", "  ")
	if err != nil {
		return err
	}
	for _, seen := range strange {
		fmt.Fprintf(stderr, "conform: not in %s, because no fake can choose it: %s\n", s.profileOut, seen)
	}
	return os.WriteFile(s.profileOut, append(text, '\n'), 0o666)
}

// isTerminal reports whether somebody looks at what is written.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// width returns how many columns a terminal has, and 0 for anything else.
func width(w io.Writer) int {
	if file, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil {
			return columns
		}
	}
	return 0
}
